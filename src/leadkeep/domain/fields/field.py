"""One field of an object."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from leadkeep.domain.fields.types import ArePlain, FieldType, Parse

LONGEST_KEY_CHARACTERS = 200
"""Longer values are looked up by their beginning and a digest: an index holds short keys only."""

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
"""Standard fields of leads that name a record of another object: keys, so that the record finds its
leads, and no filters (behaviour.md 3.4)."""

NEVER_SET_BOOLEANS = frozenset({"emailSuspended"})
"""Booleans that read null, not false, until they are set (behaviour.md 1.5)."""

SYSTEM_FIELDS = frozenset({"id", "isAnonymous", "leadPartitionId"})
"""Described as writable, yet never set from a record (behaviour.md 3.1, 3.5)."""


def normalised_key(value: Any) -> str:  # noqa: ANN401
    """Return the form in which a key value is looked up: trimmed, letter case folded."""
    key = str(value).strip().casefold()
    if len(key) <= LONGEST_KEY_CHARACTERS:
        return key
    return f"{key[:LONGEST_KEY_CHARACTERS]}\x1f{sha256(key.encode()).hexdigest()}"


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A field as the registry holds it, with the functions of its type bound to it.

    Equal only to itself: within one catalog there is one object a field.
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
    """May a record set it? Fields for which not are ignored in records (behaviour.md 3.5)."""
    is_key: bool
    """Is its value kept in ``lead_key``, so that leads are found by it?"""
    parse: Parse
    """The sent value as stored value; raises Unacceptable or TooLong."""
    are_plain: ArePlain | None
    """A quick test on a column of sent values: are all stored just as they were sent?"""

    @property
    def is_lookup(self) -> bool:
        """May callers look leads up by it?"""
        return self.is_key and self.name not in REFERRING_FIELDS

    @property
    def initial_value(self) -> Any:  # noqa: ANN401
        """What the field holds in a new lead whose record does not name it (behaviour.md 1.5)."""
        return None if self.name in NEVER_SET_BOOLEANS else self.type.empty
