"""Read and change the Munchkin id."""

import re

from sqlalchemy import insert, select, update

from leadkeep.domain.instance.tables import instance
from leadkeep.store import CachedCatalog, Transaction

DEFAULT_MUNCHKIN_ID = "000-LKP-000"
_MUNCHKIN_ID = re.compile(r"\d{3}-[A-Z]{3}-\d{3}").fullmatch


def set_up_munchkin_id(tx: Transaction) -> None:
    """Store a first Munchkin id in a store that has none."""
    if tx.execute(select(instance.c.id)).first() is None:
        tx.execute(insert(instance).values(id=1, munchkin_id=DEFAULT_MUNCHKIN_ID))


def munchkin_id(source: Transaction | CachedCatalog) -> str:
    """Return the instance's Munchkin id, such as ``123-LKP-456``."""
    return source.cached(_load_munchkin_id)


def _load_munchkin_id(tx: Transaction) -> str:
    found: str = tx.execute(select(instance.c.munchkin_id)).scalar_one()
    return found


def set_munchkin_id(tx: Transaction, wanted: str) -> str:
    """Change the Munchkin id of the instance; return updated or unchanged.

    Raises:
        ValueError: the id does not have the form ``123-ABC-456``.
    """
    if not _MUNCHKIN_ID(wanted):
        raise ValueError(f"{wanted} is not a Munchkin id of the form 123-ABC-456")
    if munchkin_id(tx) == wanted:
        return "unchanged"
    tx.execute(update(instance).values(munchkin_id=wanted))
    tx.bump_version()
    return "updated"
