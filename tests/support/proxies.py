"""HAProxy, nginx and Caddy with the files of ``deploy/``, in front of servers of a test."""

import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.support.databases import DEBIAN_FOLDER
from tests.support.external_services import CERTIFICATE

DEPLOY = Path(__file__).parents[2] / "deploy"
START_LIMIT_SECONDS = 30.0
POLL_SECONDS = 0.05


def program(name: str) -> str:
    """Return the path of a Debian program."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:{DEBIAN_FOLDER}")
    assert found, f"the tests need {name}: apt-get install {name}"
    return found


def with_values(file: str, values: Mapping[str, str]) -> str:
    """Return a file of ``deploy/`` with other ports and paths; each of them must be in it."""
    text = (DEPLOY / file).read_text(encoding="utf-8")
    for old, new in values.items():
        assert old in text, f"{file} has no {old}"
        text = text.replace(old, new)
    return text


@contextmanager
def running(command: Sequence[str | Path], folder: Path, base_url: str) -> Iterator[None]:
    """Run a proxy for the block; it answers at ``base_url`` before the block begins."""
    environment = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (folder / "proxy.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        end = time.monotonic() + START_LIMIT_SECONDS
        with client(base_url) as probing:
            while not answers(probing):
                text = (folder / "proxy.log").read_text()
                assert process.poll() is None, text
                assert time.monotonic() < end, text
                time.sleep(POLL_SECONDS)
        yield
    finally:
        process.terminate()
        process.wait(START_LIMIT_SECONDS)


def answers(probing: httpx.Client) -> bool:
    """Return whether a server behind the proxy answers."""
    try:
        return probing.get("/").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def client(base_url: str) -> httpx.Client:
    """Return a client that trusts the certificate of the tests."""
    context = ssl.create_default_context(cafile=str(CERTIFICATE))
    return httpx.Client(base_url=base_url, verify=context, timeout=START_LIMIT_SECONDS)
