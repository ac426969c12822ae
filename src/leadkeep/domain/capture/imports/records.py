"""Import records of objects other than the lead (behaviour.md 6.1)."""

from collections import defaultdict
from collections.abc import Sequence

from leadkeep.domain.fields import Catalog, Record, key_of
from leadkeep.domain.instance.access import Work
from leadkeep.domain.objects.engine import (
    Kind,
    RecordOutcome,
    RecordSync,
    Synced,
    catalog_of,
    sync_records,
)
from leadkeep.domain.objects.standard import ROLE, sync_roles
from leadkeep.errors import Reason

Key = tuple[str, ...]


def import_records(work: Work, kind: Kind, records: Sequence[Record]) -> list[RecordOutcome]:
    """Create or update a record for each row; return one outcome per row, in order.

    The engine writes one record of a key at a time. The later rows of a key are merged and written
    after the first, so that any file costs two commands at most. A row with a value that no field
    could store is skipped alone; other later rows of a key succeed or are skipped together.
    """
    catalog = catalog_of(work.tx, kind)
    outcomes = _synced(work, kind, records).outcomes
    later: defaultdict[Key, list[int]] = defaultdict(list)
    for index, outcome in enumerate(outcomes):
        if outcome.problem is not None and outcome.problem.reason is Reason.DUPLICATE_RECORD:
            later[_key(kind, catalog, records[index])].append(index)
    if later:
        merged = [_merged([records[index] for index in rows]) for rows in later.values()]
        second = _synced(work, kind, merged).outcomes
        for rows, outcome in zip(later.values(), second, strict=True):
            for index in rows:
                outcomes[index] = outcome
    return outcomes


def _synced(work: Work, kind: Kind, records: Sequence[Record]) -> Synced:
    command = RecordSync(records)
    return sync_roles(work, command) if kind is ROLE else sync_records(work, kind, command)


def _key(kind: Kind, catalog: Catalog, record: Record) -> Key:
    """Return the stored key values of a record that the engine could parse.

    The same value can be sent in several ways, such as 7 and 07.
    """
    by_field = {
        field.name: field.parse(value)
        for name, value in record.items()
        if (field := kind.field_to_write(catalog, name)) is not None and field.name in kind.dedupe
    }
    return tuple(key_of(by_field.get(name)) for name in kind.dedupe)


def _merged(records: Sequence[Record]) -> Record:
    """Return what the records say one after the other."""
    merged: Record = {}
    for each in records:
        merged |= each
    return merged
