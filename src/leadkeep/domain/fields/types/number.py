"""Define the data types integer, score, reference, float, currency and percent."""

import math
import re
from decimal import Decimal, InvalidOperation
from typing import Any, Self

import msgspec
from sqlalchemy import BigInteger

from leadkeep.domain.fields.types.model import FieldType, Parse, Unacceptable
from leadkeep.errors import Problem, Reason
from leadkeep.files import AMOUNT_DIGITS, AMOUNT_PLACES
from leadkeep.store import Amount, Number

INTEGER_MIN, INTEGER_MAX = -(2**63), 2**63 - 1
"""Integers are 64-bit signed (behaviour.md 3.1)."""

AMOUNT_INTEGER_DIGITS = AMOUNT_DIGITS - AMOUNT_PLACES
"""Limit: digits of an amount before its point; files hold no more."""
LONGEST_PLAIN_DIGITS = 400
"""Limit: digits of a number that texts show without an exponent."""

_OUT_OF_BOUNDS = Problem(Reason.AMOUNT_OUT_OF_BOUNDS, (AMOUNT_INTEGER_DIGITS, AMOUNT_PLACES))
_INTEGER = re.compile(r"[+-]?[0-9]{1,19}").fullmatch
_DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?").fullmatch


class SentNumber(float):
    """A number with a fraction or an exponent, which knows its digits as they were sent.

    ``str`` returns them: a text field gets ``1.10`` for 1.10, and an amount keeps all its digits.
    """

    __slots__ = ("_sent",)
    _sent: str

    def __new__(cls, sent: str) -> Self:
        """Parse a number of JSON."""
        number = super().__new__(cls, sent)
        number._sent = sent
        return number

    def __str__(self) -> str:
        """Return the digits as they were sent."""
        return self._sent


def number_as_sent(value: object) -> msgspec.Raw:
    """Return a sent number as JSON with its digits: what msgspec calls for a type of our own."""
    return msgspec.Raw(str(value).encode())


def whole_number(value: Any) -> int:  # noqa: ANN401
    """Return a sent value as a 64-bit integer; 14, 14.0 and "14" are accepted, 14.1 is not.

    Raises:
        Unacceptable: the value is no integer of 64 bits.
    """
    if isinstance(value, str) and _INTEGER(value):
        number = int(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        number = value
    elif isinstance(value, float | Decimal) and _is_integral(Decimal(str(value)), INTEGER_MAX):
        number = int(Decimal(str(value)))
    else:
        raise Unacceptable
    if not INTEGER_MIN <= number <= INTEGER_MAX:
        raise Unacceptable
    return number


def _is_integral(value: float | Decimal, limit: int) -> bool:
    return -limit <= value <= limit and value == int(value)


def _integer(length: int | None) -> Parse:
    del length
    return lambda value: whole_number(_trimmed(value))


def _trimmed(value: Any) -> Any:  # noqa: ANN401
    return value.strip() if isinstance(value, str) else value


def _any_number(value: Any) -> float:  # noqa: ANN401
    if isinstance(value, str) and _DECIMAL(value.strip()):
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


def _any_amount(value: Any) -> Decimal:  # noqa: ANN401
    """Return a sent number with all of its digits; money must not change on its way.

    A number has one form, without zeros at its end: 1.10 and 1.1 are one amount, and one key.
    """
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if not is_number and not (isinstance(value, str) and _DECIMAL(value.strip())):
        raise Unacceptable
    try:
        number = Decimal(str(value).strip())
    except (ValueError, InvalidOperation):  # more digits or a larger exponent than Python reads
        raise Unacceptable(_OUT_OF_BOUNDS) from None
    if not number.is_finite():
        raise Unacceptable
    if not number:
        return Decimal(0)
    if not -AMOUNT_PLACES <= number.adjusted() < AMOUNT_INTEGER_DIGITS:
        raise Unacceptable(_OUT_OF_BOUNDS)
    digits = _without_end_zeros(format(number, "f"))
    if len(digits.partition(".")[2]) > AMOUNT_PLACES:
        raise Unacceptable(_OUT_OF_BOUNDS)
    return Decimal(digits)


def _without_end_zeros(digits: str) -> str:
    return digits.rstrip("0").removesuffix(".") if "." in digits else digits


def amount_text(value: Decimal) -> str:
    """Return an amount as text: its digits, without an exponent."""
    return format(value, "f")


def _amount_wire(value: Decimal) -> msgspec.Raw:
    """Return an amount as a number of JSON with its digits."""
    return msgspec.Raw(amount_text(value).encode())


def _amount(length: int | None) -> Parse:
    del length
    return _any_amount


def _number(length: int | None) -> Parse:
    del length
    return _any_number


def _shortest(value: float | Decimal) -> float | Decimal:
    """Return a number without ``.0``, as recorded responses show it: 14 for 14.0."""
    return int(value) if _is_integral(value, 2**53 - 1) else value


def number_text(value: float | Decimal) -> str:
    """Return a number as text without ``.0``, as responses show it: 14 for 14.0."""
    shown = _shortest(value)
    is_plain = isinstance(shown, Decimal) and abs(shown.adjusted()) <= LONGEST_PLAIN_DIGITS
    return format(shown, "f") if is_plain else str(shown)


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
    "currency", Amount, _amount, text=amount_text, wire=_amount_wire, example="1500000"
)
PERCENT = FieldType("percent", Number, _number, text=number_text, wire=_shortest, example="50")
