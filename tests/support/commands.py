"""Run commands as an operator does, and read what they print."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typer.testing import CliRunner

from leadkeep.cli.program import app
from leadkeep.testing.stores import LentStores

START_SECONDS = 0.4
"""Most of this passes before a command has opened its store."""
LONGEST_RUN_SECONDS = 1.2
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def items(self) -> Any:  # noqa: ANN401
        return json.loads(self.out)


def run(*arguments: object) -> Outcome:
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


def kill_commands(random: Random, kills: int, *arguments: object) -> int:
    """Start a command up to ``kills`` times and kill it at some moment, until it ends by itself.

    Each time it may run longer than the last time: so a command that is soon done is killed, too.

    Returns:
        How many were killed.
    """
    killed = 0
    for delay in sorted(random.uniform(0, LONGEST_RUN_SECONDS) for _ in range(kills)):
        with subprocess.Popen(
            [sys.executable, "-m", "leadkeep", *map(str, arguments)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            time.sleep(START_SECONDS + delay)
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            if process.wait(PATIENCE_SECONDS) == -signal.SIGKILL:
                killed += 1
            else:
                break
    return killed


@dataclass(frozen=True)
class Commands:
    """Commands on one store."""

    folder: Path
    url: str

    def __call__(self, *arguments: object) -> Outcome:
        return run(*arguments, "--data", self.folder, "--database", self.url)

    def succeed(self, *arguments: object) -> Outcome:
        outcome = self(*arguments)
        assert outcome.code == 0, outcome
        return outcome

    def refuse(self, *arguments: object) -> str:
        """Run a command that must fail; return its one line."""
        outcome = self(*arguments)
        assert outcome.code == 1, outcome
        assert outcome.err.startswith("leadkeep: ")
        assert outcome.err.count("\n") == 1
        return outcome.err.removeprefix("leadkeep: ").strip()

    def write(self, text: str, name: str = "instance.yaml") -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


def module_commands(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, *blueprints: str
) -> Iterator[Commands]:
    """Run commands on one store for a whole module: for tests that none of the others notices.

    ``request.param`` is the engine; ``blueprints`` are applied first, one after another.
    """
    with LentStores(request.getfixturevalue(f"{request.param}_stores")) as lent:
        commands = Commands(tmp_path_factory.mktemp("module"), lent.url())
        for each in blueprints:
            commands.succeed("apply", commands.write(each))
        yield commands
