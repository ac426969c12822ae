"""Sign in and out of the console: attempts, sessions, links (docs/decisions/0161)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update

from leadkeep import ids
from leadkeep.domain.instance.access import (
    PERMISSIONS,
    Access,
    access_of_user,
    api_user,
    workspace_names,
)
from leadkeep.domain.instance.users.passwords import accepted_step, totp_secret
from leadkeep.domain.instance.users.tables import (
    USERS_LOCK,
    console_attempt,
    console_link,
    console_session,
    console_user,
)
from leadkeep.store import Statement, Transaction

SESSION_LIFE = timedelta(hours=12)
LINK_LIFE = timedelta(hours=1)
ATTEMPT_WINDOW = timedelta(minutes=15)
ATTEMPT_LIMIT = 8
"""Limit: attempts for one address, or from one machine, in a window without a success between."""
CONSOLE = "console"
"""The name of the client that sessions act as."""

_SESSION = Statement(
    select(console_session.c.user_id, console_session.c.expires_at, api_user.c.id, api_user.c.email)
    .join(console_user, console_user.c.id == console_session.c.user_id)
    .join(api_user, api_user.c.id == console_user.c.api_user_id)
    .where(console_session.c.token_digest == bindparam("digest"))
)


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in user, with what the user may do."""

    user_id: int
    access: Access
    is_administrator: bool

    @property
    def user(self) -> str:
        """The user's email address."""
        return self.access.user

    def may(self, needs: AbstractSet[str]) -> bool:
        """Return whether the user has one of these permissions, or none is needed."""
        if not needs or self.is_administrator:
            return True
        return not needs.isdisjoint(self.access.permissions)


@dataclass(frozen=True, slots=True)
class SignIn:
    """What is needed to check a password and a code: read before, compared outside."""

    user_id: int
    password_hash: str | None
    has_code: bool


def is_administrator(tx: Transaction, access: Access) -> bool:
    """Return whether an access has every permission, workspace and partition."""
    has_everything = access.permissions >= PERMISSIONS and access.partition_ids is None
    return has_everything and set(access.workspace_ids) >= workspace_names(tx).keys()


# -- attempts --------------------------------------------------------------------------------------


def count_attempt(tx: Transaction, key: bytes, *names: str) -> bool:
    """Count an attempt under each name; return false if one has had too many in its window.

    The attempt is counted before the password is looked at, so that many at the same time count.
    """
    digests = sorted(ids.keyed_digest(key, "console attempt", each).hex() for each in names)
    tx.lock_keys([f"console attempt:{each}" for each in digests])
    tx.execute(delete(console_attempt).where(console_attempt.c.ends_at <= tx.moment))
    is_admitted = True
    for digest in digests:
        own = console_attempt.c.name == digest
        failures = tx.execute(select(console_attempt.c.failures).where(own)).scalar()
        if failures is None:
            row = {"name": digest, "failures": 1, "ends_at": tx.moment + ATTEMPT_WINDOW}
            tx.execute(insert(console_attempt).values(**row))
        elif failures >= ATTEMPT_LIMIT:
            is_admitted = False
        else:
            tx.execute(update(console_attempt).where(own).values(failures=failures + 1))
    return is_admitted


def forget_attempts(tx: Transaction, key: bytes, *names: str) -> None:
    """Forget the attempts under these names, after one has succeeded."""
    digests = [ids.keyed_digest(key, "console attempt", each).hex() for each in names]
    tx.execute(delete(console_attempt).where(console_attempt.c.name.in_(digests)))


def find_sign_in(tx: Transaction, email: str) -> SignIn | None:
    """Return what a user's sign-in needs; None if there is no such user."""
    row = tx.execute(
        select(console_user.c.id, console_user.c.password_hash, console_user.c.totp_nonce)
        .join(api_user, api_user.c.id == console_user.c.api_user_id)
        .where(api_user.c.email == email.strip().lower())
    ).first()
    return None if row is None else SignIn(row[0], row[1], row[2] is not None)


def accept_code(tx: Transaction, key: bytes, user_id: int, code: str) -> bool:
    """Return whether a code is the user's and new; it is accepted once.

    A user without a second factor needs no code.
    """
    tx.lock_keys([f"console code:{user_id}"])
    own = console_user.c.id == user_id
    row = tx.execute(select(console_user.c.totp_nonce, console_user.c.totp_step).where(own)).first()
    if row is None:
        return False
    if row[0] is None:
        return True
    secret = totp_secret(key, user_id, row[0])
    step = accepted_step(secret, code, int(tx.moment.timestamp()), row[1])
    if step is not None:
        tx.execute(update(console_user).where(own).values(totp_step=step))
    return step is not None


# -- sessions --------------------------------------------------------------------------------------


def open_session(tx: Transaction, key: bytes, user_id: int) -> str:
    """Open a session for a user; return its token, which is always a new one."""
    tx.execute(delete(console_session).where(console_session.c.expires_at <= tx.moment))
    token = ids.new_nonce() + ids.new_nonce()
    tx.execute(
        insert(console_session).values(
            token_digest=_digest(key, token),
            user_id=user_id,
            created_at=tx.moment,
            expires_at=tx.moment + SESSION_LIFE,
        )
    )
    return token


def find_session(tx: Transaction, key: bytes, token: str) -> Session | None:
    """Return the session with this token; None if there is none or it has ended."""
    row = tx.row(_SESSION, digest=_digest(key, token))
    if row is None:
        return None
    user_id, expires_at, api_user_id, email = row
    # A session that a clock began that was ahead lasts no longer than one that begins now.
    if not tx.now < min(expires_at, tx.now + SESSION_LIFE):
        return None
    access = access_of_user(tx, CONSOLE, api_user_id, email, expires_at)
    return Session(user_id, access, is_administrator(tx, access))


def close_session(tx: Transaction, key: bytes, token: str) -> None:
    """End the session with this token."""
    digest = _digest(key, token)
    tx.execute(delete(console_session).where(console_session.c.token_digest == digest))


def _digest(key: bytes, token: str) -> str:
    return ids.keyed_digest(key, "console session", token).hex()


# -- the link for the first user -------------------------------------------------------------------


def new_link(tx: Transaction, key: bytes) -> str:
    """Return the token of a link that adds the first user; links made before end."""
    token = ids.new_nonce() + ids.new_nonce()
    tx.execute(delete(console_link))
    row = {"token_digest": _link_digest(key, token), "expires_at": tx.moment + LINK_LIFE}
    tx.execute(insert(console_link).values(**row))
    return token


def has_link(tx: Transaction, key: bytes, token: str) -> bool:
    """Return whether a link with this token still works."""
    found = tx.execute(
        select(console_link.c.expires_at).where(
            console_link.c.token_digest == _link_digest(key, token)
        )
    ).scalar()
    return found is not None and _is_open(tx.now, found)


def use_link(tx: Transaction, key: bytes, token: str) -> bool:
    """End a link; return whether it worked until now."""
    tx.lock_keys([USERS_LOCK])
    is_open = has_link(tx, key, token)
    tx.execute(delete(console_link))
    return is_open


def _is_open(now: datetime, expires_at: datetime) -> bool:
    return now < expires_at


def _link_digest(key: bytes, token: str) -> str:
    return ids.keyed_digest(key, "console link", token).hex()
