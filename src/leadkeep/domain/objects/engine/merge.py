"""Move records that refer to leads: to the winner of a merge, or to a new value of their lead."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.domain.fields import RECORD_KEYS, Values, key_of
from leadkeep.domain.objects.engine.delete import remove_records
from leadkeep.domain.objects.engine.draft import RecordDraft
from leadkeep.domain.objects.engine.identify import lock_records
from leadkeep.domain.objects.engine.keys import (
    dedupe_key,
    dedupe_number,
    ids_by_field,
    lock_names,
)
from leadkeep.domain.objects.engine.kind import Kind, catalog_of
from leadkeep.domain.objects.engine.write import write_records
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class MovedRecord:
    """What a merge did to one record of a losing lead, as an undo needs it."""

    object_name: str
    field: str
    """The name of the field that refers to the lead."""
    record_id: int
    lead_id: int
    """The id of the losing lead that the record belonged to."""
    removed: Values | None
    """The stored values of a record that was deleted as a duplicate; None for a moved record."""


LinkValue = tuple[int, Any]
"""A lead id, and the value by which records refer to the lead: its id, or a value of a key field.
"""


def records_referring(
    tx: Transaction, kind: Kind, field: str, values: Collection[Any]
) -> list[RecordDraft]:
    """Lock the records in which a field has one of these values; return drafts with all values.

    A record that another transaction gave another value, while this one waited for it, is left out.
    The caller has locked what the values refer to, so that no record comes to refer to it.
    """
    catalog = catalog_of(tx, kind)
    ids = {owner for _, owner in ids_by_field(tx, catalog, field, values)}
    names = [each.name for each in catalog.fields if each.name != kind.id_name]
    keys = {key_of(value) for value in values}
    drafts = lock_records(tx, kind, ids, names).values()
    return [draft for draft in drafts if key_of(draft.before[field]) in keys]


def move_records(
    tx: Transaction,
    kind: Kind,
    field: str,
    losers: Sequence[LinkValue],
    winner: Any,  # noqa: ANN401
) -> list[MovedRecord]:
    """Move the records of merged leads to the winner: set ``field`` to the value ``winner``.

    ``losers`` are the losers' ids, each with the value by which records refer to it. The caller has
    locked the leads. If several records would have the same dedupe key, one stays and the others
    are deleted: the winner's own, else the first loser's.
    """
    own = key_of(winner)
    order = [own, *(key_of(value) for _, value in losers)]
    owners = {key_of(value): lead_id for lead_id, value in reversed(losers)}
    drafts = records_referring(tx, kind, field, [winner, *(value for _, value in losers)])
    drafts.sort(key=lambda draft: (order.index(key_of(draft.before[field])), draft.record_id))
    taken: set[str] = set()
    moved: list[RecordDraft] = []
    doubled: list[RecordDraft] = []
    log = []
    for draft in drafts:
        held = key_of(draft.before[field])
        if held != own:
            draft.values[field] = winner
        key = dedupe_key(kind, draft.values)
        is_double = key in taken
        taken.add(key)
        if held != own:
            removed = draft.before.copy() if is_double else None
            log.append(MovedRecord(kind.schema.name, field, draft.record_id, owners[held], removed))
            (doubled if is_double else moved).append(draft)
    for draft in doubled:
        draft.values = draft.before.copy()
    remove_records(tx, kind, doubled)
    write_records(tx, kind, moved)
    return log


def rewrite_links(
    tx: Transaction, kind: Kind, field: str, changes: Sequence[tuple[Any, Any]]
) -> None:
    """Give the records in which ``field`` has an old value the new one; ``changes`` has both.

    The caller has locked the leads whose values change. A record whose dedupe key would be empty
    or belongs to another record stays as it is.
    """
    catalog = catalog_of(tx, kind)
    new_values = {key_of(old): new for old, new in reversed(changes)}
    drafts = records_referring(tx, kind, field, [old for old, _ in changes])
    for draft in drafts:
        draft.values[field] = new_values[key_of(draft.before[field])]
    if field in kind.dedupe and drafts:
        number = dedupe_number(kind, catalog)
        keys = [key for draft in drafts if (key := dedupe_key(kind, draft.values))]
        tx.lock_keys(lock_names(number, keys))
        moved = {draft.record_id for draft in drafts}
        taken = {key for key, owner in RECORD_KEYS.owners(tx, number, keys) if owner not in moved}
        for draft in drafts:
            key = dedupe_key(kind, draft.values)
            if not key or key in taken:
                draft.values = draft.before.copy()
            taken.add(key)
    write_records(tx, kind, drafts)
