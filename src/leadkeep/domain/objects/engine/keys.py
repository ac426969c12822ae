"""Make the key rows of records: one for all dedupe fields, one for each other key field."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import delete

from leadkeep.domain.fields import RECORD_KEYS, Catalog, KeyRow, key_of, record_key
from leadkeep.domain.objects.engine.draft import RecordDraft
from leadkeep.domain.objects.engine.kind import Kind
from leadkeep.store import Statement, Transaction, any_of

_REMOVE_ALL = Statement(delete(record_key).where(any_of(record_key.c.field_id, "wanted_fields")))

BETWEEN_PARTS = "\x1f"

KeyFields = Mapping[int, tuple[str, ...]]


def key_fields(kind: Kind, catalog: Catalog) -> KeyFields:
    """Return, by the number that identifies a key, the names of the fields that make it."""

    def make() -> KeyFields:
        found: dict[int, tuple[str, ...]] = {dedupe_number(kind, catalog): kind.dedupe}
        for each in catalog.fields:
            if kind.is_filter(each):
                found[each.id] = (each.name,)
        return found

    return catalog.cached(("key fields", *_what_makes_keys(kind)), make)


def _what_makes_keys(kind: Kind) -> tuple[object, ...]:
    """Return what tells, beside the fields, which keys a kind has."""
    return kind.dedupe, kind.searchable, kind.searches_custom


def dedupe_number(kind: Kind, catalog: Catalog) -> int:
    """Return the number that identifies the key of the dedupe fields."""
    first = catalog.by_name[kind.dedupe[0]].id
    return first if len(kind.dedupe) == 1 else -first


def dedupe_key(kind: Kind, values: Mapping[str, Any]) -> str:
    """Return the key of the dedupe fields; an empty text when one of the fields is empty."""
    return _key(kind.dedupe, values)


def _key(names: Iterable[str], values: Mapping[str, Any]) -> str:
    parts = [key_of(values.get(name)) for name in names]
    return BETWEEN_PARTS.join(parts) if all(parts) else ""


def key_names(kind: Kind, catalog: Catalog) -> frozenset[str]:
    """Return the names of all key fields."""
    return catalog.cached(
        ("key names", *_what_makes_keys(kind)),
        lambda: frozenset(name for names in key_fields(kind, catalog).values() for name in names),
    )


def keys_of(kind: Kind, catalog: Catalog, drafts: Iterable[RecordDraft]) -> list[KeyRow]:
    """Return the key rows for the present values of drafts."""
    drafts = list(drafts)
    return [
        (number, key, draft.record_id)
        for number, names in key_fields(kind, catalog).items()
        for draft in drafts
        if (key := _key(names, draft.values))
    ]


def key_changes(
    kind: Kind, catalog: Catalog, draft: RecordDraft
) -> tuple[list[KeyRow], list[KeyRow]]:
    """Return the key rows to delete and the key rows to add for a record that a command changed."""
    dropped, added = [], []
    for number, names in key_fields(kind, catalog).items():
        old, new = _key(names, draft.before), _key(names, draft.values)
        if old != new:
            if old:
                dropped.append((number, old, draft.record_id))
            if new:
                added.append((number, new, draft.record_id))
    return dropped, added


def ids_by_field(
    tx: Transaction, catalog: Catalog, name: str, values: Collection[Any]
) -> list[tuple[str, int]]:
    """Return (key, record id) for each record in which the field has one of these stored values."""
    keys = [key for value in values if (key := key_of(value))]
    return RECORD_KEYS.owners(tx, catalog.by_name[name].id, keys)


def lock_names(number: int, keys: Iterable[str]) -> list[str]:
    """Return the names of the locks on keys.

    While they are locked, no other command creates or deletes records with these keys.
    """
    return [f"record {number}:{key}" for key in keys]


def remove_all_keys(tx: Transaction, catalog: Catalog) -> None:
    """Delete all key rows of an object that is being deleted."""
    numbers = [number for each in catalog.fields for number in (each.id, -each.id)]
    tx.run(_REMOVE_ALL, wanted_fields=numbers)
