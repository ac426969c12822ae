"""API users: addresses with a role in each of some workspaces."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, insert, select

from leadkeep.domain.instance.access import roles, workspaces
from leadkeep.domain.instance.access.tables import API_USER_IDS, api_user, api_user_role
from leadkeep.store import Transaction


def save_user(tx: Transaction, email: str, role: str, workspace_names: Sequence[str]) -> int:
    """Create an API user, or give an existing one exactly this role; return its id.

    Without ``workspace_names``, the user has the role in every workspace.

    Raises:
        LookupError: the role or a workspace does not exist.
    """
    role_id = roles.role_id(tx, role)
    names = workspace_names or workspaces.list_workspaces(tx)
    ids = [workspaces.workspace_id(tx, each) for each in dict.fromkeys(names)]
    user_id = save_api_user(tx, email, [(each, role_id) for each in ids])
    tx.bump_version()
    return user_id


def save_api_user(tx: Transaction, email: str, homes: Collection[tuple[int, int]]) -> int:
    """Create an API user, or change it so that it has exactly these (workspace, role) pairs."""
    user_id = tx.execute(select(api_user.c.id).where(api_user.c.email == email)).scalar()
    if user_id is None:
        user_id = tx.allocate(API_USER_IDS, 1)[0]
        tx.execute(insert(api_user).values(id=user_id, email=email))
    tx.execute(delete(api_user_role).where(api_user_role.c.api_user_id == user_id))
    rows = [
        {"api_user_id": user_id, "workspace_id": workspace, "role_id": role}
        for workspace, role in homes
    ]
    tx.execute(insert(api_user_role), rows)
    return int(user_id)


def roles_by_workspace(tx: Transaction, user_id: int) -> list[tuple[int, int]]:
    """Return the (workspace, role) pairs of an API user."""
    owned = tx.execute(
        select(api_user_role.c.workspace_id, api_user_role.c.role_id)
        .where(api_user_role.c.api_user_id == user_id)
        .order_by(api_user_role.c.workspace_id, api_user_role.c.role_id)
    )
    return [(row[0], row[1]) for row in owned]
