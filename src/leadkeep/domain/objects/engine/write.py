"""Store records: one insert, one update for each distinct set of changed fields, their keys."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from leadkeep.domain.fields import RECORD_KEYS, Catalog, KeyRow
from leadkeep.domain.objects.engine.draft import RecordDraft
from leadkeep.domain.objects.engine.guid import guid_of
from leadkeep.domain.objects.engine.keys import key_changes, key_names, keys_of
from leadkeep.domain.objects.engine.kind import GUID, Kind, catalog_of
from leadkeep.store import Insert, Transaction, UpdateById

DATES = ("createdAt", "updatedAt")


def write_records(tx: Transaction, kind: Kind, drafts: Sequence[RecordDraft]) -> None:
    """Store new and changed records with their keys; give new ones their numbers and ids.

    The caller has locked the dedupe keys, and the rows of the stored records.
    """
    catalog = catalog_of(tx, kind)
    new = [draft for draft in drafts if draft.is_new]
    if new:
        _insert(tx, kind, catalog, new)
    _update(tx, kind, catalog, [draft for draft in drafts if not draft.is_new])


def _insert(tx: Transaction, kind: Kind, catalog: Catalog, drafts: Sequence[RecordDraft]) -> None:
    is_guid = kind.id_name == GUID
    shapes = {tuple(draft.values): None for draft in drafts}
    # One statement inserts all: what only some records name holds nothing in the others.
    names = tuple(dict.fromkeys(name for shape in sorted(shapes) for name in shape))
    empty = {name: catalog.by_name[name].type.empty for name in names}
    rows = []
    numbers = tx.allocate(kind.ids, len(drafts))
    for draft, number in zip(drafts, numbers, strict=True):
        draft.record_id = number
        draft.shown_id = guid_of(kind.schema.name, number) if is_guid else number
        values = draft.values = empty | draft.values
        own = (number, draft.shown_id) if is_guid else (number,)
        rows.append((*own, *map(values.__getitem__, names)))

    def make() -> Insert:
        columns = [catalog.by_name[name].column for name in (*([GUID] if is_guid else []), *names)]
        return Insert(catalog.table, ["id", *columns], DATES)

    tx.insert(catalog.made(("insert", names), make), rows, tx.moment, tx.moment)
    RECORD_KEYS.add(tx, keys_of(kind, catalog, drafts))


def _update(tx: Transaction, kind: Kind, catalog: Catalog, drafts: Sequence[RecordDraft]) -> None:
    groups: defaultdict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    dropped: list[KeyRow] = []
    added: list[KeyRow] = []
    keys = key_names(kind, catalog)
    # In the order of their numbers, so that two calls on the same records wait, never deadlock.
    for draft in sorted(drafts, key=lambda each: each.record_id):
        changes = draft.changes
        if not changes:
            continue
        groups[tuple(changes)].append((draft.record_id, *changes.values()))
        if not keys.isdisjoint(changes):
            old, new = key_changes(kind, catalog, draft)
            dropped += old
            added += new
    for names, rows in groups.items():
        tx.update(_update_statement(catalog, names), rows, tx.moment)
    RECORD_KEYS.drop(tx, dropped)
    RECORD_KEYS.add(tx, added)


def _update_statement(catalog: Catalog, names: tuple[str, ...]) -> UpdateById:
    def make() -> UpdateById:
        columns = [catalog.by_name[name].column for name in names]
        return UpdateById(catalog.table, ["id", *columns], ["updatedAt"])

    return catalog.made(("update", names), make)
