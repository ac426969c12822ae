"""Select the leads within a caller's scope, including deleted leads."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, bindparam, case, func, literal_column, select, union_all

from leadkeep.domain.activities import winners_of
from leadkeep.domain.fields import lead, lead_catalog
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import queries
from leadkeep.domain.leads.draft import Draft
from leadkeep.domain.leads.tables import deleted_lead
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Insert, Statement, Transaction, any_of

IdSpan = tuple[int, int]
"""Ids above the first number, up to the second one."""
Clause = ColumnElement[bool]

MERGE_LIMIT = 3
"""Limit: merges of one lead that a command follows while it waits for the lead."""

_ADD_DELETED = Insert(deleted_lead, ["lead_id", "partition_id"])

_WITHIN = Statement(
    union_all(
        select(lead.c.id.label("lead_id")).where(
            any_of(lead.c.id, "wanted_ids"), any_of(lead.c.leadPartitionId, "within")
        ),
        select(deleted_lead.c.lead_id).where(
            any_of(deleted_lead.c.lead_id, "wanted_ids"),
            any_of(deleted_lead.c.partition_id, "within"),
        ),
    ).order_by(literal_column("lead_id"))
)


_IDS_AFTER = (
    select(lead.c.id)
    .where(lead.c.id > bindparam("after"))
    .order_by(lead.c.id)
    .limit(bindparam("limit"))
)
_AFTER = Statement(_IDS_AFTER)
_AFTER_WITHIN = Statement(_IDS_AFTER.where(any_of(lead.c.leadPartitionId, "within")))


def existing_leads(work: Work, lead_ids: Collection[int]) -> set[int]:
    """Return the ids of these leads that exist and are within the caller's scope."""
    if not lead_ids:
        return set()
    return set(
        queries.lead_ids_within(work.tx, lead_catalog(work.tx), lead_ids, work.access.partition_ids)
    )


def check_lead(work: Work, lead_id: int) -> None:
    """Check that a lead exists within the caller's scope.

    Raises:
        Refusal: 1004, no such lead within scope.
    """
    if not existing_leads(work, [lead_id]):
        raise Refusal(Reason.NAMED_LEAD_NOT_FOUND, lead_id)


def leads_where(
    work: Work, span: IdSpan, limit: int, condition: Clause, certain: Clause
) -> list[tuple[int, bool]]:
    """Return the first ``limit`` leads within scope that meet a condition on their row.

    A pair is the id, ascending, and whether the lead meets ``certain`` too.
    """
    query = select(lead_catalog(work.tx).table.c.id, certain.label("is_certain"))
    query = query.where(*_in_span(work, span), condition).order_by(query.selected_columns[0])
    rows = work.tx.execute(query.limit(limit))
    return [(number, bool(is_certain)) for number, is_certain in rows]


def count_leads_where(
    work: Work, span: IdSpan, condition: Clause, certain: Clause
) -> tuple[int, int]:
    """Return how many leads of a span within scope meet a condition, and how many certain ones."""
    of_certain = func.coalesce(func.sum(case((certain, 1), else_=0)), 0)
    query = select(func.count(), of_certain).select_from(lead_catalog(work.tx).table)
    count, certain_count = work.tx.execute(query.where(*_in_span(work, span), condition)).one()
    return int(count), int(certain_count)


def _in_span(work: Work, span: IdSpan) -> list[Clause]:
    table, within = lead_catalog(work.tx).table, work.access.partition_ids
    (after, last) = span
    clauses: list[Clause] = [table.c.id > after, table.c.id <= last]
    return clauses if within is None else [*clauses, table.c.leadPartitionId.in_(within)]


def leads_after(work: Work, after: int, limit: int) -> list[int]:
    """Return the ``limit`` smallest ids above ``after`` of leads within the caller's scope."""
    if work.access.partition_ids is None:
        return lead_ids_after(work.tx, after, limit)
    rows = work.tx.rows(
        _AFTER_WITHIN, after=after, limit=limit, within=sorted(work.access.partition_ids)
    )
    return [row[0] for row in rows]


def lead_ids_after(tx: Transaction, after: int, limit: int) -> list[int]:
    """Return the ``limit`` smallest ids above ``after`` of leads in all partitions."""
    return [row[0] for row in tx.rows(_AFTER, after=after, limit=limit)]


def lock_leads_in_scope(work: Work, lead_ids: Collection[int]) -> set[int]:
    """Lock leads until the transaction ends; return the ids of those within the caller's scope.

    The locks are taken in the order of ids, so that two commands on the same leads wait for each
    other but never deadlock.
    """
    work.tx.lock_rows(lead, sorted(set(lead_ids)))
    return existing_leads(work, lead_ids)


def lock_leads_or_winners(work: Work, lead_ids: Collection[int]) -> dict[int, int]:
    """Lock leads; return, by each of these ids, the id of the lead that it stands for now.

    It is the id itself, or the winner's if the lead was merged; also if it was merged while this
    transaction waited for it. Leads that were deleted or are not within the caller's scope have
    none.
    """
    found = {each: each for each in lock_leads_in_scope(work, lead_ids)}
    for _ in range(MERGE_LIMIT):
        winners = winners_of(work.tx, set(lead_ids) - found.keys())
        if not winners:
            break
        present = lock_leads_in_scope(work, winners.values())
        found |= {loser: winner for loser, winner in winners.items() if winner in present}
    return found


def leads_in_scope(work: Work, lead_ids: Collection[int]) -> Collection[int]:
    """Return the ids of these leads whose activities the caller may see, deleted leads included.

    The partition of a deleted lead is the one in which it was deleted.
    """
    if work.access.partition_ids is None or not lead_ids:
        return lead_ids
    rows = work.tx.rows(
        _WITHIN, wanted_ids=list(lead_ids), within=sorted(work.access.partition_ids)
    )
    return {row[0] for row in rows}


def store_deleted_partitions(tx: Transaction, drafts: Sequence[Draft]) -> None:
    """Store the partition of each lead that is being deleted, for later reads of its activities."""
    tx.insert(_ADD_DELETED, [(draft.lead_id, draft.partition_id) for draft in drafts])
