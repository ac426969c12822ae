"""Load the rows of a file, in batches of one transaction each."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from leadkeep.domain.capture.imports import TrialKeys, records_of
from leadkeep.domain.fields import Record
from leadkeep.errors import LeadkeepError, SetupError
from leadkeep.files import BadRow, Row, TypedRow, in_batches, one_ahead, quoted
from leadkeep.store import Store, Transaction
from leadkeep.transfer.targets import Outcome, Target


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
    reads_ahead: bool = True,
) -> Loaded:
    """Write rows to the store; return the counts.

    ``names`` has the field of each column, or returns the field of a name of a typed row. A batch
    is written completely or not at all. With ``is_dry_run`` each batch is rolled back: then a row
    whose key an earlier batch created counts as updated. ``reads_ahead`` is false for rows that
    people may type: a thread that waits for them would not end with the command.

    Raises:
        SetupError: a batch was refused as a whole; the message says which rows are loaded.
    """
    loaded = Loaded()
    keys = TrialKeys(target.key) if is_dry_run else None
    parsed = _parsed_batches(store, rows, names, target)
    with closing(one_ahead(parsed) if reads_ahead else parsed) as batches:
        for batch in batches:
            _load_batch(store, target, batch, loaded, keys, on_refused)
            on_batch(loaded)
    return loaded


@dataclass(frozen=True, slots=True)
class _Batch:
    rows: Sequence[Row | TypedRow | BadRow]
    loadable: Sequence[Row | TypedRow]
    records: Sequence[Record]
    """A record for each loadable row."""
    parsed: Any
    """What the target has made of the records."""


def _parsed_batches(
    store: Store,
    rows: Iterable[Row | TypedRow | BadRow],
    names: Callable[[str], str] | Sequence[str],
    target: Target,
) -> Generator[_Batch, None, None]:
    for batch in in_batches(rows):
        loadable = [each for each in batch if not isinstance(each, BadRow)]
        records = _records(loadable, names)
        parsed = store.read_now(lambda tx: target.parse(tx, records))  # noqa: B023 -- called at once
        yield _Batch(batch, loadable, records, parsed)


def _load_batch(
    store: Store,
    target: Target,
    batch: _Batch,
    loaded: Loaded,
    keys: TrialKeys | None,
    on_refused: OnRefused,
) -> None:
    """Write a batch and count its rows; ``keys`` has those that a dry run created."""
    outcomes = _written(store, target, batch, is_dry_run=keys is not None)
    decided = iter(zip(batch.records, outcomes, strict=True))
    for row in batch.rows:
        if isinstance(row, BadRow):
            loaded.counts["refused"] += 1
            loaded.has_ended_early |= row.ends_file
            on_refused(Refused(row.number, str(row), row.values))
            continue
        record, outcome = next(decided)
        if outcome.status == "skipped":
            loaded.counts["refused"] += 1
            on_refused(_refused(row, outcome))
        else:
            status = outcome.status if keys is None else keys.status(outcome.status, record)
            loaded.counts[status] += 1


def _records(
    rows: Sequence[Row | TypedRow], names: Callable[[str], str] | Sequence[str]
) -> list[Record]:
    if not callable(names):
        return records_of(names, [each.values for each in rows if isinstance(each, Row)])
    pairs = [
        [(names(name), value) for name, value in each.values.items()]
        for each in rows
        if isinstance(each, TypedRow)
    ]
    return [{name: value for name, value in each if name} for each in pairs]


class _RollBack(Exception):  # noqa: N818 -- ends a transaction that was only to show its outcomes
    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


def _written(store: Store, target: Target, batch: _Batch, *, is_dry_run: bool) -> Sequence[Outcome]:
    if not batch.records:
        return []

    def write(tx: Transaction) -> Sequence[Outcome]:
        outcomes = target.write(tx, batch.parsed)
        if is_dry_run:
            raise _RollBack(outcomes)
        return outcomes

    try:
        return store.write_now(write)
    except _RollBack as taken_back:
        return taken_back.outcomes
    except LeadkeepError as error:
        where = f"rows from {batch.loadable[0].number} on are not loaded, those before are"
        raise SetupError(f"{error}; {where}") from None


def _refused(row: Row | TypedRow, outcome: Outcome) -> Refused:
    values = row.values if isinstance(row, Row) else [row.values]
    return Refused(row.number, quoted(f"row {row.number}: {outcome.problem}"), values)
