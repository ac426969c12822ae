"""Check that values of records refer to existing records of other objects, or to leads."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import bindparam, select

from leadkeep.domain.fields import LEAD_KEYS, RECORD_KEYS, Catalog, key_of, lead, lead_key
from leadkeep.domain.instance.access import Work
from leadkeep.domain.objects.engine.draft import RecordDraft
from leadkeep.domain.objects.engine.keys import dedupe_number, lock_names
from leadkeep.domain.objects.engine.kind import Kind, Reference, catalog_of
from leadkeep.errors import Problem, Reason
from leadkeep.store import Statement, Transaction, any_of

LEAD_ID = "id"
LOCK_ATTEMPT_LIMIT = 3
"""Limit: attempts to lock the leads that have a value, because a value may move to another lead
while the command waits for the lock."""

_THERE = Statement(select(lead.c.id).where(any_of(lead.c.id, "wanted_ids")).order_by(lead.c.id))
_WITHIN = Statement(
    select(lead.c.id)
    .where(any_of(lead.c.id, "wanted_ids"), any_of(lead.c.leadPartitionId, "within"))
    .order_by(lead.c.id)
)


_PARTITIONS_BY_ID = Statement(
    select(lead.c.id, lead.c.leadPartitionId)
    .where(any_of(lead.c.id, "wanted_ids"))
    .order_by(lead.c.id)
)
_PARTITIONS_BY_KEY = Statement(
    select(lead_key.c.value, lead.c.leadPartitionId)
    .distinct()
    .join(lead, lead.c.id == lead_key.c.lead_id)
    .where(lead_key.c.kind == bindparam("wanted_field"), any_of(lead_key.c.value, "wanted_keys"))
    .order_by(lead_key.c.value, lead.c.leadPartitionId)
)


def reference_to(kind: Kind, field: str, problem: Problem) -> Reference:
    """Return the reference of a field whose values are dedupe values of another object."""

    def known(work: Work, values: Collection[Any]) -> Collection[Any]:
        # Records of other objects belong to no lead partition.
        held = record_ids_by_dedupe(work.tx, kind, values)
        return {value for value in values if key_of(value) in held}

    def locks(tx: Transaction, values: Collection[Any]) -> Iterable[str]:
        return dedupe_lock_names(tx, kind, values)

    return Reference(field, known, problem, lock_names=locks)


def record_ids_by_dedupe(tx: Transaction, kind: Kind, values: Collection[Any]) -> dict[str, int]:
    """Return the ids of the records that have one of these dedupe values, by normalised value."""
    keys = [key for value in values if (key := key_of(value))]
    return dict(RECORD_KEYS.owners(tx, dedupe_number(kind, catalog_of(tx, kind)), keys))


def dedupe_lock_names(tx: Transaction, kind: Kind, values: Collection[Any]) -> list[str]:
    """Return the lock names of dedupe values: while locked, their records cannot be deleted."""
    return lock_names(dedupe_number(kind, catalog_of(tx, kind)), map(key_of, values))


def lead_reference(field: str) -> Reference:
    """Return the reference of a field whose values are ids of leads within the caller's scope."""
    return Reference(field, _lock_leads_in_scope, Problem(Reason.LEAD_NOT_FOUND), LEAD_ID)


def lead_key_reference(field: str, lead_field: str) -> Reference:
    """Return the reference of a field whose values are values of a key field of leads.

    At least one of the leads that have the value must be within the caller's scope.
    """

    def lock_existing(work: Work, values: Collection[Any]) -> Collection[Any]:
        keys = {key_of(value) for value in values}
        owners = LEAD_KEYS.owners(work.tx, lead_field, keys)
        for _ in range(LOCK_ATTEMPT_LIMIT):
            asked = {lead_id for _, lead_id in owners}
            present = _lock_leads_in_scope(work, asked) if asked else set()
            # While this command waited for the leads, a value may have moved to another lead.
            owners = LEAD_KEYS.owners(work.tx, lead_field, keys)
            if asked.issuperset(lead_id for _, lead_id in owners):
                break
        held = {key for key, lead_id in owners if lead_id in present}
        return {value for value in values if key_of(value) in held}

    return Reference(field, lock_existing, Problem(Reason.LEAD_NOT_FOUND), lead_field)


def _lock_leads_in_scope(work: Work, lead_ids: Collection[int]) -> set[int]:
    """Lock leads; return the ids of those within the caller's scope."""
    work.tx.lock_rows(lead, sorted(lead_ids))
    if work.access.partition_ids is None:
        rows = work.tx.rows(_THERE, wanted_ids=list(lead_ids))
    else:
        within = sorted(work.access.partition_ids)
        rows = work.tx.rows(_WITHIN, wanted_ids=list(lead_ids), within=within)
    return {row[0] for row in rows}


def leads_keyed(tx: Transaction, field: str, keys: Collection[str]) -> set[str]:
    """Return those of the keys that at least one lead has in this key field."""
    return {row[0] for row in LEAD_KEYS.owners(tx, field, keys)}


def keys_present(tx: Transaction, catalog: Catalog, field: str, keys: Collection[str]) -> set[str]:
    """Return those of the keys that at least one record has in this key field."""
    return {row[0] for row in RECORD_KEYS.owners(tx, catalog.by_name[field].id, keys)}


def foreign_records(work: Work, kind: Kind, drafts: Iterable[RecordDraft]) -> set[int]:
    """Return the ids of the records that the caller must not write (``Work.is_guarded``).

    These are the records of leads that are not within the caller's scope, and the records that
    such a lead shows. A record whose key several leads have is out of reach if none of them is
    within the scope; a record that several leads show, if one of them is not.
    """
    if not work.is_guarded:
        return set()
    stored = [draft for draft in drafts if not draft.is_new]
    found: set[int] = set()
    for reference in kind.references:
        if reference.lead_field is not None:
            keys = {each.record_id: key_of(each.before[reference.field]) for each in stored}
            foreign = _reached(work, reference.lead_field, keys.values())
            found |= {number for number, key in keys.items() if foreign.get(key) == {False}}
    if kind.lead_link is not None:
        keys = {each.record_id: key_of(each.before[kind.dedupe[0]]) for each in stored}
        foreign = _reached(work, kind.lead_link, keys.values())
        found |= {number for number, key in keys.items() if False in foreign.get(key, ())}
    return found


def _reached(work: Work, lead_field: str, keys: Iterable[str]) -> dict[str, set[bool]]:
    """Return by key whether leads with it are within the scope: both, if some are and some not."""
    wanted = [key for key in keys if key]
    if lead_field == LEAD_ID:
        rows = work.tx.rows(_PARTITIONS_BY_ID, wanted_ids=[int(key) for key in wanted])
    else:
        rows = work.tx.rows(_PARTITIONS_BY_KEY, wanted_field=lead_field, wanted_keys=wanted)
    found: dict[str, set[bool]] = {}
    for key, partition_id in rows:
        found.setdefault(str(key), set()).add(work.access.has_partition(partition_id))
    return found
