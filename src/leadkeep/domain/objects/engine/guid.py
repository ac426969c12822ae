"""Convert record ids to UUIDs, by which most objects show their records, and back.

The UUID contains the record id, so no key is needed to find a record by its UUID. Neither is a
secret; a guessed UUID is refused like any unknown id.
"""

import re
from hashlib import blake2b

NUMBER_BITS = 62
_NUMBER_MASK = (1 << NUMBER_BITS) - 1
_VERSION_AND_VARIANT = (8 << 76) | (2 << 62)
"""UUID version 8 is for application-defined UUIDs."""
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}").fullmatch


def guid_of(object_name: str, record_id: int) -> str:
    """Return the UUID of a record, 36 characters in lower case (behaviour.md 7.1)."""
    digest = blake2b(f"{object_name}:{record_id}".encode(), digest_size=8).digest()
    head = int.from_bytes(digest) >> 4  # 60 bits
    number = (record_id & _NUMBER_MASK) ^ _mask(head)
    whole = (head >> 12 << 80) | ((head & 0xFFF) << 64) | number | _VERSION_AND_VARIANT
    text = f"{whole:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def id_of_guid(object_name: str, guid: str) -> int | None:
    """Return the record id that a UUID contains; None if the UUID is not one of this object."""
    text = guid.strip().lower()
    if not _GUID(text):
        return None
    whole = int(text.replace("-", ""), 16)
    head = (whole >> 80 << 12) | (whole >> 64 & 0xFFF)
    record_id = (whole & _NUMBER_MASK) ^ _mask(head)
    return record_id if guid_of(object_name, record_id) == text else None


def _mask(head: int) -> int:
    return int.from_bytes(blake2b(head.to_bytes(8), digest_size=8).digest()) & _NUMBER_MASK
