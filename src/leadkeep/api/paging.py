"""Page tokens: opaque texts for the position where the next page starts (behaviour.md 1.4)."""

import binascii
from base64 import b32decode, b32encode
from datetime import UTC, datetime, timedelta

from leadkeep import ids
from leadkeep.errors import Reason, Refusal

MARK_BYTES = 15
"""How much of the keyed digest a token carries: enough to tell damage and foreign tokens, and to
make the shortest token as long as a recorded one (behaviour.md 1.4)."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def encode_position(key: bytes, endpoint: str, position: str) -> str:
    """Return an opaque token for a position, valid for this endpoint only."""
    return b32encode(_mark(key, endpoint, position) + position.encode()).decode()


def decode_position(key: bytes, endpoint: str, token: str) -> str:
    """Return the position of a token.

    Raises:
        Refusal: 1003, the token is damaged or was made by another endpoint.
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
    """Return a token for a position in results that are sorted by time and id."""
    return encode_position(key, endpoint, f"{(moment - EPOCH) // MICROSECOND}:{number}")


def decode_place(key: bytes, endpoint: str, token: str) -> tuple[datetime, int]:
    """Return the time and id of a token.

    Raises:
        Refusal: 1003, the token is damaged or was made by another endpoint.
    """
    microseconds, _, number = decode_position(key, endpoint, token).partition(":")
    return EPOCH + int(microseconds) * MICROSECOND, int(number)


def _mark(key: bytes, endpoint: str, position: str) -> bytes:
    return ids.keyed_digest(key, "paging token", f"{endpoint}:{position}")[:MARK_BYTES]
