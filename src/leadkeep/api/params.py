"""Parse parameters and bodies into typed values (behaviour.md 1.1, 1.4, 1.10)."""

import math
import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from urllib.parse import unquote_plus

import msgspec

from leadkeep.api.paging import decode_position
from leadkeep.api.request import Request
from leadkeep.domain.fields import SentNumber, Unacceptable, moment, whole_number
from leadkeep.errors import Reason, Refusal

B = TypeVar("B", bound=msgspec.Struct)
R = TypeVar("R")

RECORD_LIMIT = 300
"""Most records in a request, and the largest page (behaviour.md 1.4, 1.11)."""
PARAMETER_LIMIT = 20_000

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_NOT_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

_MEMBER = re.compile(r"at `\$\.([^.\[`]+)").search
_INTEGER = re.compile(r"[+-]?[0-9]+").fullmatch


def parse_parameters(encoded: bytes) -> dict[str, list[str]]:
    """Decode a query string or form-encoded body into lists of values by parameter name."""
    found: dict[str, list[str]] = {}
    if not encoded:
        return found
    if encoded.count(b"&") >= PARAMETER_LIMIT:
        raise Refusal(Reason.TOO_MANY_PARAMETERS)
    for piece in encoded.decode("utf-8", "replace").split("&"):
        if piece:
            name, _, value = piece.partition("=")
            found.setdefault(_plain(name), []).append(_plain(value))
    return found


def _plain(encoded: str) -> str:
    # Most names and many values need no decoding, and this check costs less than decoding.
    return unquote_plus(encoded) if "%" in encoded or "+" in encoded else encoded


def text(request: Request, name: str) -> str | None:
    """Return the first value of a parameter without blanks around it; None if missing or empty."""
    values = request.query.get(name)
    return (values[0].strip() or None) if values else None


def array(request: Request, name: str) -> list[str]:
    """Return the values of an array parameter.

    They are separated by commas, or each has the parameter's name again (behaviour.md 1.1).
    """
    return split_values(request.query.get(name, ()))


def split_values(values: Iterable[str]) -> list[str]:
    """Split texts at commas, trim blanks, drop empty pieces (behaviour.md 3.4)."""
    return [trimmed for value in values for piece in value.split(",") if (trimmed := piece.strip())]


def integer(value: str) -> int:
    """Parse the value of an integer parameter.

    Raises:
        Refusal: 1001, it is not an integer.
    """
    if not _INTEGER(value):
        raise Refusal(Reason.WRONG_TYPE, value, "Integer")
    return int(value[:25])


def number(value: Any) -> int:  # noqa: ANN401
    """Parse an id from a path, a query or a body.

    Raises:
        Refusal: 1001 with the recorded text, it is not a number.
    """
    try:
        return whole_number(value)
    except Unacceptable:
        raise Refusal(Reason.NOT_A_NUMBER, value) from None


def path_number(request: Request, name: str) -> int:
    """Return the id in the path parameter ``name``."""
    return number(request.path_params[name])


def flag(request: Request, name: str) -> bool | None:
    """Return a boolean parameter; None if it is missing or empty.

    Raises:
        Refusal: 1001, it is neither true nor false.
    """
    sent = text(request, name)
    if sent is None:
        return None
    found = _BOOLEANS.get(sent.lower())
    if found is None:
        raise Refusal(Reason.WRONG_TYPE, sent, "Boolean")
    return found


def page_size(request: Request) -> int:
    """Return ``batchSize``, the number of records in a page: 1 to 300, by default 300.

    More than 300 means 300 (behaviour.md 1.4).

    Raises:
        Refusal: 1001, not a number; 1003, not positive.
    """
    sent = text(request, "batchSize")
    if sent is None:
        return RECORD_LIMIT
    size = integer(sent)
    if size < 1:
        raise Refusal(Reason.INVALID_ARGUMENT, "batchSize")
    return min(size, RECORD_LIMIT)


def position(request: Request, endpoint: str) -> int:
    """Return the last id of the previous page, from ``nextPageToken``; 0 for the first page."""
    token = text(request, "nextPageToken")
    if token is None:
        return 0
    return int(decode_position(request.server.key, endpoint, token))


def moment_parameter(request: Request, name: str) -> datetime | None:
    """Return the date and time in a parameter; None if it is missing or empty.

    Raises:
        Refusal: 1003, it is not a date and time.
    """
    sent = text(request, name)
    if sent is None:
        return None
    try:
        return moment(sent)
    except Unacceptable:
        raise Refusal(Reason.INVALID_PARAMETER, name) from None


def body(request: Request, model: type[B]) -> B:
    """Decode the JSON body into ``model``; a missing body is an empty object.

    See request_forms.md, Methods.

    Raises:
        Refusal: 612, the content type is not JSON; 609, the body is not JSON, or a member has the
        wrong type.
    """
    if not request.body.strip():
        return model()
    if request.content_type not in {JSON_TYPE, ""}:
        raise Refusal(Reason.INVALID_CONTENT_TYPE)
    try:
        found: B = _decoder(model).decode(request.body)
    except msgspec.ValidationError as error:
        # The error was found before the end of the body: the rest may not be JSON at all.
        member = _MEMBER(str(error)) if _is_json(request.body) else None
        if member:
            raise Refusal(Reason.INVALID_MEMBER, member.group(1)) from None
        raise Refusal(Reason.INVALID_JSON) from None
    except _NOT_JSON:
        raise Refusal(Reason.INVALID_JSON) from None
    return found


@cache
def _decoder(model: Any) -> msgspec.json.Decoder[Any]:  # noqa: ANN401
    return msgspec.json.Decoder(model, float_hook=_float)


def _float(sent: str) -> float | str:
    """Parse a number of a JSON body; return its text if it is too large for a float.

    The text is no valid number for the field, so that only its record is skipped.
    """
    value = SentNumber(sent)
    return value if math.isfinite(value) else sent


def _is_json(sent: bytes) -> bool:
    try:
        _decoder(Any).decode(sent)
    except _NOT_JSON:
        return False
    return True


def required(member: str, sent: str | None) -> str:
    """Return the member ``member`` of a body, which is required.

    Raises:
        Refusal: 1002, it is missing or empty.
    """
    if not sent:
        raise Refusal(Reason.MISSING_PARAMETER, member)
    return sent


def records(sent: list[R] | None, *, noun: str) -> list[R]:
    """Return the records in ``input`` of a body; ``noun`` names them in errors.

    Raises:
        Refusal: 1003, there are none, or more than 300.
    """
    if not sent:
        raise Refusal(Reason.NOT_SPECIFIED, noun)
    check_count(len(sent))
    return sent


def check_count(count: int) -> None:
    """Check that a request has at most 300 records (behaviour.md 1.10).

    Raises:
        Refusal: 1003, it has more.
    """
    if count > RECORD_LIMIT:
        raise Refusal(Reason.TOO_MANY, "records", RECORD_LIMIT)
