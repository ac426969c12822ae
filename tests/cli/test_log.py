"""What operators and their programs read in the log."""

import json
import logging
import logging.config
import re

import pytest

from leadkeep.cli.log import LineFormatter, json_formatter, log_config
from leadkeep.errors import SetupError
from leadkeep.store import Store, Transaction

FORMATTERS = pytest.mark.parametrize(
    "formatter", [LineFormatter(), json_formatter()], ids=["text", "json"]
)


def line_of(
    message: str,
    *values: object,
    error: BaseException | None = None,
    formatter: logging.Formatter | None = None,
) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("leadkeep.x", logging.ERROR, "x", 1, message, values, info)
    return (formatter or LineFormatter()).format(record)


def fail(error: BaseException) -> None:
    raise error


def raised(error: BaseException) -> BaseException:
    with pytest.raises(type(error)) as caught:
        fail(error)
    return caught.value


def test_a_line_has_time_level_name_and_message() -> None:
    form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z error leadkeep\.x took 3 s"
    assert re.fullmatch(form, line_of("took %s s", 3))


def test_json_has_time_level_name_and_message() -> None:
    event = json.loads(line_of("took %s s", 3, formatter=json_formatter()))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", event.pop("timestamp"))
    assert event == {"level": "error", "logger": "leadkeep.x", "event": "took 3 s"}


@FORMATTERS
def test_an_event_stays_on_its_line(formatter: logging.Formatter) -> None:
    assert r"a\nb\r\nc" in line_of("a\nb\r\nc", formatter=formatter)
    assert "\n" not in line_of("a\nb\r\nc", formatter=formatter)


@FORMATTERS
def test_an_error_names_its_place_and_never_its_value(formatter: logging.Formatter) -> None:
    cause = raised(KeyError("grace@example.com"))
    error = raised(ValueError("ada@example.com"))
    error.__cause__ = cause
    line = line_of("failed", error=error, formatter=formatter)
    assert "builtins.ValueError at cli/test_log.py:" in line
    assert "builtins.KeyError at cli/test_log.py:" in line
    assert "example.com" not in line


def test_an_error_is_a_member_of_json() -> None:
    event = json.loads(line_of("failed", error=raised(ValueError()), formatter=json_formatter()))
    assert event["event"] == "failed"
    assert event["error"].startswith("builtins.ValueError at cli/test_log.py:")


@FORMATTERS
def test_what_was_written_for_operators_is_shown(formatter: logging.Formatter) -> None:
    for error, shown in (
        (SetupError("mend it"), "(mend it)"),
        (OSError(2, "No such file"), "(No such file)"),
    ):
        assert shown in line_of("failed", error=raised(error), formatter=formatter)


@FORMATTERS
def test_an_error_of_the_engine_shows_its_code_only(
    store: Store, formatter: logging.Formatter
) -> None:
    def break_a_rule(tx: Transaction) -> None:
        tx.driver.execute("INSERT INTO workspace (id, name) VALUES (1, 'ada@example.com')")

    with pytest.raises(Exception, match=r"(?i)unique") as caught:
        store.write_now(break_a_rule)
    line = line_of("failed", error=caught.value, formatter=formatter)
    assert re.search(r" code=(23505|SQLITE_CONSTRAINT_\w+) at ", line)
    assert "example.com" not in line


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_setting_chooses_the_format(form: str) -> None:
    configurator = logging.config.DictConfigurator(log_config("info", form))
    formatter = configurator.configure_formatter(log_config("info", form)["formatters"]["line"])
    assert line_of("x", formatter=formatter).startswith("{") is (form == "json")
