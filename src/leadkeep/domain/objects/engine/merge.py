"""Move records that refer to merged leads to the winner of the merge."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.domain.fields import Values
from leadkeep.domain.objects.engine.delete import remove_records
from leadkeep.domain.objects.engine.draft import RecordDraft
from leadkeep.domain.objects.engine.identify import lock_records
from leadkeep.domain.objects.engine.keys import dedupe_key, ids_by_field
from leadkeep.domain.objects.engine.kind import Kind, catalog_of
from leadkeep.domain.objects.engine.write import write_records
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class MovedRecord:
    """What a merge did to one record of a losing lead, as an undo needs it."""

    object_name: str
    field: str
    """The name of the field that contains the lead id."""
    record_id: int
    lead_id: int
    """The id of the losing lead that the record belonged to."""
    removed: Values | None
    """The stored values of a record that was deleted as a duplicate; None for a moved record."""


def records_referring(
    tx: Transaction, kind: Kind, field: str, values: Collection[Any]
) -> list[RecordDraft]:
    """Lock the records in which a field has one of these values; return drafts with all values."""
    catalog = catalog_of(tx, kind)
    ids = {owner for _, owner in ids_by_field(tx, catalog, field, values)}
    names = [each.name for each in catalog.fields if each.name != kind.id_name]
    return list(lock_records(tx, kind, ids, names).values())


def move_records(
    tx: Transaction,
    kind: Kind,
    field: str,
    loser_ids: Sequence[int],
    winner_id: int,
) -> list[MovedRecord]:
    """Move the records of merged leads to the winner: set ``field`` to the winner's id.

    The caller has locked the leads. If several records would have the same dedupe key, one stays
    and the others are deleted: the winner's own, else the first loser's.
    """
    leads = [winner_id, *loser_ids]
    drafts = records_referring(tx, kind, field, leads)
    drafts.sort(key=lambda draft: (leads.index(draft.before[field]), draft.record_id))
    taken: set[str] = set()
    moved: list[RecordDraft] = []
    doubled: list[RecordDraft] = []
    log = []
    for draft in drafts:
        lead_id = draft.before[field]
        draft.values[field] = winner_id
        key = dedupe_key(kind, draft.values)
        is_double = key in taken
        taken.add(key)
        if lead_id != winner_id:
            removed = draft.before.copy() if is_double else None
            log.append(MovedRecord(kind.schema.name, field, draft.record_id, lead_id, removed))
            (doubled if is_double else moved).append(draft)
    for draft in doubled:
        draft.values = draft.before.copy()
    remove_records(tx, kind, doubled)
    write_records(tx, kind, moved)
    return log
