"""Roles: named sets of permissions (behaviour.md 2.3)."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select

from leadkeep.domain.instance.access.permissions import PERMISSIONS
from leadkeep.domain.instance.access.tables import ROLE_IDS, role, role_permission
from leadkeep.errors import check_name, nearest
from leadkeep.store import Transaction

ALL_PERMISSIONS_ROLE = "API Administrator"
"""The role of a new instance, which has all permissions."""


def save_role(tx: Transaction, name: str, permissions: Collection[str]) -> str:
    """Create or change a role so that it has exactly these permissions.

    Returns created, updated or unchanged.

    Raises:
        ValueError: a permission does not exist, or the name has a control character.
    """
    check_name("role", name)
    unknown = sorted(set(permissions) - PERMISSIONS)
    if unknown:
        hint = nearest(unknown[0], PERMISSIONS)
        raise ValueError(f"no such permission: {unknown[0]}{hint}")
    found = tx.execute(select(role.c.id).where(role.c.name == name)).scalar()
    if found is not None and role_permissions(tx, name) == frozenset(permissions):
        return "unchanged"
    number = found if found is not None else tx.allocate(ROLE_IDS, 1)[0]
    if found is None:
        tx.execute(insert(role).values(id=number, name=name))
    tx.execute(delete(role_permission).where(role_permission.c.role_id == number))
    if permissions:
        rows = [{"role_id": number, "permission": each} for each in sorted(set(permissions))]
        tx.execute(insert(role_permission), rows)
    tx.bump_version()
    return "created" if found is None else "updated"


def role_id(tx: Transaction, name: str) -> int:
    """Return the id of a role.

    Raises:
        LookupError: the role does not exist.
    """
    found = tx.execute(select(role.c.id).where(role.c.name == name)).scalar()
    if found is None:
        known = [row[0] for row in tx.execute(select(role.c.name).order_by(role.c.id))]
        raise LookupError(f"no role is named {name}{nearest(name, known)}")
    return int(found)


def role_permissions(tx: Transaction, name: str) -> frozenset[str]:
    """Return the permissions that a role has."""
    rows = tx.execute(
        select(role_permission.c.permission)
        .join(role, role.c.id == role_permission.c.role_id)
        .where(role.c.name == name)
    )
    return frozenset(rows.scalars())


def list_roles(tx: Transaction) -> list[tuple[str, frozenset[str]]]:
    """Return all roles with their permissions, sorted by name."""
    names = list(tx.execute(select(role.c.name).order_by(role.c.name)).scalars())
    return [(name, role_permissions(tx, name)) for name in names]
