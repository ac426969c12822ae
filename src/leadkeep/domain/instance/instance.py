"""Set up a new instance; read and change what there is one of."""

import re

from sqlalchemy import insert, select, update

from leadkeep.domain.access import (
    ALL_PERMISSIONS_ROLE,
    DEFAULT_NAME,
    PERMISSIONS,
    list_workspaces,
    put_partition,
    put_role,
    put_workspace,
)
from leadkeep.domain.fields import install_standard_fields
from leadkeep.domain.folders import set_up_folders
from leadkeep.domain.instance.tables import instance
from leadkeep.store import Transaction

DEFAULT_MUNCHKIN_ID = "000-LKP-000"
_MUNCHKIN_ID = re.compile(r"\d{3}-[A-Z]{3}-\d{3}").fullmatch


def set_up_instance(tx: Transaction) -> None:
    """Give a store what every instance has; what is there already stays as it is."""
    tx.lock_keys(["instance"])
    if tx.execute(select(instance.c.id)).first() is None:
        tx.execute(insert(instance).values(id=1, munchkin_id=DEFAULT_MUNCHKIN_ID))
    install_standard_fields(tx)
    if not list_workspaces(tx):
        put_workspace(tx, DEFAULT_NAME)
        put_partition(tx, DEFAULT_NAME, [DEFAULT_NAME], "Initial system lead partition")
        put_role(tx, ALL_PERMISSIONS_ROLE, PERMISSIONS)
    set_up_folders(tx)


def munchkin_id(tx: Transaction) -> str:
    """Return the instance's Munchkin id, such as ``123-LKP-456``."""
    return tx.cached(_load_munchkin_id)


def _load_munchkin_id(tx: Transaction) -> str:
    found: str = tx.execute(select(instance.c.munchkin_id)).scalar_one()
    return found


def set_munchkin_id(tx: Transaction, wanted: str) -> str:
    """Change the Munchkin id; return updated or unchanged.

    Raises:
        ValueError: it is not of the form ``123-ABC-456``.
    """
    if not _MUNCHKIN_ID(wanted):
        raise ValueError(f"{wanted} is not a Munchkin id of the form 123-ABC-456")
    if munchkin_id(tx) == wanted:
        return "unchanged"
    tx.execute(update(instance).values(munchkin_id=wanted))
    tx.bump_version()
    return "updated"
