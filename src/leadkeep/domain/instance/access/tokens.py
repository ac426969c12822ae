"""Issue and recognise access tokens (behaviour.md 2.1, 2.2).

A token is made from the server's key and a nonce, so any process can compute the same token again.
The database stores only the nonce and a keyed digest: a stolen database file is not enough to read
or make a token.
"""

import math
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update

from leadkeep import ids
from leadkeep.domain.instance.access.tables import (
    access_token,
    api_user,
    api_user_role,
    client,
    partition,
    role_permission,
    workspace_partition,
)
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Statement, Transaction

TOKEN_LIFE = timedelta(seconds=3600)
POD_NAME = "lk"
"""The part of a token after the colon; in Marketo it names the data centre."""
LONGEST_SECONDS_LEFT = 3599
"""A token with more seconds left was issued by a clock that was ahead, and is to be shortened."""
EXPIRED_TOKEN_RETENTION = timedelta(days=2)
"""How long the store keeps an expired token, so that it is refused with 602 (expired) and not with
601 (unknown)."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a caller may do: its permissions, and the workspaces and partitions within its scope."""

    client_name: str
    user: str
    permissions: frozenset[str]
    workspace_ids: tuple[int, ...]
    partition_ids: frozenset[int] | None
    """The partitions whose leads are within scope; None for all partitions."""
    default_partition_id: int
    expires_at: datetime
    version: int
    """The catalog version at which the access was read from the store."""
    bodies_logged_until: datetime | None = None
    """Until then the log of requests has the bodies of this client; None for never."""

    def has_partition(self, partition_id: int) -> bool:
        """Return whether leads of a partition are within scope."""
        return self.partition_ids is None or partition_id in self.partition_ids


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """The response of the token endpoint."""

    text: str
    seconds_left: int
    user: str


@dataclass(frozen=True, slots=True)
class _Client:
    id: int
    secret_digest: str
    user: str


_CLIENT = Statement(
    select(client.c.id, client.c.secret_digest, api_user.c.email)
    .join(api_user, api_user.c.id == client.c.api_user_id)
    .where(client.c.client_id == bindparam("wanted"))
)
_LATEST_TOKEN = Statement(
    select(access_token.c.nonce, access_token.c.expires_at)
    .where(access_token.c.client_id == bindparam("client"))
    .order_by(access_token.c.expires_at.desc())
    .limit(1)
)
_USER_OF_CLIENT = Statement(
    select(api_user.c.id)
    .join(client, client.c.api_user_id == api_user.c.id)
    .where(api_user.c.email == bindparam("address"), client.c.name == bindparam("client_name"))
)
_TOKEN_OWNER = Statement(
    select(
        client.c.name,
        api_user.c.email,
        api_user.c.id,
        access_token.c.expires_at,
        client.c.bodies_logged_until,
    )
    .join(client, client.c.id == access_token.c.client_id)
    .join(api_user, api_user.c.id == client.c.api_user_id)
    .where(access_token.c.token_digest == bindparam("digest"))
)


_SHORTEN = Statement(
    update(access_token)
    .where(access_token.c.expires_at > bindparam("latest"))
    .values(expires_at=bindparam("latest"))
)


def secret_digest(key: bytes, secret: str) -> str:
    """Return the digest that is stored in place of a client's secret."""
    return ids.keyed_digest(key, "client secret", secret).hex()


def present_token(tx: Transaction, key: bytes, client_id: str, secret: str) -> IssuedToken | None:
    """Return a client's token if one is valid; None when :func:`issue_token` must write one.

    Raises:
        Refusal: the client is unknown or its secret is wrong.
    """
    found = _authenticate_client(tx, key, client_id, secret)
    token = _unexpired_token(tx, key, found)
    return None if token is None or token.seconds_left > LONGEST_SECONDS_LEFT else token


def issue_token(tx: Transaction, key: bytes, client_id: str, secret: str) -> IssuedToken:
    """Return a client's token; a new one only if the last one has expired (behaviour.md 2.1).

    Raises:
        Refusal: the client is unknown or its secret is wrong.
    """
    tx.lock_keys([f"token:{_authenticate_client(tx, key, client_id, secret).id}"])
    # While this transaction waited, the client may have got another secret, or been deleted.
    found = _authenticate_client(tx, key, client_id, secret)
    shorten_tokens(tx)
    living = _unexpired_token(tx, key, found)
    if living:
        return living
    nonce = ids.new_nonce()
    text = _token_text(key, found.id, nonce)
    tx.execute(
        insert(access_token).values(
            token_digest=_token_digest(key, text),
            client_id=found.id,
            nonce=nonce,
            expires_at=tx.moment + TOKEN_LIFE,
        )
    )
    tx.execute(
        delete(access_token).where(
            access_token.c.client_id == found.id,
            access_token.c.expires_at < tx.moment - EXPIRED_TOKEN_RETENTION,
        )
    )
    return IssuedToken(text, _seconds_left(tx.moment + TOKEN_LIFE, tx.moment), found.user)


def _authenticate_client(tx: Transaction, key: bytes, client_id: str, secret: str) -> _Client:
    row = tx.row(_CLIENT, wanted=client_id) if "\0" not in client_id else None
    if row is None:
        raise Refusal(Reason.UNKNOWN_CLIENT, client_id)
    found = _Client(*row)
    if not ids.same(found.secret_digest, secret_digest(key, secret)):
        raise Refusal(Reason.BAD_CLIENT_CREDENTIALS)
    return found


def _unexpired_token(tx: Transaction, key: bytes, client: _Client) -> IssuedToken | None:
    latest = tx.row(_LATEST_TOKEN, client=client.id)
    if latest is None:
        return None
    seconds_left = _seconds_left(latest[1], tx.moment)
    if seconds_left < 1:
        return None
    return IssuedToken(_token_text(key, client.id, latest[0]), seconds_left, client.user)


def ends_at(expires_at: datetime, now: datetime) -> datetime:
    """Return when a token ends that is stored with the expiry ``expires_at``.

    A token that a server issued whose clock was ahead ends :data:`TOKEN_LIFE` after ``now`` at the
    latest.
    """
    return min(expires_at, now + TOKEN_LIFE)


def shorten_tokens(tx: Transaction) -> None:
    """Store the latest expiry that a token may have now for each token that has a later one.

    Housekeeping does this every minute, so a token that a clock issued that was ahead ends at most
    a minute later than one that is issued now.
    """
    tx.run(_SHORTEN, latest=tx.moment + TOKEN_LIFE)


def _seconds_left(expires_at: datetime, now: datetime) -> int:
    # A fresh token of 3,600 seconds shows 3599: the second that has begun is not counted.
    return math.ceil((expires_at - now).total_seconds()) - 1


def _token_text(key: bytes, client: int, nonce: str) -> str:
    digest = ids.keyed_digest(key, "access token", f"{client}:{nonce}")
    return f"{uuid.UUID(bytes=digest[:16], version=4)}:{POD_NAME}"


def _token_digest(key: bytes, text: str) -> str:
    return ids.keyed_digest(key, "token digest", text).hex()


def authenticate(tx: Transaction, key: bytes, token: str) -> Access:
    """Return the access that a token gives; the caller checks whether the token has expired.

    Raises:
        Refusal: 601, the token is unknown.
    """
    owner = tx.row(_TOKEN_OWNER, digest=_token_digest(key, token))
    if owner is None:
        raise Refusal(Reason.ACCESS_TOKEN_INVALID)
    client_name, email, user_id, expires_at, logged_until = owner
    access = access_of_user(tx, client_name, user_id, email, ends_at(expires_at, tx.now))
    return replace(access, bodies_logged_until=logged_until)


def user_access(tx: Transaction, address: str, client_name: str) -> Access | None:
    """Return the present access of a client's API user, for work that continues without a token.

    None if the client or the user does not exist any more.
    """
    row = tx.row(_USER_OF_CLIENT, address=address, client_name=client_name)
    if row is None:
        return None
    return access_of_user(tx, client_name, row[0], address, datetime.max.replace(tzinfo=UTC))


def access_of_user(
    tx: Transaction, client_name: str, user_id: int, email: str, expires_at: datetime
) -> Access:
    """Return the access of an API user, which covers all its roles and workspaces."""
    grants = tx.execute(
        select(api_user_role.c.workspace_id, role_permission.c.permission)
        .outerjoin(role_permission, role_permission.c.role_id == api_user_role.c.role_id)
        .where(api_user_role.c.api_user_id == user_id)
        .order_by(api_user_role.c.workspace_id)
    ).all()
    workspaces = tuple(dict.fromkeys(row[0] for row in grants))
    all_partition_ids = list(tx.execute(select(partition.c.id).order_by(partition.c.id)).scalars())
    partitions = tx.execute(
        select(workspace_partition.c.workspace_id, workspace_partition.c.partition_id)
        .where(workspace_partition.c.workspace_id.in_(workspaces))
        .order_by(workspace_partition.c.workspace_id, workspace_partition.c.partition_id)
    ).all()
    partition_ids = frozenset(row[1] for row in partitions)
    return Access(
        client_name=client_name,
        user=email,
        permissions=frozenset(row[1] for row in grants if row[1]),
        workspace_ids=workspaces,
        partition_ids=None if partition_ids.issuperset(all_partition_ids) else partition_ids,
        # If no partition is named, a new lead goes to the first partition of the first workspace.
        default_partition_id=partitions[0][1] if partitions else all_partition_ids[0],
        expires_at=expires_at,
        version=tx.version,
    )
