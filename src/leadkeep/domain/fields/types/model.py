"""What a data type is. Describe, conversion, storage, files and docs are all made from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.types import TypeEngine

Parse = Callable[[Any], Any]
ArePlain = Callable[[Sequence[Any]], bool]


class Unacceptable(ValueError):  # noqa: N818 -- a value is unacceptable; nothing has gone wrong
    """The value is not one of this type (behaviour.md 3.5, table of types)."""


class TooLong(ValueError):  # noqa: N818 -- the value is too long; nothing has gone wrong
    """The value is of the right type, but longer than the field holds."""


def as_stored(value: Any) -> Any:  # noqa: ANN401
    """Return the value itself: for types whose stored form is also the JSON form."""
    return value


@dataclass(frozen=True, slots=True, eq=False)
class FieldType:
    """One data type of lead fields."""

    name: str
    """The name under which a field of the type is created."""
    storage: TypeEngine[Any]
    """The column type."""
    parser: Callable[[int | None], Parse]
    """Makes, for a field of this length, the function from a sent JSON value to the stored one.

    It raises Unacceptable or TooLong. It never sees null or an empty text: those clear the field.
    """
    plain_test: Callable[[int | None], ArePlain] | None = None
    """Makes, for a field of this length, a quick test on a whole column of sent values: are all
    stored just as they were sent? It spares the parser a call for each value."""
    text: Callable[[Any], str] = str
    """The stored value as text, as Change Data Value activities show it (behaviour.md 1.5)."""
    wire: Callable[[Any], Any] = as_stored
    """The stored value as JSON value (behaviour.md 1.5)."""
    read_as: TypeEngine[Any] | None = None
    """The type in which reads for the wire take the column: what comes is the JSON value."""
    described_as: str | None = None
    """The name that describe shows, where it is another one."""
    default_length: int | None = None
    """The length of a new field in characters; None for types that have none (behaviour.md 3.1)."""
    empty: Any = None
    """What a field holds that was never set or was cleared."""
    is_creatable: bool = True
    """May a custom field have this type (behaviour.md 3.3)?"""
    is_searchable: bool = False
    """Is a custom field of this type a filter and lookup key (behaviour.md 3.4)?"""
    example: str = ""
    """A value as JSON, for the docs."""

    @property
    def is_translated(self) -> bool:
        """Must what a read for the wire gives still be turned into its JSON form?"""
        return self.wire is not as_stored and self.read_as is None

    @property
    def described_name(self) -> str:
        """The ``dataType`` that describe shows."""
        return self.described_as or self.name
