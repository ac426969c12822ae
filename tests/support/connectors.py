"""Connectors as they are published, in environments that ``make test-slow`` makes."""

import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.support.pages import DOCS, blocks
from tests.support.server_process import ENVIRONMENT, ServerProcess

CONNECTORS = Path(sys.prefix) / "connectors"
LIMIT_SECONDS = 600
"""A connector that waits a minute between its requests is still at work."""


def sample(page: str, language: str, server: ServerProcess) -> str:
    """Return the one sample in a language that a how-to page shows, with a server's address."""
    (text,) = (each.text for each in blocks(DOCS / "how-to" / page) if each.language == language)
    for shown, value in (
        ("http://127.0.0.1:8080", server.base_url),
        ("CLIENT_ID", ENVIRONMENT["LEADKEEP_CLIENT_ID"]),
        ("CLIENT_SECRET", ENVIRONMENT["LEADKEEP_CLIENT_SECRET"]),
    ):
        text = text.replace(shown, value)
    return text


def run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
) -> str:
    """Run a program in a folder, without variables of the tests; return what it prints."""
    done = subprocess.run(
        [str(each) for each in command],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), **(environment or {})},
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, re.sub(r"(?s)^.*(.{4000})$", r"\1", done.stdout + done.stderr)
    return done.stdout
