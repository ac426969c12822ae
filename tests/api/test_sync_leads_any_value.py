"""Any JSON value in any field is stored by its rule or refused by name (behaviour.md 3.5)."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Context, Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, add_fields, find, fresh, module_server, sync

TYPES = (
    *("boolean", "currency", "date", "datetime", "email", "float", "integer"),
    *("percent", "phone", "score", "string", "url"),
)
REFUSED = object()
WHOLE_DIGITS, PLACES = 20, 18
"""Bounds of an amount: digits before and after its decimal point."""

json_values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**66), 2**66),
        st.sampled_from([2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**30, 0, 1]),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=300),
        st.datetimes().map(datetime.isoformat),
        st.dates().map(date.isoformat),
        st.integers(-(2**64), 2**64).map(str),
        st.floats(allow_nan=False).map(str),
        st.emails(),
        st.sampled_from(
            [" true\t", " 14 ", " 1.5", "\u00a02020-01-01 ", " 2020-01-01T00:00:00Z\n"]
        ),
        st.sampled_from(["true", "No", "1", "2020-01-01T00:00:00Z", "2020-01-01T10:00:00+14:00"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=4,
)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        add_fields(running, {f"{each}_field": each for each in TYPES})
        yield running


def expected(data_type: str, value: Any) -> Any:  # noqa: ANN401
    """Return what a field of the type gives back for a value, REFUSED if it must not be taken."""
    if value is None or value == "":
        return False if data_type == "boolean" else None
    rule = {
        "boolean": _boolean,
        "integer": _integer,
        "score": _integer,
        "float": _float,
        "currency": _amount,
        "percent": _float,
        "date": _date,
        "datetime": _datetime,
        "email": _email,
    }.get(data_type, _text)
    return rule(value)


def _boolean(value: Any) -> Any:  # noqa: ANN401
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return words.get(value.strip().lower(), REFUSED)
    return bool(value) if isinstance(value, int) and value in {0, 1} else REFUSED


def _integer(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return REFUSED
    if isinstance(value, str):
        if not re.fullmatch(r"[+-]?[0-9]+", value.strip()):
            return REFUSED
    elif value != int(value):
        return REFUSED
    # A float is sent as its shortest decimal digits, and these count.
    number = int(Decimal(repr(value))) if isinstance(value, float) else int(value)
    return number if -(2**63) <= number < 2**63 else REFUSED


def _float(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return REFUSED
    is_number = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
    if isinstance(value, str) and not re.fullmatch(is_number, value.strip()):
        return REFUSED
    number = float(value)
    return number if abs(number) != float("inf") else REFUSED


def _amount(value: Any) -> Any:  # noqa: ANN401
    if _float(value) is REFUSED:
        return REFUSED
    number = Decimal(str(value).strip())
    places = -int(number.normalize(Context(prec=1000)).as_tuple().exponent)
    if number and (number.adjusted() >= WHOLE_DIGITS or places > PLACES):
        return REFUSED
    return int(number) if number == int(number) else float(number)


_ISO = (
    r"(\d{4}-\d\d-\d\d)([T ]\d\d:\d\d(:\d\d)?)?"
    r"([.,]\d+)?\s?(Z|[+-]\d\d(:?\d\d)?)?"
)


def _moment(sent: Any) -> datetime | None:  # noqa: ANN401
    value = sent.strip() if isinstance(sent, str) else ""
    if not re.fullmatch(_ISO, value, re.ASCII | re.IGNORECASE):
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r"[.,]\d+", "", value.upper().replace(" ", "")))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _date(value: Any) -> Any:  # noqa: ANN401
    moment = _moment(value)
    return REFUSED if moment is None else moment.date().isoformat()


def _datetime(value: Any) -> Any:  # noqa: ANN401
    moment = _moment(value)
    if moment is None:
        return REFUSED
    try:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    except OverflowError:
        return REFUSED


def _text(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return msgspec.json.encode(value).decode()  # the digits as they were sent
    if not isinstance(value, str) or "\0" in value:
        return REFUSED
    return value if len(value) <= 255 else REFUSED


def _email(value: Any) -> Any:  # noqa: ANN401
    is_email = isinstance(value, str) and re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", value)
    return value if is_email and len(value) <= 255 else REFUSED


def check(server: Rehearsal, data_type: str, values: list[Any]) -> None:
    field = f"{data_type}_field"
    records = [{"email": fresh("any"), field: value} for value in values]
    taken = []
    for value, item in zip(values, sync(server, *records), strict=True):
        if expected(data_type, value) is REFUSED:
            assert item["status"] == "skipped", (data_type, value)
            (reason,) = item["reasons"]
            if reason["code"] == "1003":
                begins = ["An amount has at most "] if data_type == "currency" else []
                begins.append(f"Invalid value for field '{field}' and value ")
                assert reason["message"].startswith(tuple(begins))
            else:
                assert reason == {"code": "1077", "message": "Value for field exceeds max length"}
        else:
            assert item["status"] == "created", (data_type, value, item)
            taken.append((item["id"], expected(data_type, value)))
    if taken:
        found = find(server, "id", *(lead_id for lead_id, _ in taken), fields=field)
        assert [(lead["id"], lead[field]) for lead in found] == taken


@pytest.mark.fact("R", "3.5")
@pytest.mark.parametrize("data_type", TYPES)
def test_any_value(server: Rehearsal, data_type: str) -> None:
    @settings(max_examples=3, deadline=None, database=None)
    @given(values=st.lists(json_values, min_size=20, max_size=40))
    def run(values: list[Any]) -> None:
        check(server, data_type, values)

    run()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("data_type", TYPES)
def test_any_value_at_length(server: Rehearsal, data_type: str) -> None:
    @settings(max_examples=150, deadline=None, database=None)
    @given(values=st.lists(json_values, min_size=1, max_size=60))
    def run(values: list[Any]) -> None:
        check(server, data_type, values)

    run()
