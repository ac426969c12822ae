"""Define the data types string, text, phone, url and email."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Text

from leadkeep.domain.fields.types.blanks import trimmed
from leadkeep.domain.fields.types.model import (
    ArePlain,
    FieldType,
    Parse,
    TooLong,
    Unacceptable,
)

DEFAULT_LENGTH_CHARACTERS = 255
TEXT_AREA_LIMIT_BYTES = 30_000
"""The length of a text area in bytes (behaviour.md 3.1)."""

_PART = r"[!-+\--:=?A-~]"
_EMAIL = re.compile(rf"(?!(?i:mailto:)){_PART}+@{_PART}*[!-+\-/-:=?A-~]").fullmatch
"""Matches an email address: printable ASCII without blanks, with one at-sign inside (behaviour.md
3.5). What else comes along when an address is copied is no part of it, and would make another
person: a comma, a semicolon, ``<`` and ``>``, a dot at the end, ``mailto:`` in front."""


_TEXT_ONLY = {str}


def plain_text(value: Any) -> str:  # noqa: ANN401
    """Return a sent value as text: convert numbers and booleans, refuse arrays and objects."""
    if isinstance(value, str):
        # Only SQLite stores the NUL character. Both engines refuse it, so that data can be moved.
        if "\0" in value:
            raise Unacceptable
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
    raise Unacceptable


def _limited(length: int | None) -> Parse:
    limit = length or DEFAULT_LENGTH_CHARACTERS

    def parse(value: Any) -> str:  # noqa: ANN401
        text = plain_text(value)
        if len(text) > limit:
            raise TooLong
        return text

    return parse


def _plain_test(length: int | None) -> ArePlain:
    limit = length or DEFAULT_LENGTH_CHARACTERS

    def are_plain(values: Sequence[Any]) -> bool:
        try:
            joined = "".join(values)
        except TypeError:  # not all of them are texts
            return False
        return "\0" not in joined and "" not in values and max(map(len, values), default=0) <= limit

    return are_plain


def _plain_email_test(length: int | None) -> ArePlain:
    limit = length or DEFAULT_LENGTH_CHARACTERS

    def are_plain(values: Sequence[Any]) -> bool:
        return (
            set(map(type, values)) == _TEXT_ONLY
            and max(map(len, values)) <= limit
            and all(map(_EMAIL, values))
        )

    return are_plain


def _area(length: int | None) -> Parse:
    del length

    def parse(value: Any) -> str:  # noqa: ANN401
        text = plain_text(value)
        # A character takes at most four bytes, so most texts are short enough without counting
        # bytes.
        if len(text) * 4 > TEXT_AREA_LIMIT_BYTES and len(text.encode()) > TEXT_AREA_LIMIT_BYTES:
            raise TooLong
        return text

    return parse


def _email(length: int | None) -> Parse:
    limit = length or DEFAULT_LENGTH_CHARACTERS

    def parse(value: Any) -> str:  # noqa: ANN401
        if not isinstance(value, str) or not _EMAIL(address := trimmed(value)):
            raise Unacceptable
        if len(address) > limit:
            raise TooLong
        return address

    return parse


STRING = FieldType(
    "string",
    Text(),
    _limited,
    _plain_test,
    default_length=DEFAULT_LENGTH_CHARACTERS,
    is_searchable=True,
    example='"Ada"',
)
PHONE = FieldType(
    "phone",
    Text(),
    _limited,
    _plain_test,
    default_length=DEFAULT_LENGTH_CHARACTERS,
    example='"+1 555 0100"',
)
URL = FieldType(
    "url",
    Text(),
    _limited,
    _plain_test,
    default_length=DEFAULT_LENGTH_CHARACTERS,
    example='"https://example.com/"',
)
SEGMENT = FieldType(
    "segment",
    Text(),
    _limited,
    described_as="string",
    default_length=DEFAULT_LENGTH_CHARACTERS,
    empty="Default",
    is_creatable=False,
    example='"Default"',
)
"""The segment of a lead in a segmentation; Default when no rules match the lead."""
TEXT = FieldType("text", Text(), _area, is_creatable_by_api=False, example='"Several lines"')
EMAIL = FieldType(
    "email",
    Text(),
    _email,
    _plain_email_test,
    default_length=DEFAULT_LENGTH_CHARACTERS,
    is_searchable=True,
    example='"ada@example.com"',
)
