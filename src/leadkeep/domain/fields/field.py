"""Describe one field of an object."""

import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from leadkeep.domain.fields.types import ArePlain, FieldType, Parse, trimmed

LONGEST_KEY_CHARACTERS = 200
"""Limit: characters of a key. A longer value has a key made of its beginning and a digest, because
database indexes limit the length of keys."""

STANDARD_LOOKUP_FIELDS = frozenset(
    {
        "cookies",
        "email",
        "facebookId",
        "linkedInId",
        "sfdcAccountId",
        "sfdcContactId",
        "sfdcLeadId",
        "sfdcLeadOwnerId",
        "sfdcOpptyId",
        "twitterId",
    }
)
"""Standard fields that leads can be found by, beside id and leadPartitionId (behaviour.md 3.4)."""

REFERRING_FIELDS = frozenset({"externalCompanyId", "externalSalesPersonId"})
"""Standard lead fields that name a record of another object. They are keys, so that the leads of a
record can be found, but they are no filters (behaviour.md 3.4)."""

NEVER_SET_BOOLEANS = frozenset({"emailSuspended"})
"""Boolean fields that are null, not false, until they are set (behaviour.md 1.5)."""

SYSTEM_FIELDS = frozenset({"id", "isAnonymous", "leadPartitionId"})
"""Fields that describe shows as writable but that no record can set (behaviour.md 3.1, 3.5)."""


def normalised_key(value: Any) -> str:  # noqa: ANN401
    """Return the form in which a key value is looked up.

    It is trimmed of all blanks, letter case is folded, and letters with marks are composed (NFC).
    """
    key = trimmed(str(value))
    if key.isascii():
        key = key.lower()
    else:
        # Decomposed first: only then are all spellings of one text the same after folding.
        folded = unicodedata.normalize("NFD", key).casefold()
        key = trimmed(unicodedata.normalize("NFC", folded))
    if len(key) <= LONGEST_KEY_CHARACTERS:
        return key
    return f"{key[:LONGEST_KEY_CHARACTERS]}\x1f{sha256(key.encode()).hexdigest()}"


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A field as the registry stores it, with the functions of its data type.

    Two fields are equal only if they are the same object; a catalog has one object for each field.
    """

    id: int
    name: str
    soap_name: str | None
    display_name: str
    type: FieldType
    length: int | None
    column: str
    is_read_only: bool
    is_soap_read_only: bool
    is_company_field: bool
    is_hidden: bool
    is_html_encoding_in_email: bool
    is_sensitive: bool
    is_custom: bool
    is_api_created: bool
    description: str | None
    is_settable: bool
    """May a record set the field? If not, the field is ignored in records (behaviour.md 3.5)."""
    is_key: bool
    """Is the value stored in ``lead_key``, so that leads are found by it?"""
    parse: Parse
    """Converts a sent value to the stored value; raises Unacceptable or TooLong."""
    are_plain: ArePlain | None
    """Tests the values that one request sent for this field: can all be stored exactly as they were
    sent?"""

    @property
    def is_lookup(self) -> bool:
        """May callers look up leads by this field?"""
        return self.is_key and self.name not in REFERRING_FIELDS

    @property
    def initial_value(self) -> Any:  # noqa: ANN401
        """The value in a new lead whose record does not set the field (behaviour.md 1.5)."""
        return None if self.name in NEVER_SET_BOOLEANS else self.type.empty
