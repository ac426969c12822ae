"""Where settings come from: ``leadkeep config show``, and what every command refuses."""

import os
from pathlib import Path
from typing import Any

import pytest

from leadkeep.settings import NAMES, Settings
from tests.support.commands import run


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def shown(*arguments: object) -> dict[str, tuple[Any, str]]:
    """Return value and source of each setting, by name."""
    outcome = run("config", "show", "--json", *arguments)
    assert outcome.code == 0, outcome
    return {each["name"]: (each["value"], each["source"]) for each in outcome.items}


def refused(*arguments: object) -> str:
    outcome = run("config", "show", *arguments)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.count("\n") == 1
    return outcome.err.removeprefix("leadkeep: ").strip()


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_variables_of_the_tests_are_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADKEEP_TEST_POSTGRES", "x")
    monkeypatch.setenv("LEADKEEP_TEST_SLOW", "short")
    assert "there is no store" in run("client", "list").err


def test_a_flag_wins_over_a_variable_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "leadkeep.toml").write_text('data = "of-the-file"\n')
    assert "of-the-file" in run("client", "list").err
    monkeypatch.setenv("LEADKEEP_DATA", "of-the-variable")
    assert "of-the-variable" in run("client", "list").err
    assert "of-the-flag" in run("client", "list", "--data", "of-the-flag").err


def test_each_setting_is_shown_with_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "leadkeep.toml", 'port = 1\ncors_origins = ["https://a.example.com"]\n')
    monkeypatch.setenv("LEADKEEP_WEBHOOK_NETWORKS", '["10.0.0.0/8"]')
    found = shown("--data", "here")
    assert list(found) == list(Settings.model_fields)
    assert found["data"] == ("here", "--data")
    assert found["port"] == (1, "leadkeep.toml")
    assert found["cors_origins"] == (["https://a.example.com"], "leadkeep.toml")
    assert found["webhook_networks"] == (["10.0.0.0/8"], "LEADKEEP_WEBHOOK_NETWORKS")
    assert found["host"] == ("127.0.0.1", "default")
    assert '["10.0.0.0/8"]' in run("config", "show").out


@pytest.mark.parametrize("name", NAMES.secrets)
@pytest.mark.parametrize("source", ["variable", "file of its own", "settings file"])
def test_a_secret_is_masked(
    name: str, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variable = f"LEADKEEP_{name.upper()}"
    if source == "variable":
        monkeypatch.setenv(variable, "hidden")
    elif source == "file of its own":
        variable += "_FILE"
        monkeypatch.setenv(variable, str(write(tmp_path / "secret", "hidden\n")))
    else:
        variable = "leadkeep.toml"
        write(tmp_path / variable, f'{name} = "hidden"\n')
    assert shown()[name] == ("***", variable)
    assert "hidden" not in run("config", "show").out


def test_the_secrets_are_these() -> None:
    assert set(NAMES.secrets) == {
        "client_secret",
        "database",
        "oidc_client_secret",
        "replica",
        "secret_key",
        "smtp_password",
    }


def test_a_secret_in_a_file_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "url", f"sqlite:///{tmp_path}/of-the-file.db\n")
    monkeypatch.setenv("LEADKEEP_DATABASE_FILE", str(path))
    assert f"there is no store in {tmp_path}/of-the-file.db" in run("client", "list").err


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"LEADKEEP_PROT": "1"}, "LEADKEEP_PROT is not a setting; did you mean LEADKEEP_PORT?"),
        (
            {"LEADKEEP_SECRET_KEY_FIEL": "x"},
            "LEADKEEP_SECRET_KEY_FIEL is not a setting; did you mean LEADKEEP_SECRET_KEY_FILE?",
        ),
        (
            {"LEADKEEP_PORT_FILE": "x"},
            "LEADKEEP_PORT_FILE is not a setting; leadkeep config show lists all",
        ),
        (
            {"LEADKEEP_ZZZZZZZZ": "x"},
            "LEADKEEP_ZZZZZZZZ is not a setting; leadkeep config show lists all",
        ),
        ({"LEADKEEP_WORKERS": "65"}, "LEADKEEP_WORKERS: expected less than or equal to 64"),
        ({"LEADKEEP_LIMITS": "on"}, "LEADKEEP_LIMITS: expected 'off' or 'marketo'"),
        ({"LEADKEEP_TIME_ZONE": "Mars"}, "LEADKEEP_TIME_ZONE: no time zone is named Mars"),
        (
            {"LEADKEEP_CORS_ORIGINS": "a, b"},
            'LEADKEEP_CORS_ORIGINS: expected JSON, such as ["a", "b"]',
        ),
        (
            {"LEADKEEP_SECRET_KEY": "x" * 32, "LEADKEEP_SECRET_KEY_FILE": "x"},
            "LEADKEEP_SECRET_KEY and LEADKEEP_SECRET_KEY_FILE are both set: keep one of them",
        ),
        (
            {"LEADKEEP_SECRET_KEY_FILE": "absent"},
            "LEADKEEP_SECRET_KEY_FILE: absent: No such file or directory",
        ),
        ({"LEADKEEP_CONFIG": "absent"}, "absent: No such file or directory"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, dict) else "",
)
def test_a_wrong_variable_is_one_line(
    variables: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert refused() == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("prot = 1", "prot is not a setting; did you mean port?"),
        ("port = 'x'", "port: expected a valid integer, unable to parse string as an integer"),
        ("cors_origins = [1]", "cors_origins.0: expected a valid string"),
        ("database = 1", "database: expected a valid string"),
        ("port = 1 2", "Expected newline or end of document after a statement (at line 1, column"),
        ("[port]\nx = 1", "port: expected a valid integer"),
        ("host = '\udcff'", "this is not UTF-8 text"),
    ],
)
@pytest.mark.parametrize("is_named", [True, False])
def test_a_wrong_file_is_one_line(text: str, told: str, *, is_named: bool, tmp_path: Path) -> None:
    name = "other.toml" if is_named else "leadkeep.toml"
    path = write(tmp_path / name, text.encode(errors="surrogateescape"))
    arguments = ("--config", name) if is_named else ()
    place = path if is_named else name
    assert refused(*arguments).startswith(f"{place}: {told}")


def test_an_empty_secret_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "key", "\n")
    monkeypatch.setenv("LEADKEEP_SECRET_KEY_FILE", str(path))
    assert refused() == f"LEADKEEP_SECRET_KEY_FILE: {path}: the file is empty"
    write(path, b"\xff")
    assert refused() == f"LEADKEEP_SECRET_KEY_FILE: {path}: this is not UTF-8 text"


def test_the_named_file_replaces_the_default_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "leadkeep.toml", 'data = "of-the-default-file"\nport = 2\n')
    write(tmp_path / "one.toml", 'data = "one"\n')
    write(tmp_path / "two.toml", 'data = "two"\n')
    monkeypatch.setenv("LEADKEEP_CONFIG", "one.toml")
    assert "there is no store in one/" in run("client", "list").err
    assert shown()["port"] == (8080, "default")
    assert "there is no store in two/" in run("client", "list", "--config", "two.toml").err
    assert os.environ["LEADKEEP_CONFIG"] == "one.toml"  # --config was for that command only
    monkeypatch.delenv("LEADKEEP_CONFIG")
    assert "there is no store in two/" in run("client", "list", "--config", "two.toml").err
    assert "of-the-default-file" in run("client", "list").err
