"""Write records of objects and their key rows."""

from collections.abc import Iterator, Sequence

from leadkeep.domain.fields import (
    RECORD_KEYS,
    Catalog,
    RowChange,
    insert_statement,
    level_values,
    update_rows,
)
from leadkeep.domain.objects.engine.draft import RecordDraft
from leadkeep.domain.objects.engine.guid import guid_of
from leadkeep.domain.objects.engine.keys import key_changes, key_names, keys_of
from leadkeep.domain.objects.engine.kind import GUID, Kind, catalog_of
from leadkeep.store import Transaction

DATES = ("createdAt", "updatedAt")


def write_records(tx: Transaction, kind: Kind, drafts: Sequence[RecordDraft]) -> None:
    """Insert new record drafts and update changed ones, with their keys.

    New records get their ids. The caller has locked the dedupe keys, and the rows of stored
    records.
    """
    catalog = catalog_of(tx, kind)
    new = [draft for draft in drafts if draft.is_new]
    if new:
        _insert(tx, kind, catalog, new)
    stored = [draft for draft in drafts if not draft.is_new]
    update_rows(tx, catalog, RECORD_KEYS, _changes(kind, catalog, stored))


def _insert(tx: Transaction, kind: Kind, catalog: Catalog, drafts: Sequence[RecordDraft]) -> None:
    is_guid = kind.id_name == GUID
    names = level_values(drafts, lambda name: catalog.by_name[name].type.empty)
    rows = []
    for draft, number in zip(drafts, tx.allocate(kind.ids, len(drafts)), strict=True):
        draft.record_id = number
        draft.public_id = guid_of(kind.schema.name, number) if is_guid else number
        own = (number, draft.public_id) if is_guid else (number,)
        rows.append((*own, *map(draft.values.__getitem__, names)))
    columns = ("id", GUID) if is_guid else ("id",)
    statement = insert_statement(catalog, columns, names, DATES)
    tx.insert(statement, rows, tx.moment, tx.moment)
    RECORD_KEYS.add(tx, keys_of(kind, catalog, drafts))


def _changes(kind: Kind, catalog: Catalog, drafts: Sequence[RecordDraft]) -> Iterator[RowChange]:
    keys = key_names(kind, catalog)
    for draft in sorted(drafts, key=lambda draft: draft.record_id):
        changes = draft.changes
        if not changes:
            continue
        if keys.isdisjoint(changes):
            yield draft.record_id, changes, (), ()
        else:
            yield draft.record_id, changes, *key_changes(kind, catalog, draft)
