"""Ctrl-C ends `leadkeep import` and `export` with a line, and what was done is whole."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from leadkeep.domain.fields import lead
from leadkeep.files import ROW_BATCH_SIZE
from leadkeep.store import open_store
from tests.support.commands import Commands

BATCHES = 16
ROWS = BATCHES * ROW_BATCH_SIZE
PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.01
INTERRUPTED = 130


@pytest.fixture(autouse=True)
def handled_interrupts() -> Iterator[None]:
    """Let processes handle Ctrl-C: a shell that runs the tests in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def made(commands: Commands) -> Commands:
    commands.succeed("apply", commands.write("fields: []"))
    return commands


def lines(rows: int = ROWS) -> str:
    return "email\n" + "".join(f"person.{number}@example.com\n" for number in range(rows))


def start(commands: Commands, *arguments: object) -> "subprocess.Popen[str]":
    place = ("--data", commands.folder, "--database", commands.url)
    return subprocess.Popen(
        [sys.executable, "-m", "leadkeep", *map(str, (*arguments, *place))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def interrupt(process: "subprocess.Popen[str]") -> str:
    """Press Ctrl-C; return the last line that the command printed, without its name."""
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, out) == (INTERRUPTED, "")
    last = err.splitlines()[-1]
    assert "Traceback" not in err
    return last.removeprefix("leadkeep: ")


def count_leads(commands: Commands) -> int:
    with closing(open_store(Path(), commands.url)) as store:
        query = select(func.count()).select_from(lead)
        return int(store.read_now(lambda tx: tx.execute(query).scalar_one()))


def wait_until(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < limit
        time.sleep(POLL_SECONDS)


def created(line: str) -> int:
    """Return how many leads a line of an interrupted import says were created."""
    found = re.fullmatch(r"interrupted: ([\d,]+) created, 0 updated, 0 refused by then", line)
    assert found is not None, line
    return int(found[1].replace(",", ""))


@pytest.mark.process
def test_a_file_is_loaded_up_to_a_batch_and_again_completely(made: Commands) -> None:
    path = made.write(lines(), "people.csv")
    process = start(made, "import", "leads", path)
    wait_until(lambda: count_leads(made) > 0)
    said = created(interrupt(process))
    assert 0 < said <= ROWS
    assert said % ROW_BATCH_SIZE == 0
    assert count_leads(made) == said
    again = made.succeed("import", "leads", path)
    assert again.out == f"{ROWS - said:,} created, {said:,} updated, 0 refused\n"
    assert count_leads(made) == ROWS


@pytest.mark.process
def test_rows_that_are_typed_are_waited_for_no_longer(made: Commands) -> None:
    process = start(made, "import", "leads", "-")
    assert process.stdin is not None
    process.stdin.write(lines(ROW_BATCH_SIZE + 70_000 // len("person.0000@example.com\n")))
    process.stdin.flush()
    wait_until(lambda: count_leads(made) == ROW_BATCH_SIZE)
    assert created(interrupt(process)) == count_leads(made)


@pytest.mark.process
@pytest.mark.parametrize("seconds", [0.4, 1.2])
def test_a_command_that_is_interrupted_early_changes_nothing(
    made: Commands, seconds: float
) -> None:
    """It waits for its input, if it has come so far."""
    process = start(made, "import", "leads", "-")
    time.sleep(seconds)
    assert interrupt(process).startswith("interrupted")
    assert count_leads(made) == 0


@pytest.mark.process
def test_an_export_leaves_the_file_that_was_there(made: Commands, tmp_path: Path) -> None:
    made.succeed("import", "leads", made.write(lines(), "people.csv"))
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / "leads.csv"
    path.write_text("before")
    process = start(made, "export", "leads", "-o", path)
    wait_until(lambda: len(list(folder.iterdir())) == 2)
    assert interrupt(process) == "interrupted"
    assert [each.name for each in folder.iterdir()] == ["leads.csv"]
    assert path.read_text() == "before"
