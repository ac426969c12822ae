"""Describe a kind of rows to extract, as data for the engine."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.bulk.job import BulkJob, ExtractDefinition
from leadkeep.domain.instance.access import Work

ROW_BATCH_SIZE = 1_000
"""Batch size: rows that are read and written at a time."""

Rows = Iterator[Sequence[Sequence[Any]]]
"""Batches of rows; a row has a JSON value for each field, in their order."""


@dataclass(frozen=True, slots=True)
class ExtractKind:
    """One kind of rows.

    ``checked`` refuses fields and filters that do not exist, and returns the definition with the
    fields that the file has. ``rows`` reads the rows, ascending by id.
    """

    name: str
    checked: Callable[[Work, str | None, ExtractDefinition], ExtractDefinition]
    rows: Callable[[Work, BulkJob, ExtractDefinition], Rows]
    json_columns: frozenset[str] = frozenset()
    """Columns whose values are JSON as text."""
