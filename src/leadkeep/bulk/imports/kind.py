"""Describe a kind of rows to import, as data for the engine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.bulk.job import BulkJob
from leadkeep.domain.fields import Record
from leadkeep.domain.instance.access import Work
from leadkeep.store import Transaction


@dataclass(slots=True)
class RowOutcome:
    """What became of one row: imported, imported with a warning, or failed."""

    status: str = ""
    """created or updated, of a row that did not fail."""
    failure: str | None = None
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class ImportKind:
    """One kind of rows.

    ``check`` refuses a job whose targets, such as its list, do not exist; it runs when the job is
    created, and before each batch. ``key`` returns the names of the fields that identify a record.
    ``parse`` gets records with members by column, of which it ignores those that it does not know,
    in a read transaction while the batch before is written; it does what needs no stored row.
    ``write`` gets what it returned, and returns an outcome for each record, in order.
    """

    name: str
    check: Callable[[Work, BulkJob], None]
    key: Callable[[Transaction, BulkJob], Sequence[str]]
    parse: Callable[[Transaction, BulkJob, Sequence[Record]], Any]
    write: Callable[[Work, BulkJob, Any], list[RowOutcome]]
