"""The only source of randomness: request ids, secrets and tokens."""

import hashlib
import hmac
import secrets
import string
import uuid
from datetime import datetime
from random import Random

REQUEST_ID_CEILING = 100_000
"""The random number at the start of a request id is smaller than this (behaviour.md 1.2)."""

LETTERS_AND_DIGITS = string.ascii_letters + string.digits
SECRET_LENGTH = 32

_random = Random(secrets.randbits(64))  # noqa: S311 -- request ids are labels, not secrets


def request_id(now: datetime) -> str:
    """Return a new request id such as ``6227#17d4f044661`` (behaviour.md 1.2)."""
    return f"{int(_random.random() * REQUEST_ID_CEILING):x}#{int(now.timestamp() * 1000):x}"


def new_client_id() -> str:
    """Return a new random client id: a UUID, like the client ids of the original."""
    return str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))


def new_client_secret() -> str:
    """Return a new random client secret of 32 letters and digits."""
    return "".join(secrets.choice(LETTERS_AND_DIGITS) for _ in range(SECRET_LENGTH))


def new_nonce() -> str:
    """Return 128 random bits as hexadecimal text."""
    return secrets.token_hex(16)


def new_key() -> bytes:
    """Return a new 256-bit key."""
    return secrets.token_bytes(32)


def keyed_digest(key: bytes, purpose: str, text: str) -> bytes:
    """Return the HMAC-SHA256 of a text; ``purpose`` separates the digests of different uses."""
    return hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256).digest()


def same(left: str, right: str) -> bool:
    """Return whether two texts are equal, in a time that does not show where they differ."""
    return hmac.compare_digest(left.encode(), right.encode())
