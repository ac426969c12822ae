"""Set up a new instance."""

from leadkeep.domain.assets.folders import set_up_folders
from leadkeep.domain.assets.programs import set_up_programs
from leadkeep.domain.fields import install_standard_fields
from leadkeep.domain.instance import set_up_munchkin_id
from leadkeep.domain.instance.access import (
    ALL_PERMISSIONS_ROLE,
    DEFAULT_NAME,
    PERMISSIONS,
    list_workspaces,
    put_partition,
    put_role,
    put_workspace,
)
from leadkeep.domain.objects.standard import set_up_accounts
from leadkeep.store import Transaction


def set_up_instance(tx: Transaction) -> None:
    """Give a store what every instance has; what is there already stays as it is."""
    tx.lock_keys(["instance"])
    set_up_munchkin_id(tx)
    install_standard_fields(tx)
    if not list_workspaces(tx):
        put_workspace(tx, DEFAULT_NAME)
        put_partition(tx, DEFAULT_NAME, [DEFAULT_NAME], "Initial system lead partition")
        put_role(tx, ALL_PERMISSIONS_ROLE, PERMISSIONS)
    set_up_accounts(tx)
    set_up_folders(tx)
    set_up_programs(tx)
