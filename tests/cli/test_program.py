"""What holds for every command."""

from pathlib import Path

import pytest

from leadkeep import __version__
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
    assert outcome.err.startswith("leadkeep: settings: port: ")
    assert "hidden" not in outcome.err


def test_variables_of_the_tests_are_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADKEEP_TEST_POSTGRES", "x")
    monkeypatch.setenv("LEADKEEP_SLOW", "short")
    assert "there is no store" in run("client", "list").err


def test_a_flag_wins_over_a_variable_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "leadkeep.toml").write_text('data = "of-the-file"\n')
    assert "of-the-file" in run("client", "list").err
    monkeypatch.setenv("LEADKEEP_DATA", "of-the-variable")
    assert "of-the-variable" in run("client", "list").err
    assert "of-the-flag" in run("client", "list", "--data", "of-the-flag").err


def test_a_file_that_is_no_store_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "leadkeep.db").write_text("not a database, but long enough to be read as one" * 40)
    outcome = run("client", "list", "--data", tmp_path)
    assert outcome.code == 1
    assert outcome.err.startswith(f"leadkeep: the store {tmp_path}/leadkeep.db: ")
    assert outcome.err.count("\n") == 1
