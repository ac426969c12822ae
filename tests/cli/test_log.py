"""What operators read in the log."""

import logging
import re

import pytest

from leadkeep.cli.log import LineFormatter
from leadkeep.errors import SetupError
from leadkeep.store import Store, Transaction


def line_of(message: str, *values: object, error: BaseException | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("leadkeep.x", logging.ERROR, "x", 1, message, values, info)
    return LineFormatter().format(record)


def fail(error: BaseException) -> None:
    raise error


def raised(error: BaseException) -> BaseException:
    with pytest.raises(type(error)) as caught:
        fail(error)
    return caught.value


def test_a_line_has_time_level_name_and_message() -> None:
    form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z error leadkeep\.x took 3 s"
    assert re.fullmatch(form, line_of("took %s s", 3))


def test_an_event_stays_on_its_line() -> None:
    assert line_of("a\nb\r\nc").endswith(" a\\nb\\r\\nc")


def test_an_error_names_its_place_and_never_its_value() -> None:
    line = line_of("failed", error=raised(ValueError("ada@example.com")))
    assert "error=builtins.ValueError at cli/test_log.py:" in line
    assert "ada@example.com" not in line


def test_what_was_written_for_operators_is_shown() -> None:
    assert "(mend it)" in line_of("failed", error=raised(SetupError("mend it")))
    assert "(No such file)" in line_of("failed", error=raised(OSError(2, "No such file")))


def test_an_error_of_the_engine_shows_its_code_only(store: Store) -> None:
    def break_a_rule(tx: Transaction) -> None:
        tx.driver.execute("INSERT INTO workspace (id, name) VALUES (1, 'ada@example.com')")

    with pytest.raises(Exception) as caught:  # noqa: PT011 -- the engines have no common class
        store.write_now(break_a_rule)
    line = line_of("failed", error=caught.value)
    assert re.search(r" code=(23505|SQLITE_CONSTRAINT_\w+) at ", line)
    assert "example.com" not in line
