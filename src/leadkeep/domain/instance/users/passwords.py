"""Passwords and codes of console users (docs/decisions/0161)."""

import base64
from functools import cache
from typing import TYPE_CHECKING

from leadkeep import ids

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD_CHARACTERS = 12
LONGEST_PASSWORD_CHARACTERS = 1_000
HASH_MEMORY_KIB = 19_456
HASH_PASSES = 2
HASH_LANES = 1
"""Costs of a hash by Argon2id, as OWASP recommends for servers: some 30 ms on one core."""
STEP_SECONDS = 30
"""Length of a time step of codes (RFC 6238)."""
STEPS_ACCEPTED = (0, -1, 1)
"""Time steps around the present one whose codes are accepted: clocks of phones differ."""
TOTP_SECRET_BYTES = 20


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # noqa: PLC0415 -- only a sign-in needs it

    return PasswordHasher(HASH_PASSES, HASH_MEMORY_KIB, HASH_LANES)


def hash_password(password: str) -> str:
    """Return the hash of a password that is stored in its place.

    It takes long on purpose: compute it outside a transaction.

    Raises:
        ValueError: the password is too short or too long.
    """
    if len(password) < SHORTEST_PASSWORD_CHARACTERS:
        raise ValueError(f"a password has at least {SHORTEST_PASSWORD_CHARACTERS} characters")
    if len(password) > LONGEST_PASSWORD_CHARACTERS:
        raise ValueError(f"a password has at most {LONGEST_PASSWORD_CHARACTERS} characters")
    return _hasher().hash(password)


@cache
def _hash_of_nobody() -> str:
    return _hasher().hash(ids.new_nonce())


def has_password(password: str, stored_hash: str | None) -> bool:
    """Return whether a password is the one with this hash, in a time that depends on neither.

    Without a hash it takes as long and returns false.
    """
    from argon2.exceptions import VerificationError  # noqa: PLC0415 -- as above

    if len(password) > LONGEST_PASSWORD_CHARACTERS:
        password = ""
    try:
        _hasher().verify(stored_hash or _hash_of_nobody(), password)
    except VerificationError:
        return False
    return stored_hash is not None


def totp_secret(key: bytes, user_id: int, nonce: str) -> str:
    """Return the secret of a user's codes in base 32, as authenticator apps take it.

    It is made of the server's key: the database alone is not enough to compute codes.
    """
    digest = ids.keyed_digest(key, "console code", f"{user_id}:{nonce}")
    return base64.b32encode(digest[:TOTP_SECRET_BYTES]).decode()


def totp_uri(secret: str, email: str) -> str:
    """Return the address that an authenticator app reads a secret from."""
    from pyotp import TOTP  # noqa: PLC0415 -- few users have a second factor

    return TOTP(secret).provisioning_uri(name=email, issuer_name="leadkeep")


def accepted_step(secret: str, code: str, seconds: int, last_step: int | None) -> int | None:
    """Return the time step of a code that is valid at a moment in Unix seconds; None if none is.

    A code is accepted once: its step must be later than ``last_step``.
    """
    from pyotp import TOTP  # noqa: PLC0415 -- as above

    totp, present = TOTP(secret), seconds // STEP_SECONDS
    for step in (present + each for each in STEPS_ACCEPTED):
        is_new = last_step is None or step > last_step
        if is_new and ids.same(totp.generate_otp(step), code.replace(" ", "")):
            return step
    return None
