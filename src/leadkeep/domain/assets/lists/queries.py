"""Query the tables of lists and members."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, delete, literal, select

from leadkeep.domain.assets.engine import AssetTable
from leadkeep.domain.assets.lists.static_list import StaticList
from leadkeep.domain.assets.lists.tables import list_member, static_list
from leadkeep.domain.leads import LeadMemberships
from leadkeep.store import (
    Insert,
    KeySpan,
    Statement,
    Transaction,
    any_of,
    is_among,
    metadata,
)

USES_LIST = "uses_list"
"""The key in a table's ``info`` that marks a table whose rows need the list in their ``list_id``:
such a list cannot be deleted."""

_c = static_list.c
_m = list_member.c
LISTS = AssetTable(static_list, StaticList)

_MEMBER_IDS = Statement(
    select(_m.lead_id)
    .where(_m.list_id == bindparam("wanted_list"), _m.lead_id > bindparam("after"))
    .order_by(_m.lead_id)
    .limit(bindparam("limit"))
)
_MEMBERS_AMONG = Statement(
    select(_m.lead_id)
    .where(_m.list_id == bindparam("wanted_list"), any_of(_m.lead_id, "lead_ids"))
    .order_by(_m.lead_id)
)
_MEMBERS_OF_ANY = Statement(
    select(_m.lead_id)
    .distinct()
    .where(any_of(_m.list_id, "list_ids"), any_of(_m.lead_id, "lead_ids"))
    .order_by(_m.lead_id)
)
_ADD = Insert(list_member, ["lead_id"], same=["list_id", "created_at", "updated_at"])
_REMOVE = Statement(
    delete(list_member).where(
        _m.list_id == bindparam("wanted_list"), any_of(_m.lead_id, "lead_ids")
    )
)
MEMBERSHIPS = LeadMemberships(static_list, list_member, _m.list_id)
"""Reads the list memberships of a lead."""


MemberRow = tuple[int, int, datetime, datetime]
"""A list membership: lead id, list id, date added, date changed."""

_OF_LEADS = Statement(
    select(_m.lead_id, _m.list_id, _m.created_at, _m.updated_at)
    .where(any_of(_m.lead_id, "lead_ids"))
    .order_by(_m.lead_id, _m.list_id)
)
_ADD_MOVED = Insert(list_member, ["lead_id", "list_id", "created_at", "updated_at"])


def member_ids_after(tx: Transaction, list_id: int, after: int, limit: int) -> list[int]:
    """Return at most ``limit`` ids of a list's members above ``after``, ascending, by one index."""
    rows = tx.rows(_MEMBER_IDS, wanted_list=list_id, after=after, limit=limit)
    return [row[0] for row in rows]


def members_among(tx: Transaction, list_id: int, lead_ids: Collection[int]) -> set[int]:
    """Return the ids of these leads that are on the list."""
    if not lead_ids:
        return set()
    rows = tx.rows(_MEMBERS_AMONG, wanted_list=list_id, lead_ids=list(lead_ids))
    return {row[0] for row in rows}


def members_of_lists(
    tx: Transaction, list_ids: Collection[int], lead_ids: Collection[int]
) -> set[int]:
    """Return the ids of these leads that are on at least one of the lists."""
    if not list_ids or not lead_ids:
        return set()
    rows = tx.rows(_MEMBERS_OF_ANY, list_ids=list(list_ids), lead_ids=list(lead_ids))
    return {row[0] for row in rows}


def is_member(leads: KeySpan, list_ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that a lead is on at least one of the lists."""
    return is_among(leads, _m.lead_id, [_m.list_id.in_(list_ids)])


def insert_members(tx: Transaction, list_id: int, lead_ids: Sequence[int]) -> None:
    """Insert memberships of leads that are not on the list."""
    tx.insert(_ADD, [(lead_id,) for lead_id in lead_ids], list_id, tx.moment, tx.moment)


def delete_members(tx: Transaction, list_id: int, lead_ids: Sequence[int]) -> None:
    """Delete the memberships of leads on a list."""
    tx.run(_REMOVE, wanted_list=list_id, lead_ids=list(lead_ids))


def memberships_of_leads(tx: Transaction, lead_ids: Collection[int]) -> list[MemberRow]:
    """Return all list memberships of these leads."""
    return [(row[0], row[1], row[2], row[3]) for row in tx.rows(_OF_LEADS, lead_ids=list(lead_ids))]


def insert_memberships(tx: Transaction, rows: Sequence[MemberRow]) -> None:
    """Insert list memberships."""
    tx.insert(_ADD_MOVED, list(rows))


def is_used(tx: Transaction, list_id: int) -> bool:
    """Return whether any row needs the list, such as a flow's; see :data:`USES_LIST`."""
    for table in metadata.sorted_tables:
        if table.info.get(USES_LIST):
            query = select(literal(1)).where(table.c.list_id == list_id).limit(1)
            if tx.execute(query).first():
                return True
    return False
