"""Position tokens: where the next page starts (behaviour.md 1.4)."""

import binascii
from base64 import b32decode, b32encode

from leadkeep import ids
from leadkeep.errors import Reason, Refusal

MARK_BYTES = 15
"""How much of the keyed digest a token carries: enough to tell damage and foreign tokens, and to
make the shortest token as long as a recorded one (behaviour.md 1.4)."""


def encode_position(key: bytes, endpoint: str, position: str) -> str:
    """Return an opaque token for a position, good for this endpoint only."""
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
        raise Refusal(Reason.INVALID_DATA, "Invalid paging token") from None
    # Several texts decode to the same bytes; only the one that was given out is good.
    if not ids.same(token, encode_position(key, endpoint, position)):
        raise Refusal(Reason.INVALID_DATA, "Invalid paging token")
    return position


def _mark(key: bytes, endpoint: str, position: str) -> bytes:
    return ids.keyed_digest(key, "paging token", f"{endpoint}:{position}")[:MARK_BYTES]
