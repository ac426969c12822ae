"""What holds for every command."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadkeep import __version__
from leadkeep.cli.program import COMMANDS, app, load_command
from tests.support.commands import run

READING = [
    ("client", "list"),
    ("field", "list"),
    ("export", "--blueprint"),
    ("db", "check"),
    ("db", "backup", "new.backup"),
    ("client", "rotate", "a"),
    ("client", "remove", "a"),
]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_version() -> None:
    assert run("--version").out == f"leadkeep {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_the_first_sentence_of_its_help(name: str) -> None:
    listed = COMMANDS[name].help
    assert load_command(name).get_short_help_str(limit=1_000) == listed
    assert f"{name} " in run("--help").out
    assert listed in run("--help").out  # whole: help cuts what is too long for a line


@pytest.mark.parametrize(
    ("arguments", "nearest"), [(["serv"], "'serve'"), (["client", "lst"], "'list'")]
)
def test_an_unknown_command_offers_the_nearest(arguments: list[str], nearest: str) -> None:
    outcome = run(*arguments)
    assert outcome.code == 2
    assert f"Did you mean {nearest}" in outcome.err


MAIN = """
import sys
from leadkeep.__main__ import main
try:
    main()
finally:
    print(" ".join(each for each in sys.modules), file=sys.stderr)
"""
LIGHT = {"leadkeep", "leadkeep.__main__", "leadkeep.cli", "leadkeep.cli.output"} | {
    "leadkeep.cli.program",
    "leadkeep.cli.stop",
    "leadkeep.configuration",
    "leadkeep.errors",
    "leadkeep.interpreter",
}
HEAVY = {"alembic", "httpcore", "msgspec", "pydantic", "rich", "sqlalchemy", "starlette", "uvicorn"}


@pytest.mark.process
@pytest.mark.parametrize(
    ("arguments", "settings"),
    [
        (["--version"], {}),
        (["--help"], {}),
        ([], {"_C_COMPLETE": "complete_bash", "COMP_WORDS": "leadkeep c", "COMP_CWORD": "1"}),
    ],
    ids=["version", "help", "completion"],
)
def test_what_is_asked_often_loads_nothing_large(
    arguments: list[str], settings: dict[str, str]
) -> None:
    """A prompt waits for them: each takes as long as its imports."""
    answer = run_process("-c", MAIN, *arguments, **settings)
    loaded = set(answer.stderr.split())
    assert {each for each in loaded if each.partition(".")[0] == "leadkeep"} == LIGHT
    assert not HEAVY & loaded


# The engine that is not used, commands, and what only some of them need.
UNNEEDED_BY_SERVERS = {"alembic", "psycopg", "rich", "structlog", "typer", "yaml"} | {
    "leadkeep.blueprint",
    "leadkeep.cli.program",
    "leadkeep.testing",
}


@pytest.mark.process
def test_a_server_process_loads_what_it_needs_only() -> None:
    """Its imports are most of its start, and a process that starts slowly serves nobody."""
    answer = run_process("-c", "import sys, leadkeep.cli.workers; print(*sys.modules)")
    loaded = set(answer.stdout.split())
    assert "leadkeep.app" in loaded
    assert not UNNEEDED_BY_SERVERS & loaded


def run_process(
    *arguments: object,
    **settings: str,
) -> "subprocess.CompletedProcess[str]":
    """Run Python with these arguments and variables; return what it printed."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | settings,
        timeout=60,
    )


COMMANDS_IN_TURN = """
import sys
from leadkeep.__main__ import main
for line in sys.argv[1:]:
    sys.argv = ["leadkeep", *line.split()]
    try:
        main()
    except SystemExit as ended:
        for stream in (sys.stdout, sys.stderr):
            print("ended with", ended.code, file=stream, flush=True)
"""
"""The program for several command lines: loading its modules takes far longer than they do."""
ENDED = "ended with 0\n"


@pytest.mark.process
def test_any_output_takes_any_text() -> None:
    assert run("field", "add", "tier", "--display-name", "Größe", "--data", "data").code == 0
    listing = "field list --custom --data data"
    lines = ("--help", listing, f"{listing} --json", "export --blueprint --data data")
    ascii_only = {"PYTHONIOENCODING": "ascii", "LANG": "C"}
    answer = run_process("-c", COMMANDS_IN_TURN, *lines, **ascii_only)
    _, table, for_programs, blueprint, rest = answer.stdout.split(ENDED)
    assert (answer.returncode, rest) == (0, "")
    assert answer.stderr.startswith(ENDED * 2)  # help and table tell no more than they print
    assert "Gr\\xf6\\xdfe" in table
    assert json.loads(for_programs)[0]["displayName"] == "Größe"
    assert "displayName: Größe" in blueprint


@pytest.mark.process
@pytest.mark.parametrize("arguments", [("--help",), ("field", "list"), ("field", "list", "--json")])
def test_a_reader_that_leaves_is_no_error(arguments: tuple[str, ...], tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert run("field", "add", "tier", "--data", folder).code == 0
    reader, writer = os.pipe()
    os.close(reader)
    try:
        process = subprocess.run(
            [sys.executable, "-m", "leadkeep", *arguments],
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
            env=os.environ | {"LEADKEEP_DATA": str(folder)},
            timeout=60,
        )
    finally:
        os.close(writer)
    assert (process.returncode, process.stderr) == (1, b"")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("leadkeep cl", ["client"]),
        ("leadkeep client r", ["remove", "rotate"]),
        ("leadkeep serve --log-level ", ["debug", "error", "info", "warning"]),
        ("leadkeep db check --da", ["--data", "--database"]),
    ],
)
def test_a_shell_completes_commands_options_and_values(words: str, offered: list[str]) -> None:
    count = len(words.split(" ")) - 1
    printed = complete("complete_bash", COMP_WORDS=words, COMP_CWORD=str(count))
    assert sorted(printed.split()) == offered


def test_a_shell_gets_a_script_that_completes() -> None:
    assert "_LEADKEEP_COMPLETE=complete_bash" in complete("source_bash")


def complete(instruction: str, **settings: str) -> str:
    """Run the program as a shell does that completes a line; return what it prints."""
    environment = settings | {"_LEADKEEP_COMPLETE": instruction}
    outcome = CliRunner().invoke(app, prog_name="leadkeep", env=environment)
    assert outcome.exit_code == 0, outcome
    return outcome.stdout


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_reading_makes_no_store(arguments: tuple[str, ...], tmp_path: Path) -> None:
    outcome = run(*arguments, "--data", "nowhere")
    assert outcome.code == 1
    assert outcome.err == (
        "leadkeep: there is no store in nowhere/leadkeep.db: leadkeep serve makes one\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [(), ("nonsense",), ("client", "add"), ("export",), ("serve", "--port", "x")]
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments)
    assert outcome.code == 2


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://a@b/c", "no engine for a database URL that starts with mysql"),
        ("nonsense", "the database is not a URL of the form postgresql://user@host/name"),
        ("postgresql://a:hidden@127.0.0.1:1/c", "the store postgresql://a:***@127.0.0.1:1/c: "),
    ],
)
def test_an_unusable_database_is_one_line(url: str, told: str) -> None:
    outcome = run("client", "list", "--database", url)
    assert outcome.code == 1
    assert outcome.err.startswith(f"leadkeep: {told}")
    assert outcome.err.count("\n") == 1
    assert "hidden" not in outcome.err


def test_a_bad_setting_is_one_line_that_hides_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADKEEP_PORT", "hidden")
    outcome = run("client", "list")
    assert outcome.code == 1
    assert outcome.err.startswith("leadkeep: LEADKEEP_PORT: expected a valid integer")
    assert "hidden" not in outcome.err


def test_a_file_that_is_no_store_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "leadkeep.db").write_text("not a database, but long enough to be read as one" * 40)
    outcome = run("client", "list", "--data", tmp_path)
    assert outcome.code == 1
    assert outcome.err.startswith(f"leadkeep: the store {tmp_path}/leadkeep.db: ")
    assert outcome.err.count("\n") == 1
