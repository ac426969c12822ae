"""Column types that hold the same Python values on every engine."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, overload

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeEngine, UserDefinedType

Processor = Callable[[Any], Any]


class _SqliteTimestamp(UserDefinedType[datetime]):
    """UTC as sortable text, ``YYYY-MM-DD hh:mm:ss.ffffff``, which every SQLite tool understands."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "TIMESTAMP"

    def bind_processor(self, dialect: Dialect) -> Processor:
        del dialect
        return _timestamp_to_text

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor:
        del dialect, coltype
        return _timestamp_from_text


def _timestamp_to_text(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(" ", "microseconds")[:26]


def _timestamp_from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value + "+00:00")


class WireTimestamp(UserDefinedType[str]):
    """A timestamp column read straight as ``2021-11-23T22:57:08Z``: UTC, whole seconds.

    For reads that only pass the moment on: making a datetime and formatting it again costs more
    than all the rest of reading a row.
    """

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor:
        """Cut the text where the engine keeps text, format the datetime where it gives one."""
        del coltype
        return _wire_from_text if dialect.name == "sqlite" else wire_timestamp


@overload
def wire_timestamp(value: datetime) -> str: ...


@overload
def wire_timestamp(value: None) -> None: ...


def wire_timestamp(value: datetime | None) -> str | None:
    """Return a moment as ``2021-11-23T22:57:08Z``."""
    return None if value is None else value.isoformat()[:19] + "Z"


def _wire_from_text(value: str | None) -> str | None:
    return None if value is None else f"{value[:10]}T{value[11:19]}Z"


class _PostgresJsonText(UserDefinedType[str]):
    """A JSON column read and written as text: it goes to the wire without being parsed."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "JSON"


class _Number(UserDefinedType[float]):
    """A double that goes in and out as the driver gives it.

    Core's own ``Double`` asks for the driver's type code on the way out, which a statement that is
    compiled once does not know.
    """

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "DOUBLE PRECISION"


class _SqliteNumber(_Number):
    """The same under the name by which SQLite tells it again: migrations compare names."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "REAL"


Id: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")
"""A 64-bit id. On SQLite INTEGER, so that a lone primary key is the row id itself."""

Timestamp: TypeEngine[datetime] = DateTime(timezone=True).with_variant(_SqliteTimestamp(), "sqlite")
"""A moment: an aware UTC datetime with microseconds."""

Number: TypeEngine[float] = _Number().with_variant(_SqliteNumber(), "sqlite")
"""A 64-bit floating point number."""

JsonText: TypeEngine[Any] = Text().with_variant(_PostgresJsonText(), "postgresql")
"""A JSON document kept as the text that was written."""

__all__ = ["Id", "JsonText", "Number", "Processor", "Timestamp", "WireTimestamp", "wire_timestamp"]
