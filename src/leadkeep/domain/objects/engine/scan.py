"""Scan all records of an object, for work on the store itself."""

from collections.abc import Iterator, Sequence
from typing import Any

from leadkeep.domain.fields import Catalog, Field
from leadkeep.domain.objects.engine import queries
from leadkeep.store import Transaction

ROW_BATCH_SIZE = 500


def all_records(
    tx: Transaction, catalog: Catalog, fields: Sequence[Field]
) -> Iterator[tuple[Any, ...]]:
    """Yield all records, ascending by id: their ids, then the stored values of the fields."""
    last = 0
    while rows := queries.records_after(tx, catalog, tuple(fields), last, ROW_BATCH_SIZE):
        yield from rows
        last = rows[-1][0]
