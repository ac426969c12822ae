"""Give access to work without a token: the operator's commands, and campaigns."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from leadkeep.domain.instance.access.permissions import PERMISSIONS
from leadkeep.domain.instance.access.tables import workspace_partition
from leadkeep.domain.instance.access.tokens import Access
from leadkeep.domain.instance.access.workspaces import list_partitions, workspace_ids
from leadkeep.store import Transaction

OPERATOR_NAME = "operator"


def operator_access(tx: Transaction) -> Access:
    """Return an access with every permission, every workspace and every partition."""
    return Access(
        client_name=OPERATOR_NAME,
        user=OPERATOR_NAME,
        permissions=PERMISSIONS,
        workspace_ids=workspace_ids(tx),
        partition_ids=None,
        default_partition_id=list_partitions(tx)[0][0].id,
        expires_at=datetime.max.replace(tzinfo=UTC),
        version=tx.version,
    )


def workspace_access(tx: Transaction, workspace_id: int) -> Access:
    """Return an access with every permission, for one workspace: the access of its campaigns."""
    return tx.cached(_load_workspace_access)[workspace_id]


def _load_workspace_access(tx: Transaction) -> Mapping[int, Access]:
    everything = operator_access(tx)
    every = {each.id for each, _ in list_partitions(tx)}
    reached: dict[int, list[int]] = {number: [] for number in everything.workspace_ids}
    c = workspace_partition.c
    query = select(c.workspace_id, c.partition_id).order_by(c.workspace_id, c.partition_id)
    for workspace, partition in tx.execute(query):
        reached[workspace].append(partition)
    return {
        number: replace(
            everything,
            workspace_ids=(number,),
            partition_ids=None if every == set(partitions) else frozenset(partitions),
            default_partition_id=(partitions or [everything.default_partition_id])[0],
        )
        for number, partitions in reached.items()
    }
