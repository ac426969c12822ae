"""Read and change workspaces and lead partitions (behaviour.md 2.4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from leadkeep.domain.instance.access.tables import (
    PARTITION_IDS,
    WORKSPACE_IDS,
    partition,
    workspace,
    workspace_partition,
)
from leadkeep.errors import check_name, nearest
from leadkeep.store import Transaction

DEFAULT_NAME = "Default"
"""The name of the first workspace and of the first lead partition."""

NO_WORKSPACE = 0
"""An id that no workspace has."""


@dataclass(frozen=True, slots=True)
class Partition:
    """A lead partition."""

    id: int
    name: str
    description: str | None


def workspace_id(tx: Transaction, name: str | None) -> int:
    """Return the id of the workspace with this name; without a name, the first workspace's.

    Raises:
        LookupError: the workspace does not exist.
    """
    query = select(workspace.c.id).order_by(workspace.c.id).limit(1)
    found = tx.execute(query if name is None else query.where(workspace.c.name == name)).scalar()
    if found is None:
        hint = nearest(name or "", workspace_names(tx).values())
        raise LookupError(f"no workspace is named {name}{hint}")
    return int(found)


def save_workspace(tx: Transaction, name: str) -> str:
    """Create the workspace unless it exists; return created or unchanged.

    Raises:
        ValueError: the name has a control character.
    """
    check_name("workspace", name)
    if tx.execute(select(workspace.c.id).where(workspace.c.name == name)).first():
        return "unchanged"
    tx.execute(insert(workspace).values(id=tx.allocate(WORKSPACE_IDS, 1)[0], name=name))
    tx.bump_version()
    return "created"


def list_workspaces(tx: Transaction) -> list[str]:
    """Return the names of all workspaces, ascending by id."""
    return list(tx.execute(select(workspace.c.name).order_by(workspace.c.id)).scalars())


def workspace_ids(tx: Transaction) -> tuple[int, ...]:
    """Return the ids of all workspaces, ascending."""
    return tuple(tx.execute(select(workspace.c.id).order_by(workspace.c.id)).scalars())


def workspace_names(tx: Transaction) -> dict[int, str]:
    """Return the names of all workspaces by id, ascending."""
    return tx.cached(_load_workspace_names)


def _load_workspace_names(tx: Transaction) -> dict[int, str]:
    rows = tx.execute(select(workspace.c.id, workspace.c.name).order_by(workspace.c.id))
    return {row[0]: row[1] for row in rows}


def primary_partition_id(tx: Transaction, workspace: int) -> int:
    """Return the id of the first partition that a workspace sees.

    If the workspace sees none, it is the first of all partitions.
    """
    primary = tx.cached(_load_primary_partitions)
    return primary.get(workspace, primary[NO_WORKSPACE])


def _load_primary_partitions(tx: Transaction) -> dict[int, int]:
    c = workspace_partition.c
    rows = tx.execute(
        select(c.workspace_id, c.partition_id).order_by(c.workspace_id, c.partition_id)
    )
    found = {NO_WORKSPACE: _all_partitions(tx)[0].id}
    for seen_from, partition_id in rows:
        found.setdefault(seen_from, partition_id)
    return found


def partition_named(tx: Transaction, name: str) -> Partition | None:
    """Return the partition with this name; None when there is none."""
    row = tx.execute(
        select(partition.c.id, partition.c.name, partition.c.description).where(
            partition.c.name == name
        )
    ).first()
    return Partition(row[0], row[1], row[2]) if row else None


def partitions_by_name(tx: Transaction) -> dict[str, Partition]:
    """Return all partitions by name, ascending by id."""
    return tx.cached(_load_partitions)


def _load_partitions(tx: Transaction) -> dict[str, Partition]:
    return {each.name: each for each in _all_partitions(tx)}


def _all_partitions(tx: Transaction) -> list[Partition]:
    rows = tx.execute(
        select(partition.c.id, partition.c.name, partition.c.description).order_by(partition.c.id)
    )
    return [Partition(row[0], row[1], row[2]) for row in rows]


def list_partitions(tx: Transaction) -> list[tuple[Partition, list[str]]]:
    """Return all partitions by id, each with the names of the workspaces that see it."""
    return [(each, workspaces_of(tx, each.id)) for each in _all_partitions(tx)]


def workspaces_of(tx: Transaction, number: int) -> list[str]:
    """Return the names of the workspaces that see a partition, ascending by id."""
    rows = tx.execute(
        select(workspace.c.name)
        .join(workspace_partition, workspace_partition.c.workspace_id == workspace.c.id)
        .where(workspace_partition.c.partition_id == number)
        .order_by(workspace.c.id)
    )
    return list(rows.scalars())


def save_partition(
    tx: Transaction,
    name: str,
    workspaces: Sequence[str] | None = None,
    description: str | None = None,
) -> str:
    """Create or change a partition so that exactly these workspaces see it.

    If ``workspaces`` is None, an existing partition keeps its workspaces, and a new one is seen by
    the first workspace. Returns created, updated or unchanged.

    Raises:
        LookupError: a workspace does not exist.
        ValueError: the name has a control character.
    """
    check_name("partition", name)
    present = partition_named(tx, name)
    number = present.id if present else tx.allocate(PARTITION_IDS, 1)[0]
    seen_from = workspaces_of(tx, number)
    wanted = list(workspaces) if workspaces is not None else seen_from or list_workspaces(tx)[:1]
    has_same_description = present is not None and description in (None, present.description)
    if present and has_same_description and set(wanted) == set(seen_from):
        return "unchanged"
    if present is None:
        tx.execute(insert(partition).values(id=number, name=name, description=description))
    elif not has_same_description:
        tx.execute(
            update(partition).where(partition.c.id == number).values(description=description)
        )
    tx.execute(delete(workspace_partition).where(workspace_partition.c.partition_id == number))
    rows = [
        {"workspace_id": workspace_id(tx, each), "partition_id": number}
        for each in dict.fromkeys(wanted)
    ]
    if rows:
        tx.execute(insert(workspace_partition), rows)
    tx.bump_version()
    return "updated" if present else "created"
