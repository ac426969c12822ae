"""Define the names and the fields of a custom object type (behaviour.md 7.3)."""

import re
from enum import StrEnum

import msgspec

from leadkeep.domain.objects.engine import GUID
from leadkeep.errors import Reason, Refusal, has_control_character


class CustomFieldType(StrEnum):
    """The data type of a custom object field."""

    STRING = "string"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    FLOAT = "float"
    LINK = "link"
    EMAIL = "email"
    CURRENCY = "currency"
    DATE = "date"
    DATETIME = "datetime"
    PHONE = "phone"
    TEXT = "text"


LINK = CustomFieldType.LINK
DATA_TYPES = tuple(CustomFieldType)
DEDUPE_FIELD_LIMIT = 3
DESCRIPTION = "description"
LONGEST_NAME_CHARACTERS = 255

is_api_name = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,49}").fullmatch
"""Matches the API name of a type: letters, digits and ``_`` after a letter. It becomes a part of a
table name, whose length every engine limits."""
is_field_name = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}").fullmatch

RESERVED_API_NAMES = frozenset({"schema"})
"""Names that no type may have, because paths of the API end in them."""
RESERVED_FIELD_NAMES = frozenset({GUID.casefold(), "createdat", "updatedat", "seq"})


class Related(msgspec.Struct, frozen=True):
    """The object and the field that a link field refers to."""

    name: str
    """Lead, Company, or the API name of another custom object type."""
    field: str


class ObjectField(msgspec.Struct, frozen=True):
    """One field in the definition of a custom object type, as it is stored."""

    name: str
    display_name: str
    data_type: str
    description: str | None = None
    is_dedupe: bool = False
    related: Related | None = None
    is_late: bool = False
    """Was the field added after the first approval?"""


class Definition(msgspec.Struct, frozen=True):
    """One version of a custom object type, draft or approved, as it is stored."""

    display_name: str
    plural_name: str | None = None
    description: str | None = None
    show_in_lead_detail: bool = False
    fields: tuple[ObjectField, ...] = ()

    @property
    def dedupe(self) -> tuple[str, ...]:
        """The names of the dedupe fields, which together identify a record."""
        return tuple(each.name for each in self.fields if each.is_dedupe)

    def named(self, name: str) -> ObjectField:
        """Return the field with this name, ignoring letter case.

        Raises:
            Refusal: 1006, there is no such field.
        """
        for each in self.fields:
            if each.name.casefold() == name.casefold():
                return each
        raise Refusal(Reason.FIELD_NOT_FOUND, name)


class SentRelated(msgspec.Struct):
    """The object and the field that a link field refers to, as the client sent them."""

    name: str | None = None
    field: str | None = None


class SentField(msgspec.Struct, rename="camel"):
    """A field to add or to change, as the client sent it; None for what was not sent."""

    name: str | None = None
    display_name: str | None = None
    data_type: str | None = None
    description: str | None = None
    is_dedupe_field: bool | None = None
    related_to: SentRelated | None = None


class SentType(msgspec.Struct, rename="camel"):
    """A type to create or to change, as the client sent it; None for what was not sent."""

    action: str | None = None
    api_name: str | None = None
    display_name: str | None = None
    plural_name: str | None = None
    description: str | None = None
    show_in_lead_detail: bool | None = None


def required(member: str, sent: str | None) -> str:
    """Return a text that a client must send, after checking it.

    Raises:
        Refusal: 1002, the text is missing or empty; 1003, it is too long or cannot be stored.
    """
    if sent is None or not sent.strip():
        raise Refusal(Reason.MISSING_PARAMETER, member)
    return storable(member, sent) or ""


def storable(member: str, sent: str | None) -> str | None:
    """Return a sent text after checking that every engine can store it.

    Raises:
        Refusal: 1003, the text is too long, has the NUL character, or is a name with a control
            character.
    """
    if sent is None:
        return None
    is_bad = "\0" in sent if member == DESCRIPTION else has_control_character(sent)
    if is_bad or len(sent) > LONGEST_NAME_CHARACTERS:
        raise Refusal(Reason.INVALID_VALUE, member, sent)
    return sent


def new_field(sent: SentField, related: Related | None, *, is_late: bool) -> ObjectField:
    """Return the field that a client sent, after checking it.

    Raises:
        Refusal: 1002, a required value is missing; 1003, a value is not acceptable.
    """
    name = required("name", sent.name)
    if not is_field_name(name) or name.casefold() in RESERVED_FIELD_NAMES:
        raise Refusal(Reason.INVALID_VALUE, "name", name)
    data_type = required("dataType", sent.data_type)
    if data_type not in DATA_TYPES:
        raise Refusal(Reason.INVALID_VALUE, "dataType", data_type)
    if (data_type == LINK) != (related is not None):
        raise Refusal(Reason.LINK_WITHOUT_TARGET, LINK)
    return ObjectField(
        name,
        required("displayName", sent.display_name),
        data_type,
        storable(DESCRIPTION, sent.description),
        bool(sent.is_dedupe_field),
        related,
        is_late,
    )
