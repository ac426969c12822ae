"""What the operator may do, who works on the store itself and needs no token."""

from datetime import UTC, datetime

from leadkeep.domain.access.permissions import PERMISSIONS
from leadkeep.domain.access.tokens import Access
from leadkeep.domain.access.workspaces import list_partitions, workspace_ids
from leadkeep.store import Transaction

OPERATOR_NAME = "operator"


def operator_access(tx: Transaction) -> Access:
    """Return the right to do everything, everywhere."""
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
