"""The operators of rules (behaviour.md 9.1)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkeep.domain.automation.rules import OPERATORS, Kind, Now, Value, condition_test

NOW = Now(datetime(2026, 3, 15, 12, 30, tzinfo=UTC))  # a Sunday
NEW_YORK = Now(NOW.moment, ZoneInfo("America/New_York"))


def holds(kind: Kind, operator: str, *values: Value, of: object, now: Now = NOW) -> bool:
    return condition_test(kind, operator, values, now)(of)


@pytest.mark.parametrize(
    ("operator", "values", "yes", "no"),
    [
        ("is", ["France", "SPAIN"], ["france", "Spain"], ["Fran", None, ""]),
        ("is not", ["France", "Spain"], ["Italy", None, ""], ["FRANCE", "spain"]),
        ("starts with", ["Fr", "Sp"], ["france", "SPAIN"], ["Italy", None, "afr"]),
        ("not starts with", ["fr"], ["Italy", None, ""], ["France"]),
        ("contains", ["ran", "pai"], ["FRANCE", "spain"], ["Italy", None]),
        ("not contains", ["ran"], ["Italy", None], ["France"]),
        ("is empty", [], [None, ""], ["x", " "]),
        ("is not empty", [], ["x"], [None, ""]),
        ("is", [5], ["5"], ["5.0"]),
        ("is", [True], ["TRUE"], ["false"]),
        ("is", ["stra\u00dfe"], ["STRASSE"], ["strase"]),
    ],
)
def test_texts(operator: str, values: list[Any], yes: list[Any], no: list[Any]) -> None:
    assert all(holds(Kind.TEXT, operator, *values, of=value) for value in yes)
    assert not any(holds(Kind.TEXT, operator, *values, of=value) for value in no)


@pytest.mark.parametrize(
    ("operator", "values", "yes", "no"),
    [
        ("is", [0, 7], [0, 7, 7.0, None], [1]),
        ("is", [7], [7], [None, 0]),
        ("is not", [0], [1, -1], [0, None]),
        ("is not", ["7"], [None, 8], [7]),
        ("between", [1, 10], [1, 5.5, 10], [0, 11, None]),
        ("greater than", ["2.5"], [3], [2.5, None]),
        ("less than", [2.5], [0, -9], [2.5, None]),
        ("at least", [1000], [1000, 1e9], [999, None]),
        ("at most", [0], [0, -1], [1, None]),
        ("is empty", [], [None], [0]),
        ("is not empty", [], [0], [None]),
    ],
)
def test_numbers(operator: str, values: list[Any], yes: list[Any], no: list[Any]) -> None:
    assert all(holds(Kind.NUMBER, operator, *values, of=value) for value in yes)
    assert not any(holds(Kind.NUMBER, operator, *values, of=value) for value in no)


DAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("operator", "values", "yes", "no"),
    [
        ("is", ["2026-03-10", "2026-03-12"], [0, 2], [1, None]),
        ("is not", ["2026-03-10"], [1, None], [0]),
        ("between", ["2026-03-10", "2026-03-12"], [0, 1, 2], [-1, 3, None]),
        ("before", ["2026-03-10"], [-1, None], [0, 1]),
        ("on or before", ["2026-03-10"], [-1, 0, None], [1]),
        ("after", ["2026-03-10"], [1], [0, None]),
        ("on or after", ["2026-03-10T08:00:00Z"], [0, 1], [-1, None]),
        ("in past", ["5 days"], [0, 5], [-1, 6, None]),
        ("in past before", ["5 days"], [-1, None], [0, 1]),
        ("in future", ["1 week"], [6, 12], [5, 13, None]),
        ("in future after", ["1 week"], [13], [12, None]),
        ("in time frame", ["this week"], [5, 11], [4, 12, None]),
        ("in time frame", ["last week"], [-2, 4], [-3, 5, None]),
        ("in time frame", ["last 3 days"], [2, 5], [1, 6]),
        ("in time frame", ["Last Month"], [-10, -37], [0, -38]),
        ("in time frame", ["this quarter"], [-68, 21], [-69, 22]),
        ("is empty", [], [None], [0]),
    ],
)
def test_days_and_moments_alike(
    operator: str, values: list[Any], yes: list[int | None], no: list[int | None]
) -> None:
    def met(kind: Kind, days: int | None) -> bool:
        value: Any = None if days is None else DAY + timedelta(days=days)
        if kind is Kind.DATETIME and value is not None:
            value = datetime(value.year, value.month, value.day, 12, 30, tzinfo=UTC)
        return holds(kind, operator, *values, of=value)

    assert all(met(Kind.DATE, days) for days in yes)
    assert not any(met(Kind.DATE, days) for days in no)
    if "T" not in str(values):
        assert all(met(Kind.DATETIME, days) for days in yes)
        assert not any(met(Kind.DATETIME, days) for days in no)


def test_a_day_is_one_of_the_zone() -> None:
    late = datetime(2026, 3, 11, 3, 59, tzinfo=UTC)
    assert holds(Kind.DATETIME, "is", "2026-03-10", of=late, now=NEW_YORK)
    assert not holds(Kind.DATETIME, "is", "2026-03-10", of=late)
    assert not holds(
        Kind.DATETIME, "is", "2026-03-10", of=late + timedelta(minutes=1), now=NEW_YORK
    )


@pytest.mark.parametrize("length", ["99999 years", "99999 months"])
def test_a_length_beyond_the_calendar_is_all_of_it(length: str) -> None:
    assert holds(Kind.DATE, "in past", length, of=date(1, 6, 1))
    assert holds(Kind.DATETIME, "in future", length, of=datetime(9000, 1, 1, tzinfo=UTC))


def test_booleans() -> None:
    assert holds(Kind.BOOLEAN, "is", "yes", of=True)
    assert holds(Kind.BOOLEAN, "is", False, of=None)
    assert not holds(Kind.BOOLEAN, "is not", 0, of=None)


@pytest.mark.parametrize(
    ("kind", "operator", "values"),
    [
        (Kind.TEXT, "at least", [1]),
        (Kind.NUMBER, "contains", ["1"]),
        (Kind.NUMBER, "is", ["nine"]),
        (Kind.NUMBER, "is", [True]),
        (Kind.NUMBER, "is", ["1e999"]),
        (Kind.NUMBER, "between", [1]),
        (Kind.TEXT, "is empty", ["x"]),
        (Kind.TEXT, "is", []),
        (Kind.TEXT, "resembles", ["x"]),
        (Kind.BOOLEAN, "is", ["perhaps"]),
        (Kind.DATE, "is", ["2026-02-30"]),
        (Kind.DATE, "in past", ["soon"]),
        (Kind.DATETIME, "in time frame", ["this fortnight"]),
    ],
)
def test_what_does_not_fit_is_refused(kind: Kind, operator: str, values: list[Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        condition_test(kind, operator, values, NOW)


@given(
    value=st.none() | st.text("abc", max_size=3),
    wanted=st.lists(st.text("abcABC", min_size=1, max_size=2), min_size=1, max_size=3),
)
def test_a_negation_is_the_contrary(value: str | None, wanted: list[str]) -> None:
    for operator in ("is", "starts with", "contains"):
        other = "is not" if operator == "is" else f"not {operator}"
        assert holds(Kind.TEXT, operator, *wanted, of=value) is not holds(
            Kind.TEXT, other, *wanted, of=value
        )


def test_each_operator_is_tried_here() -> None:
    assert len(OPERATORS) == 22
