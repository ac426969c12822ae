"""Create and change custom services: the clients that request tokens, and their API users."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, delete, insert, select, update

from leadkeep import ids
from leadkeep.domain.instance.access import roles, workspaces
from leadkeep.domain.instance.access.api_users import roles_by_workspace, save_api_user
from leadkeep.domain.instance.access.tables import (
    CLIENT_IDS,
    access_token,
    api_user,
    api_user_role,
    client,
    role,
    workspace,
)
from leadkeep.domain.instance.access.tokens import secret_digest
from leadkeep.errors import check_name, has_control_character
from leadkeep.store import Transaction

API_USER_DOMAIN = "api.example.com"
"""Domain of the email address of an API user for whom no address was given."""


@dataclass(frozen=True, slots=True)
class Client:
    """A custom service: a client that requests tokens, and the API user it acts as."""

    name: str
    client_id: str
    user: str
    role: str
    workspace: str


@dataclass(frozen=True, slots=True)
class NewClient:
    """A custom service to create.

    The id, the secret and the user are generated where they are None.
    """

    name: str
    role: str
    workspace: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """The id and the secret of a client. The secret can be shown only once."""

    client_id: str
    client_secret: str


def add_client(tx: Transaction, key: bytes, new: NewClient) -> Credentials:
    """Create a custom service, and an API user for it if ``new`` names none.

    Raises:
        LookupError: the role or the workspace does not exist.
        ValueError: the name or the client id is taken, or has a control character.
    """
    check_name("client", new.name)
    if new.client_id is not None and has_control_character(new.client_id):
        raise ValueError("the client id holds a control character")
    role_id = roles.role_id(tx, new.role)
    workspace_id = workspaces.workspace_id(tx, new.workspace)
    made = Credentials(
        new.client_id or ids.new_client_id(), new.client_secret or ids.new_client_secret()
    )
    _check_free(tx, new.name, (client.c.name == new.name) | (client.c.client_id == made.client_id))
    user_id = save_api_user(tx, new.user or api_user_address(new.name), [(workspace_id, role_id)])
    tx.execute(
        insert(client).values(
            id=tx.allocate(CLIENT_IDS, 1)[0],
            name=new.name,
            client_id=made.client_id,
            secret_digest=secret_digest(key, made.client_secret),
            api_user_id=user_id,
            created_at=tx.moment,
        )
    )
    tx.bump_version()
    return made


def api_user_address(client_name: str) -> str:
    """Return the email address of the API user for a client that was created without an address."""
    local = "".join(c if c.isascii() and c.isalnum() else "-" for c in client_name.lower())
    return f"{local}@{API_USER_DOMAIN}"


def change_client(tx: Transaction, key: bytes, name: str, wanted: NewClient) -> bool:
    """Set role, workspace, id and secret of a client; return whether anything changed.

    Raises:
        LookupError: the client, role or workspace does not exist.
        ValueError: another client has the wanted client id.
    """
    present = (
        tx.execute(
            select(client, api_user.c.email)
            .join(api_user, api_user.c.id == client.c.api_user_id)
            .where(client.c.name == name)
        )
        .mappings()
        .first()
    )
    if present is None:
        raise LookupError(f"no client is named {name}")
    values = _changed_credentials(tx, key, present, wanted)
    home = (workspaces.workspace_id(tx, wanted.workspace), roles.role_id(tx, wanted.role))
    email = wanted.user or present["email"]
    if email != present["email"] or roles_by_workspace(tx, present["api_user_id"]) != [home]:
        values["api_user_id"] = save_api_user(tx, email, [home])
    if not values:
        return False
    if "secret_digest" in values:
        _revoke_tokens(tx, present["id"])
    tx.execute(update(client).where(client.c.id == present["id"]).values(**values))
    tx.bump_version()
    return True


def _changed_credentials(
    tx: Transaction, key: bytes, present: RowMapping, wanted: NewClient
) -> dict[str, object]:
    values: dict[str, object] = {}
    if wanted.client_id and wanted.client_id != present["client_id"]:
        _check_free(tx, wanted.name, client.c.client_id == wanted.client_id)
        values["client_id"] = wanted.client_id
    if wanted.client_secret:
        digest = secret_digest(key, wanted.client_secret)
        if not ids.same(digest, present["secret_digest"]):
            values["secret_digest"] = digest
    return values


def _check_free(tx: Transaction, name: str, same: ColumnElement[bool]) -> None:
    if tx.execute(select(client.c.id).where(same).order_by(client.c.id)).first():
        raise ValueError(f"there is a client named {name} or with this client id already")


def list_clients(tx: Transaction) -> list[Client]:
    """Return all clients, sorted by name."""
    rows = tx.execute(
        select(
            client.c.name,
            client.c.client_id,
            api_user.c.email,
            role.c.name.label("role"),
            workspace.c.name.label("workspace"),
        )
        .join(api_user, api_user.c.id == client.c.api_user_id)
        .join(api_user_role, api_user_role.c.api_user_id == api_user.c.id)
        .join(role, role.c.id == api_user_role.c.role_id)
        .join(workspace, workspace.c.id == api_user_role.c.workspace_id)
        .order_by(client.c.name, workspace.c.id)
    )
    return [Client(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def rotate_client(tx: Transaction, key: bytes, name: str, secret: str | None = None) -> Credentials:
    """Give a client a new secret; its old secret and its tokens expire at once.

    Raises:
        LookupError: the client does not exist.
    """
    row_id, client_id = _client_row(tx, name)
    made = Credentials(client_id, secret or ids.new_client_secret())
    digest = secret_digest(key, made.client_secret)
    tx.execute(update(client).where(client.c.id == row_id).values(secret_digest=digest))
    _revoke_tokens(tx, row_id)
    tx.bump_version()
    return made


def remove_client(tx: Transaction, name: str) -> None:
    """Delete a client; its tokens expire at once.

    Raises:
        LookupError: the client does not exist.
    """
    row_id, _ = _client_row(tx, name)
    _revoke_tokens(tx, row_id)
    tx.execute(delete(client).where(client.c.id == row_id))
    tx.bump_version()


def log_bodies(tx: Transaction, name: str, until: datetime | None) -> None:
    """Let the log of requests have a client's bodies until a moment; None ends it now.

    Raises:
        LookupError: the client does not exist.
    """
    row_id, _ = _client_row(tx, name)
    tx.execute(update(client).where(client.c.id == row_id).values(bodies_logged_until=until))
    tx.bump_version()


def clients_with_logged_bodies(tx: Transaction) -> dict[str, datetime]:
    """Return the clients whose bodies are logged now, by name, and until when."""
    until = client.c.bodies_logged_until
    query = select(client.c.name, until).where(until > tx.now).order_by(client.c.name)
    return {row[0]: row[1] for row in tx.execute(query)}


def has_clients(tx: Transaction) -> bool:
    """Return whether any client exists that can request a token."""
    return tx.execute(select(client.c.id).limit(1)).first() is not None


def _client_row(tx: Transaction, name: str) -> tuple[int, str]:
    row = tx.execute(select(client.c.id, client.c.client_id).where(client.c.name == name)).first()
    if row is None:
        raise LookupError(f"no client is named {name}")
    return row[0], row[1]


def _revoke_tokens(tx: Transaction, row_id: int) -> None:
    tx.execute(delete(access_token).where(access_token.c.client_id == row_id))
