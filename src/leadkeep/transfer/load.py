"""Load the rows of a file, in batches of one transaction each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from leadkeep.domain.capture.imports import TrialKeys, record_of
from leadkeep.domain.fields import Record
from leadkeep.errors import LeadkeepError, SetupError
from leadkeep.files import BadRow, Row, TypedRow, quoted
from leadkeep.store import Store, Transaction
from leadkeep.transfer.targets import Outcome, Target

BATCH_SIZE = 500
"""Number of rows that are written in one transaction."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not loaded, and why."""

    number: int
    """Number of the row in its file."""
    reason: str
    values: Sequence[Any]
    """The cells of the row, or its one object."""


@dataclass(slots=True)
class Loaded:
    """How many rows were created, updated and refused, or would be."""

    counts: dict[str, int] = field(
        default_factory=lambda: {"created": 0, "updated": 0, "refused": 0}
    )
    has_ended_early: bool = False
    """Was the rest of the file unreadable?"""


OnRefused = Callable[[Refused], None]
OnBatch = Callable[[Loaded], None]


def load_rows(
    store: Store,
    rows: Iterable[Row | TypedRow | BadRow],
    names: Callable[[str], str] | Sequence[str],
    target: Target,
    *,
    is_dry_run: bool,
    on_refused: OnRefused,
    on_batch: OnBatch,
) -> Loaded:
    """Write rows to the store; return the counts.

    ``names`` has the field of each column, or returns the field of a name of a typed row. A batch
    is written completely or not at all. With ``is_dry_run`` each batch is rolled back: then a row
    whose key an earlier batch created counts as updated.

    Raises:
        SetupError: a batch was refused as a whole; the message says which rows are loaded.
    """
    loaded = Loaded()
    keys = TrialKeys(target.key) if is_dry_run else None
    for batch in _batches(rows):
        loadable = [each for each in batch if not isinstance(each, BadRow)]
        records = [_record(each, names) for each in loadable]
        outcomes = _written(store, target, records, loadable, is_dry_run=is_dry_run)
        decided = iter(zip(loadable, records, outcomes, strict=True))
        for row in batch:
            if isinstance(row, BadRow):
                loaded.counts["refused"] += 1
                loaded.has_ended_early |= row.ends_file
                on_refused(Refused(row.number, str(row), row.values))
                continue
            _, record, outcome = next(decided)
            if outcome.status == "skipped":
                loaded.counts["refused"] += 1
                on_refused(_refused(row, outcome))
            else:
                status = outcome.status if keys is None else keys.status(outcome.status, record)
                loaded.counts[status] += 1
        on_batch(loaded)
    return loaded


def _batches(
    rows: Iterable[Row | TypedRow | BadRow],
) -> Iterator[list[Row | TypedRow | BadRow]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH_SIZE)):
        yield batch


def _record(row: Row | TypedRow, names: Callable[[str], str] | Sequence[str]) -> Record:
    if isinstance(row, TypedRow):
        assert callable(names)  # noqa: S101 -- rows of one file are of one kind
        pairs = ((names(name), value) for name, value in row.values.items())
        return {name: value for name, value in pairs if name}
    assert not callable(names)  # noqa: S101 -- as above
    return record_of(names, row.values)


class _RollBack(Exception):  # noqa: N818 -- ends a transaction that was only to show its outcomes
    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


def _written(
    store: Store,
    target: Target,
    records: Sequence[Record],
    rows: Sequence[Row | TypedRow],
    *,
    is_dry_run: bool,
) -> Sequence[Outcome]:
    if not records:
        return []

    def write(tx: Transaction) -> Sequence[Outcome]:
        outcomes = target.write(tx, records)
        if is_dry_run:
            raise _RollBack(outcomes)
        return outcomes

    try:
        return store.write_now(write)
    except _RollBack as taken_back:
        return taken_back.outcomes
    except LeadkeepError as error:
        where = f"rows from {rows[0].number} on are not loaded, those before are"
        raise SetupError(f"{error}; {where}") from None


def _refused(row: Row | TypedRow, outcome: Outcome) -> Refused:
    values = row.values if isinstance(row, Row) else [row.values]
    return Refused(row.number, quoted(f"row {row.number}: {outcome.problem}"), values)
