"""Model a data type: how its values are described, parsed, stored and shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.types import TypeEngine

Parse = Callable[[Any], Any]
ArePlain = Callable[[Sequence[Any]], bool]


class Unacceptable(ValueError):  # noqa: N818 -- a value is unacceptable; nothing has gone wrong
    """The value does not have the field's data type (behaviour.md 3.5, table of types)."""


class TooLong(ValueError):  # noqa: N818 -- the value is too long; nothing has gone wrong
    """The value has the right data type, but is longer than the field allows."""


def as_stored(value: Any) -> Any:  # noqa: ANN401
    """Return a stored value unchanged, for data types whose JSON form is the stored form."""
    return value


@dataclass(frozen=True, slots=True, eq=False)
class FieldType:
    """One data type of lead fields."""

    name: str
    """The name by which callers create a field of this type."""
    storage: TypeEngine[Any]
    """The SQL column type."""
    parser: Callable[[int | None], Parse]
    """Returns, for a field length in characters, the function that converts a sent JSON value to
    the stored value. That function raises Unacceptable or TooLong. It never gets null or an
    empty text, which clear the field."""
    plain_test: Callable[[int | None], ArePlain] | None = None
    """Returns, for a field length, the function that tests all values sent for a field: can each be
    stored exactly as it was sent? Then no value needs to be parsed."""
    text: Callable[[Any], str] = str
    """Converts a stored value to text, as Change Data Value activities show it (behaviour.md
    1.5).
    """
    wire: Callable[[Any], Any] = as_stored
    """Converts a stored value to a JSON value (behaviour.md 1.5)."""
    read_as: TypeEngine[Any] | None = None
    """The SQL type with which a read for the API selects the column, so that the database returns
    the JSON value."""
    described_as: str | None = None
    """The name that describe shows, if it differs from ``name``."""
    default_length: int | None = None
    """Default length in characters of a new field; None for types without a length (behaviour.md
    3.1).
    """
    empty: Any = None
    """The value of a field that was never set or was cleared."""
    is_creatable: bool = True
    """May a custom field have this type?"""
    is_creatable_by_api: bool = True
    """May the API create a custom field of this type (behaviour.md 3.3)?"""
    is_searchable: bool = False
    """Is a custom field of this type a filter and lookup key (behaviour.md 3.4)?"""
    example: str = ""
    """An example value as JSON, for the docs."""

    def is_creatable_by(self, *, is_api: bool) -> bool:
        """May a custom field of this type be created by the API, or by other doors?"""
        return self.is_creatable and (self.is_creatable_by_api or not is_api)

    @property
    def is_translated(self) -> bool:
        """Must a value that a read for the API selects still be converted to its JSON form?"""
        return self.wire is not as_stored and self.read_as is None

    def selected_wire(self, value: Any) -> Any:  # noqa: ANN401
        """Convert a value that a read for the API selected to its JSON form; null stays null."""
        return self.wire(value) if value is not None and self.is_translated else value

    @property
    def described_name(self) -> str:
        """The ``dataType`` that describe shows."""
        return self.described_as or self.name
