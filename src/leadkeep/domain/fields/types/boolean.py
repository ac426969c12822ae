"""Define the data type boolean."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Boolean

from leadkeep.domain.fields.types.model import FieldType, Parse, Unacceptable

BOOLEAN_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _parse(value: Any) -> bool:  # noqa: ANN401
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        known = BOOLEAN_WORDS.get(value.strip().lower())
        if known is not None:
            return known
    elif isinstance(value, int) and value in (0, 1):
        return bool(value)
    raise Unacceptable


def _parser(length: int | None) -> Parse:
    del length
    return _parse


BOOLEAN = FieldType(
    "boolean",
    Boolean(create_constraint=False),
    _parser,
    empty=False,
    example="true",
)
OPTIONAL_BOOLEAN = replace(
    BOOLEAN, name="optional_boolean", described_as="boolean", empty=None, is_creatable=False
)
"""A boolean that is null until it is set, such as ``isWon`` (behaviour.md 13)."""
