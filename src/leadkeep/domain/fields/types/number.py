"""Define the data types integer, score, reference, float, currency and percent."""

import math
import re
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger

from leadkeep.domain.fields.types.model import FieldType, Parse, Unacceptable
from leadkeep.store import Number

INTEGER_MIN, INTEGER_MAX = -(2**63), 2**63 - 1
"""Integers are 64-bit signed (behaviour.md 3.1)."""

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}").fullmatch
_DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?").fullmatch


def whole_number(value: Any) -> int:  # noqa: ANN401
    """Return a sent value as a 64-bit integer; 14, 14.0 and "14" are accepted, 14.1 is not.

    Raises:
        Unacceptable: the value is no integer of 64 bits.
    """
    if isinstance(value, str) and _INTEGER(value):
        number = int(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        number = value
    elif (
        isinstance(value, float | Decimal)
        and INTEGER_MIN <= value <= INTEGER_MAX
        and value == int(value)
    ):
        number = int(value)
    else:
        raise Unacceptable
    if not INTEGER_MIN <= number <= INTEGER_MAX:
        raise Unacceptable
    return number


def _is_whole(value: float | Decimal) -> bool:
    return INTEGER_MIN <= value <= INTEGER_MAX and value == int(value)


def _integer(length: int | None) -> Parse:
    del length
    return whole_number


def _any_number(value: Any) -> float:  # noqa: ANN401
    if isinstance(value, str) and _DECIMAL(value):
        number = float(value)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:
            raise Unacceptable from None
    else:
        raise Unacceptable
    if not math.isfinite(number):
        raise Unacceptable
    return number


def _number(length: int | None) -> Parse:
    del length
    return _any_number


def _shortest(value: float | Decimal) -> float | Decimal:
    """Return a number without ``.0``, as recorded responses show it: 14 for 14.0."""
    is_whole = -(2**53) < value < 2**53 and value == int(value)
    return int(value) if is_whole else value


def number_text(value: float | Decimal) -> str:
    """Return a number as text without ``.0``, as responses show it: 14 for 14.0."""
    return str(_shortest(value))


INTEGER = FieldType("integer", BigInteger(), _integer, is_searchable=True, example="14")
SCORE = FieldType(
    "score",
    BigInteger(),
    _integer,
    described_as="integer",
    is_searchable=True,
    example="10",
)
REFERENCE = FieldType("reference", BigInteger(), _integer, is_creatable=False, example="1")
FLOAT = FieldType("float", Number, _number, text=number_text, wire=_shortest, example="14.1")
CURRENCY = FieldType(
    "currency", Number, _number, text=number_text, wire=_shortest, example="1500000"
)
PERCENT = FieldType("percent", Number, _number, text=number_text, wire=_shortest, example="50")
