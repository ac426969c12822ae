"""Page tokens: opaque texts that say where the next page starts (behaviour.md 1.4).

A position is the text in a token; the token also has a digest, by which damage is recognized.
"""

import binascii
from base64 import b32decode, b32encode
from datetime import UTC, datetime, timedelta

from leadkeep import ids
from leadkeep.errors import Reason, Refusal

MARK_BYTES = 15
"""Length of the digest in a token: enough to recognize damage and tokens of other endpoints, and
the shortest token is as long as a recorded one (behaviour.md 1.4)."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def encode_position(key: bytes, endpoint: str, position: str) -> str:
    """Return the token for a position, valid for this endpoint only."""
    return b32encode(_mark(key, endpoint, position) + position.encode()).decode()


def decode_position(key: bytes, endpoint: str, token: str) -> str:
    """Return the position in a token.

    Raises:
        Refusal: 1003, the token is damaged or belongs to another endpoint.
    """
    token = token.strip()
    try:
        position = b32decode(token.encode())[MARK_BYTES:].decode()
    except (binascii.Error, ValueError):
        raise Refusal(Reason.INVALID_PAGING_TOKEN) from None
    # Several texts decode to the same bytes; only the text that was issued is valid.
    if not ids.same(token, encode_position(key, endpoint, position)):
        raise Refusal(Reason.INVALID_PAGING_TOKEN)
    return position


def encode_place(key: bytes, endpoint: str, moment: datetime, number: int) -> str:
    """Return the token for a place in results that are sorted by time and id."""
    return encode_position(key, endpoint, f"{(moment - EPOCH) // MICROSECOND}:{number}")


def decode_place(key: bytes, endpoint: str, token: str) -> tuple[datetime, int]:
    """Return the place in a token: time and id.

    Raises:
        Refusal: 1003, the token is damaged or belongs to another endpoint.
    """
    microseconds, _, number = decode_position(key, endpoint, token).partition(":")
    return EPOCH + int(microseconds) * MICROSECOND, int(number)


def _mark(key: bytes, endpoint: str, position: str) -> bytes:
    return ids.keyed_digest(key, "paging token", f"{endpoint}:{position}")[:MARK_BYTES]
