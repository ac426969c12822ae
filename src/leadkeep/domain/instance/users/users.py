"""Add, list, change and remove console users."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from leadkeep import ids
from leadkeep.domain.instance.access import (
    api_user,
    api_user_role,
    role,
    save_user,
    workspace,
)
from leadkeep.domain.instance.users.tables import (
    CONSOLE_USER_IDS,
    USERS_LOCK,
    console_session,
    console_user,
)
from leadkeep.errors import check_name
from leadkeep.store import Transaction

LONGEST_ADDRESS_CHARACTERS = 255


@dataclass(frozen=True, slots=True)
class NewUser:
    """A console user to add: the email address, the hash of the password, the role."""

    email: str
    password_hash: str | None
    role: str
    workspaces: Sequence[str] = ()
    """All workspaces when empty."""


@dataclass(frozen=True, slots=True)
class ConsoleUser:
    """A console user, as lists show it."""

    id: int
    email: str
    created_at: datetime
    has_password: bool
    has_code: bool
    session_count: int
    roles: list[tuple[str, str]] = field(default_factory=list)
    """(workspace, role) pairs."""


def normalised_address(email: str) -> str:
    """Return an email address as it is stored, trimmed and in small letters.

    Raises:
        ValueError: it is no address, or too long.
    """
    address = email.strip().lower()
    check_name("user", address)
    name, at, domain = address.rpartition("@")
    if not (name and at and domain) or len(address) > LONGEST_ADDRESS_CHARACTERS:
        raise ValueError(f"a user is named by an email address, which this is not: {address!a}")
    return address


def add_user(tx: Transaction, new: NewUser) -> int:
    """Add a console user; return its id.

    Raises:
        LookupError: the role or a workspace does not exist.
        ValueError: there is such a user, or the address is none.
    """
    tx.lock_keys([USERS_LOCK])
    email = normalised_address(new.email)
    if _row_of(tx, email) is not None:
        raise ValueError(f"there is a console user {email} already")
    is_of_client = tx.execute(select(api_user.c.id).where(api_user.c.email == email)).first()
    if is_of_client is not None and not _was_console_user(tx, email):
        raise ValueError(f"{email} is the API user of a client, whose roles this would change")
    (number,) = tx.allocate(CONSOLE_USER_IDS, 1)
    tx.execute(
        insert(console_user).values(
            id=number,
            api_user_id=save_user(tx, email, new.role, new.workspaces),
            password_hash=new.password_hash,
            created_at=tx.moment,
        )
    )
    return number


def _was_console_user(tx: Transaction, email: str) -> bool:
    """Return whether an API user has no role: :func:`remove_user` leaves such ones."""
    roles = (
        select(api_user_role.c.role_id)
        .join(api_user, api_user.c.id == api_user_role.c.api_user_id)
        .where(api_user.c.email == email)
    )
    return tx.execute(roles.limit(1)).first() is None


def has_users(tx: Transaction) -> bool:
    """Return whether anybody can sign in to the console."""
    return tx.execute(select(console_user.c.id).limit(1)).first() is not None


def list_users(tx: Transaction) -> list[ConsoleUser]:
    """Return all console users, sorted by address."""
    open_sessions = (
        select(func.count())
        .where(
            console_session.c.user_id == console_user.c.id,
            console_session.c.expires_at > tx.moment,
        )
        .scalar_subquery()
    )
    rows = tx.execute(
        select(
            console_user.c.id,
            api_user.c.email,
            console_user.c.created_at,
            console_user.c.password_hash.is_not(None),
            console_user.c.totp_nonce.is_not(None),
            open_sessions,
        )
        .join(api_user, api_user.c.id == console_user.c.api_user_id)
        .order_by(api_user.c.email)
    )
    users = {row[0]: ConsoleUser(row[0], row[1], row[2], row[3], row[4], row[5]) for row in rows}
    grants = tx.execute(
        select(console_user.c.id, workspace.c.name, role.c.name)
        .join(api_user_role, api_user_role.c.api_user_id == console_user.c.api_user_id)
        .join(workspace, workspace.c.id == api_user_role.c.workspace_id)
        .join(role, role.c.id == api_user_role.c.role_id)
        .order_by(console_user.c.id, workspace.c.id)
    )
    for user_id, workspace_name, role_name in grants:
        users[user_id].roles.append((workspace_name, role_name))
    return list(users.values())


def change_password(tx: Transaction, email: str, password_hash: str) -> None:
    """Set a user's password, and end the user's sessions.

    Raises:
        LookupError: there is no such user.
    """
    number = _present(tx, email)
    tx.execute(
        update(console_user).where(console_user.c.id == number).values(password_hash=password_hash)
    )
    end_sessions(tx, number)


def remove_user(tx: Transaction, email: str) -> None:
    """Remove a console user; its sessions end now.

    The address stays, without a role, because activities name it.

    Raises:
        LookupError: there is no such user.
    """
    number = _present(tx, email)
    owner = select(console_user.c.api_user_id).where(console_user.c.id == number)
    api_user_id = tx.execute(owner).scalar_one()
    end_sessions(tx, number)
    tx.execute(delete(console_user).where(console_user.c.id == number))
    tx.execute(delete(api_user_role).where(api_user_role.c.api_user_id == api_user_id))
    tx.bump_version()


def end_sessions(tx: Transaction, user_id: int) -> None:
    """End all sessions of a user."""
    tx.execute(delete(console_session).where(console_session.c.user_id == user_id))


def start_codes(tx: Transaction, email: str, nonce: str) -> None:
    """Ask a user for a code at each sign-in, of the secret that belongs to ``nonce``.

    Raises:
        LookupError: there is no such user.
    """
    number = _present(tx, email)
    values = {"totp_nonce": nonce, "totp_step": None}
    tx.execute(update(console_user).where(console_user.c.id == number).values(**values))


def stop_codes(tx: Transaction, email: str) -> None:
    """Ask a user for no more codes.

    Raises:
        LookupError: there is no such user.
    """
    number = _present(tx, email)
    values = {"totp_nonce": None, "totp_step": None}
    tx.execute(update(console_user).where(console_user.c.id == number).values(**values))


def new_code_nonce() -> str:
    """Return a new nonce for :func:`start_codes`."""
    return ids.new_nonce()


def _present(tx: Transaction, email: str) -> int:
    tx.lock_keys([USERS_LOCK])
    number = _row_of(tx, email.strip().lower())
    if number is None:
        raise LookupError(f"there is no console user {email}")
    return number


def _row_of(tx: Transaction, email: str) -> int | None:
    found = tx.execute(
        select(console_user.c.id)
        .join(api_user, api_user.c.id == console_user.c.api_user_id)
        .where(api_user.c.email == email)
    ).scalar()
    return None if found is None else int(found)
