"""Find the records that sent records name: by id, by marketoGUID, or by dedupe fields."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from leadkeep.domain.fields import (
    RECORD_KEYS,
    Catalog,
    Record,
    SentColumn,
    Unacceptable,
    Values,
    invalid_value,
    key_of,
    parse_records,
    whole_number,
)
from leadkeep.domain.objects.engine import queries
from leadkeep.domain.objects.engine.draft import RecordDraft
from leadkeep.domain.objects.engine.guid import guid_of, id_of_guid
from leadkeep.domain.objects.engine.keys import (
    dedupe_key,
    dedupe_number,
    key_names,
    lock_names,
)
from leadkeep.domain.objects.engine.kind import GUID, Kind, catalog_of
from leadkeep.errors import Problem, Reason
from leadkeep.store import Transaction

Key = str | int
"""What names a record: the key of its dedupe fields (text), or its record id (number)."""

MISSING_KEY = 0
"""A record id that no record has."""


def number_of(kind: Kind, shown: Any) -> int | None:  # noqa: ANN401
    """Return the record id for an id or UUID as the API shows it.

    0 for a UUID that no record has, None for something that is neither.
    """
    if kind.id_name == GUID:
        if not isinstance(shown, str):
            return None
        return id_of_guid(kind.schema.name, shown) or MISSING_KEY
    try:
        return whole_number(shown)
    except Unacceptable:
        return None


def lock_records(
    tx: Transaction, kind: Kind, record_ids: Collection[int], names: Iterable[str] = ()
) -> dict[Key, RecordDraft]:
    """Lock records; return by record id a draft with the key fields and the named fields."""
    if not record_ids:
        return {}
    catalog = catalog_of(tx, kind)
    tx.lock_rows(catalog.table, sorted(record_ids))
    wanted = sorted(key_names(kind, catalog).union(names))
    fields = [catalog.by_name[name] for name in wanted]
    drafts: dict[Key, RecordDraft] = {}
    for record_id, *values in queries.stored_records(tx, catalog, fields, record_ids):
        before = dict(zip(wanted, values, strict=True))
        shown = guid_of(kind.schema.name, record_id) if kind.id_name == GUID else record_id
        drafts[record_id] = RecordDraft(record_id, before.copy(), shown, before)
    return drafts


def key_of_id(kind: Kind, sent: Record) -> int | Problem:
    """Return the record id for the id or marketoGUID in a sent record; or the problem."""
    shown = sent.get(kind.id_name)
    if shown is None or shown == "":
        return Problem(Reason.REQUIRED_VALUE, (kind.id_name,))
    number = number_of(kind, shown)
    return invalid_value(kind.id_name, shown) if number is None else number


def keys_named(
    kind: Kind, catalog: Catalog, records: Sequence[Record], *, by_id: bool
) -> list[Key | Problem]:
    """Return, for each sent record, the record id or dedupe key that it names; or its problem.

    Other members of the records are ignored.
    """
    if by_id:
        return [key_of_id(kind, sent) for sent in records]
    wanted: list[Record] = [
        {name: value for name, value in sent.items() if _is_dedupe(kind, catalog, name)}
        for sent in records
    ]
    parsed = parse_records(wanted, lambda shape: _plan(catalog, shape))
    return [each if isinstance(each, Problem) else _key_of_record(kind, each) for each in parsed]


def _is_dedupe(kind: Kind, catalog: Catalog, name: str) -> bool:
    field = catalog.find(name)
    return field is not None and field.name in kind.dedupe


def _plan(catalog: Catalog, shape: Sequence[str]) -> list[SentColumn]:
    named = [(name, catalog.named(name)) for name in shape]
    return [SentColumn(name, field, field.parse, field.are_plain) for name, field in named]


def _key_of_record(kind: Kind, values: dict[str, Any]) -> Key | Problem:
    for name in kind.dedupe:
        if not key_of(values.get(name)):
            return Problem(Reason.REQUIRED_VALUE, (name,))
    return dedupe_key(kind, values)


def lock_named(tx: Transaction, kind: Kind, keys: Collection[Key]) -> dict[Key, RecordDraft]:
    """Lock the records that ``keys`` name, and their dedupe keys; return drafts by key.

    The keys are all record ids or all dedupe keys. Keys are always locked before rows, so for
    record ids the records' dedupe keys are read first; one that has changed by the time the rows
    are locked is locked last.
    """
    catalog = catalog_of(tx, kind)
    number = dedupe_number(kind, catalog)
    ids = [key for key in keys if isinstance(key, int)]
    names = [key for key in keys if isinstance(key, str)]
    if ids:
        fields = [catalog.by_name[name] for name in kind.dedupe]
        rows = queries.stored_records(tx, catalog, fields, ids)
        names = [dedupe_key(kind, dict(zip(kind.dedupe, row[1:], strict=True))) for row in rows]
        tx.lock_keys(lock_names(number, names))
        found = lock_records(tx, kind, ids)
        present = {dedupe_key(kind, draft.values) for draft in found.values()}
        if changed := sorted(present.difference(names)):
            tx.lock_keys(lock_names(number, changed))
        return found
    tx.lock_keys(lock_names(number, names))
    owners = dict(RECORD_KEYS.owners(tx, number, names))
    drafts = lock_records(tx, kind, set(owners.values()))
    # While this command waited for a record, its dedupe key may have changed.
    return {
        key: drafts[owner]
        for key, owner in owners.items()
        if owner in drafts and dedupe_key(kind, drafts[owner].values) == key
    }


def read_records(
    tx: Transaction, kind: Kind, record_ids: Collection[int], names: Sequence[str]
) -> dict[int, Values]:
    """Return the named fields of records as stored values, by record id."""
    catalog = catalog_of(tx, kind)
    fields = [catalog.by_name[name] for name in names]
    rows = queries.stored_records(tx, catalog, fields, record_ids)
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
