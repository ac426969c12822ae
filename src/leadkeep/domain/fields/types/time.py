"""Define the data types date and datetime."""

import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Date

from leadkeep.domain.fields.types.model import FieldType, Parse, Unacceptable
from leadkeep.store import Timestamp, WireDate, WireTimestamp, wire_timestamp

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII | re.IGNORECASE,
).fullmatch


def moment(value: Any) -> datetime:  # noqa: ANN401
    """Return an ISO 8601 text as a UTC datetime with a zone, in whole seconds (behaviour.md 1.5).

    A date without a time means midnight; a text without a zone means UTC; fractions of a second and
    blanks around the text are dropped.

    Raises:
        Unacceptable: the value is no ISO 8601 text.
    """
    found = _ISO(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise Unacceptable
    day, clock, zone = found.groups()
    try:
        return _written_moment(day, clock, zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unacceptable from None


def _day(value: Any) -> date:  # noqa: ANN401
    """Return the date of a ``YYYY-MM-DD`` text or of a datetime text, whose time is dropped."""
    found = _ISO(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise Unacceptable
    day, clock, zone = found.groups()
    try:
        if clock is not None:
            return _written_moment(day, clock, zone).date()
        return date.fromisoformat(day)
    except ValueError:
        raise Unacceptable from None


def _written_moment(day: str, clock: str | None, zone: str | None) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock or '00:00'}{(zone or '+00:00').upper()}")


def _moment_text(value: datetime) -> str:
    return value.isoformat(" ")[:19]


def _datetime_parser(length: int | None) -> Parse:
    del length
    return moment


def _date_parser(length: int | None) -> Parse:
    del length
    return _day


DATE = FieldType(
    "date",
    Date(),
    _date_parser,
    text=date.isoformat,
    wire=date.isoformat,
    read_as=WireDate(),
    example='"1815-12-10"',
)
DATETIME = FieldType(
    "datetime",
    Timestamp,
    _datetime_parser,
    text=_moment_text,
    wire=wire_timestamp,
    read_as=WireTimestamp(),
    example='"2021-11-23T22:57:08Z"',
)
