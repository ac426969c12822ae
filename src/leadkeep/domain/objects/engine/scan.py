"""Read all records of an object, for jobs and checks of the server."""

from collections.abc import Iterator, Sequence
from typing import Any

from leadkeep.domain.fields import Catalog, Field
from leadkeep.domain.objects.engine import queries
from leadkeep.store import Transaction

ROW_BATCH_SIZE = 500


def all_records(
    tx: Transaction, catalog: Catalog, fields: Sequence[Field]
) -> Iterator[tuple[Any, ...]]:
    """Yield all records, ascending by id: the id, then the stored values of ``fields``."""
    last = 0
    while rows := queries.records_after(tx, catalog, tuple(fields), last, ROW_BATCH_SIZE):
        yield from rows
        last = rows[-1][0]
