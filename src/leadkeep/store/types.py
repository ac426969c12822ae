"""Column types that give the same Python values on every engine."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, overload

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeEngine, UserDefinedType

Processor = Callable[[Any], Any]


class _SqliteTimestamp(UserDefinedType[datetime]):
    """A UTC timestamp as sortable text that SQLite's tools know: ``YYYY-MM-DD hh:mm:ss.ffffff``."""

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
    """A timestamp column that is read as a text like ``2021-11-23T22:57:08Z``: UTC, whole seconds.

    It is for reads that only pass the time on: parsing and formatting a datetime would cost more
    than the rest of reading a row.
    """

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor:
        """Return the function that makes the text from what the engine returns.

        The engine returns a text or a datetime.
        """
        del coltype
        return _wire_from_text if dialect.name == "sqlite" else wire_timestamp


class WireDate(UserDefinedType[str]):
    """A date column that is read as a text like ``2021-11-23``, as the API shows it."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor | None:
        """Return the function that makes the text; None if the engine returns the text."""
        del coltype
        return None if dialect.name == "sqlite" else _date_text


def _date_text(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


@overload
def wire_timestamp(value: datetime) -> str: ...


@overload
def wire_timestamp(value: None) -> None: ...


def wire_timestamp(value: datetime | None) -> str | None:
    """Return a datetime as text such as ``2021-11-23T22:57:08Z``."""
    return None if value is None else value.isoformat()[:19] + "Z"


def _wire_from_text(value: str | None) -> str | None:
    return None if value is None else f"{value[:10]}T{value[11:19]}Z"


class _PostgresJsonText(UserDefinedType[str]):
    """A JSON column that is read and written as text, so that it is passed on unparsed."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "JSON"


class _Number(UserDefinedType[float]):
    """A 64-bit floating point number, read and written in the form of the driver.

    Core's own ``Double`` needs the driver's type code to read a value, which a statement that is
    compiled once does not know.
    """

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "DOUBLE PRECISION"


class _SqliteNumber(_Number):
    """The type :class:`_Number` under the name that SQLite reports: migrations compare names."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "REAL"


class _Amount(UserDefinedType[Decimal]):
    """A decimal number of any size, read and written as it is by the driver."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "NUMERIC"


class _SqliteAmount(_Amount):
    """The digits of a decimal number as text: SQLite's own numbers have 15 digits that are exact.

    Texts are not in the order of their numbers: SQL compares
    :func:`~leadkeep.store.dialect.number_of` the column.
    """

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "TEXT"

    def bind_processor(self, dialect: Dialect) -> Processor:
        del dialect
        return _amount_to_text

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor:
        del dialect, coltype
        return _amount_from_text


def _amount_to_text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _amount_from_text(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


Id: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")
"""A 64-bit id. On SQLite the type is INTEGER, so that a primary key of one column is the row id
itself."""

Timestamp: TypeEngine[datetime] = DateTime(timezone=True).with_variant(_SqliteTimestamp(), "sqlite")
"""A moment: a UTC datetime with its zone and microseconds."""

Number: TypeEngine[float] = _Number().with_variant(_SqliteNumber(), "sqlite")
"""A 64-bit floating point number."""

Amount: TypeEngine[Decimal] = _Amount().with_variant(_SqliteAmount(), "sqlite")
"""A decimal number with all of its digits."""

JsonText: TypeEngine[Any] = Text().with_variant(_PostgresJsonText(), "postgresql")
"""A JSON document, stored and read as the text that was written."""

# SQLite compares texts so by itself.
KeyText: TypeEngine[Any] = Text().with_variant(Text(collation="C"), "postgresql")
"""A text by which rows are found, ordered by its code points on every engine.

Texts with the same beginning are one range of an index then, which the order of a language does not
promise."""

__all__ = [
    "Amount",
    "Id",
    "JsonText",
    "KeyText",
    "Number",
    "Processor",
    "Timestamp",
    "WireDate",
    "WireTimestamp",
    "wire_timestamp",
]
