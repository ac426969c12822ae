"""Check whether the records of an object agree with its rows in the key table."""

from collections import Counter

from sqlalchemy import func, select

from leadkeep.domain.fields import record_key
from leadkeep.domain.objects.engine.draft import RecordDraft
from leadkeep.domain.objects.engine.keys import key_fields, key_names, keys_of
from leadkeep.domain.objects.engine.kind import Kind, catalog_of
from leadkeep.domain.objects.engine.scan import all_records
from leadkeep.store import Transaction


def check_records(tx: Transaction, kind: Kind) -> list[str]:
    """Return a text for each kind of disagreement, with its count: no text has personal data."""
    catalog = catalog_of(tx, kind)
    names = sorted(key_names(kind, catalog))
    wanted: Counter[int] = Counter()
    present: Counter[int] = Counter()
    fields = [catalog.by_name[name] for name in names]
    for record_id, *values in all_records(tx, catalog, fields):
        draft = RecordDraft(record_id, dict(zip(names, values, strict=True)))
        for number, value, _ in keys_of(kind, catalog, [draft]):
            wanted[number] += 1
            present[number] += _has_key(tx, number, value, record_id)
    complaints = []
    for number, its_names in key_fields(kind, catalog).items():
        held = tx.execute(
            select(func.count()).select_from(record_key).where(record_key.c.field_id == number)
        ).scalar_one()
        where = f"{kind.schema.name} {'+'.join(its_names)}"
        if lost := wanted[number] - present[number]:
            complaints.append(f"keys: {lost} records are not found by {where}")
        if astray := held - present[number]:
            complaints.append(f"keys: {astray} keys of {where} lead to no record that has them")
    return complaints


def _has_key(tx: Transaction, number: int, value: str, record_id: int) -> bool:
    row = select(record_key.c.record_id).where(
        record_key.c.field_id == number,
        record_key.c.value == value,
        record_key.c.record_id == record_id,
    )
    return tx.execute(row).first() is not None
