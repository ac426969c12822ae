"""Field types: parsing, the wire and the log go together; quick tests agree with parsers."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkeep.domain.fields import FIELD_TYPES, TooLong, Unacceptable, normalised_key

ANY_TEXT = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=255)

STORED: dict[str, st.SearchStrategy[Any]] = {
    "string": ANY_TEXT,
    "text": ANY_TEXT,
    "segment": ANY_TEXT,
    "phone": st.text("0123456789+ -", min_size=1, max_size=255),
    "url": st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=255),
    "email": st.from_regex(r"[a-z]{1,9}@[a-z]{1,9}", fullmatch=True),
    "integer": st.integers(-(2**63), 2**63 - 1),
    "score": st.integers(-(2**63), 2**63 - 1),
    "reference": st.integers(-(2**63), 2**63 - 1),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "currency": st.decimals(-(10**19), 10**19, places=6).map(lambda number: number.normalize() + 0),
    "percent": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "optional_boolean": st.booleans(),
    "date": st.dates(),
    "datetime": st.datetimes().map(lambda moment: moment.replace(microsecond=0, tzinfo=UTC)),
}
SENT: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**65), 2**65),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=260),
    st.emails(),
    st.just("x" * 256),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.none(), max_size=1),
)


def over_the_wire(name: str, stored: Any) -> Any:  # noqa: ANN401
    """Return a value as a client reads it; numbers of amounts keep their digits."""
    sent = msgspec.json.encode(FIELD_TYPES[name].wire(stored))
    return msgspec.json.Decoder(float_hook=Decimal if name == "currency" else None).decode(sent)


def test_every_type_is_here() -> None:
    assert set(STORED) == set(FIELD_TYPES)


@pytest.mark.parametrize("name", STORED)
def test_what_goes_out_comes_in_again(name: str) -> None:
    field_type = FIELD_TYPES[name]
    parse = field_type.parser(field_type.default_length)

    @settings(max_examples=25, deadline=None, database=None)
    @given(stored=STORED[name])
    def run(stored: Any) -> None:  # noqa: ANN401
        on_the_wire = over_the_wire(name, stored)
        again = parse(on_the_wire)
        assert again == stored
        assert type(again) is type(stored)
        assert isinstance(field_type.text(stored), str)

    run()


@pytest.mark.parametrize("name", STORED)
def test_the_example_is_one(name: str) -> None:
    field_type = FIELD_TYPES[name]
    sent = json.loads(field_type.example)
    stored = field_type.parser(field_type.default_length)(sent)
    assert over_the_wire(name, stored) == sent


@pytest.mark.parametrize("name", STORED)
def test_the_quick_test_of_a_column_agrees_with_the_parser(name: str) -> None:
    field_type = FIELD_TYPES[name]
    length = field_type.default_length
    parse = field_type.parser(length)
    are_plain = field_type.plain_test(length) if field_type.plain_test else None
    good = STORED[name].map(partial(over_the_wire, name))

    @settings(max_examples=30, deadline=None, database=None)
    @given(values=st.one_of(st.lists(good, min_size=1), st.lists(SENT, min_size=1, max_size=5)))
    def run(values: Sequence[Any]) -> None:
        if are_plain is None or not are_plain(values):
            return
        for value in values:
            stored = parse(value)
            assert stored == value
            assert type(stored) is type(value)
            assert value != ""

    run()


@pytest.mark.parametrize("name", STORED)
def test_a_parser_returns_or_refuses(name: str) -> None:
    field_type = FIELD_TYPES[name]
    parse = field_type.parser(field_type.default_length)

    @settings(max_examples=25, deadline=None, database=None)
    @given(sent=SENT.filter(lambda value: value not in (None, "")))
    def run(sent: Any) -> None:  # noqa: ANN401
        try:
            stored = parse(sent)
        except (Unacceptable, TooLong):
            return
        assert parse(over_the_wire(name, stored)) == stored

    run()


@pytest.mark.parametrize(
    ("name", "stored", "wire", "text"),
    [
        ("float", 14.0, 14, "14"),
        ("float", 14.5, 14.5, "14.5"),
        ("float", 2.0**60, 2.0**60, "1.152921504606847e+18"),
        ("boolean", True, True, "True"),
        ("boolean", False, False, "False"),
        ("date", date(7, 1, 2), "0007-01-02", "0007-01-02"),
        (
            "datetime",
            datetime(7, 1, 2, 3, 4, 5, 999_999, tzinfo=UTC),
            "0007-01-02T03:04:05Z",
            "0007-01-02 03:04:05",
        ),
        ("integer", 14, 14, "14"),
    ],
)
def test_forms(name: str, stored: Any, wire: Any, text: str) -> None:  # noqa: ANN401
    field_type = FIELD_TYPES[name]
    assert field_type.wire(stored) == wire
    assert type(field_type.wire(stored)) is type(wire)
    assert field_type.text(stored) == text


def test_keys() -> None:
    assert normalised_key(" Straße\t") == normalised_key("STRASSE") == "strasse"
    assert normalised_key(14) == "14"
    assert normalised_key(" \n") == ""
    long = "ä" * 5_000
    assert normalised_key(long) == normalised_key(long.upper())
    assert normalised_key(long + "x") != normalised_key(long + "y")
    assert len(normalised_key(long)) < 300
    # Stored keys are looked up by later versions: from which length on there is a digest, stays.
    are_plain = [normalised_key("x" * length) == "x" * length for length in (199, 200, 201)]
    assert are_plain == [True, True, False]
