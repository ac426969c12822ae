"""What each write transaction stores and publishes as a moment, under a clock that moves on."""

import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import DateTime, Table, or_, select

from leadkeep.clock import ManualClock
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.objects.custom import custom_tables
from leadkeep.store import Store, Timestamp, Topic, Transaction, metadata
from tests.support.wire import Delegate

T = TypeVar("T")


class TickingClock(ManualClock):
    """A clock that moves on by a microsecond at each reading, so that no two are equal."""

    def now(self) -> datetime:
        """Return the next moment."""
        self.advance(microseconds=1)
        return super().now()


Moments = dict[datetime, set[str]]
"""The columns and members of events in which a transaction left each moment."""


class Witness(Delegate):
    """A store that notes the moments of each write transaction, its rows' and its events'."""

    def __init__(self, store: Store) -> None:
        """Note nothing before :meth:`watch`."""
        super().__init__(store)
        self._is_watching = False
        self.transactions: list[Moments] = []
        self._published: list[tuple[str, datetime]] = []

    def watch(self) -> None:
        """Note moments from now on; subscribe to all topics, behind the subscribers so far."""
        self._is_watching = True
        for topic in all_topics():
            self._store.subscribe(topic, lambda _, events: self._published.extend(dates_in(events)))

    async def write(self, verb: Callable[[Transaction], T]) -> T:
        """Run a verb in a write transaction and note its moments."""
        return await self._store.write(self._watched(verb))

    def write_now(self, verb: Callable[[Transaction], T]) -> T:
        """Run a verb as :meth:`write` does, without an event loop."""
        return self._store.write_now(self._watched(verb))

    def _watched(self, verb: Callable[[Transaction], T]) -> Callable[[Transaction], T]:
        def run(tx: Transaction) -> T:
            if not self._is_watching:
                return verb(tx)
            self._published.clear()
            start = self._store.clock.now()
            value = verb(tx)
            end = self._store.clock.now()
            found: Moments = defaultdict(set)
            for place, moment in [*stored_between(tx, start, end), *self._published]:
                if start <= moment <= end:  # others were sent by the caller, or lie in the future
                    found[moment].add(place)
            if found:
                self.transactions.append(dict(found))
            return value

        return run

    def take(self) -> list[Moments]:
        """Return the moments of the transactions since the last time."""
        taken, self.transactions = self.transactions, []
        return taken


def all_topics() -> list[Topic[Any]]:
    """Return every topic that a module declares."""
    modules = [module for name, module in sys.modules.items() if name.startswith("leadkeep.")]
    found = {id(each): each for one in modules for each in vars(one).values()}
    return [each for each in found.values() if isinstance(each, Topic)]


def dates_in(events: Sequence[Any]) -> list[tuple[str, datetime]]:
    """Return the moments that events carry, with the names of their members."""
    return [
        (f"{type(event).__name__}.{member.name}", value)
        for event in events
        if is_dataclass(event)
        for member in fields(event)
        if isinstance(value := getattr(event, member.name), datetime)
    ]


def stored_between(tx: Transaction, start: datetime, end: datetime) -> list[tuple[str, datetime]]:
    """Return the moments of this span in all rows, with the names of their columns."""
    tables: dict[str, Table] = {**metadata.tables, **custom_tables(tx)}
    tables |= {"lead": lead_catalog(tx).table}
    found = []
    for table in tables.values():
        columns = [each for each in table.columns if is_moment(each.type)]
        if columns:
            spans = or_(*(each.between(start, end) for each in columns))
            for row in tx.execute(select(*columns).where(spans)):
                found += [
                    (f"{table.name}.{column.name}", value)
                    for column, value in zip(columns, row, strict=True)
                    if value is not None
                ]
    return found


def is_moment(column_type: Any) -> bool:  # noqa: ANN401
    """Return whether a column of this type has moments."""
    return column_type is Timestamp or isinstance(column_type, DateTime)


CHANGED = frozenset({"updated_at", "updatedAt", "entered_at"})
"""Names of the columns with the moment of a row's last change."""


def last_changes(store: Store) -> dict[tuple[Any, ...], datetime]:
    """Return the moment of the last change of each row, by table, column and primary key."""
    return store.read_now(_last_changes)


def _last_changes(tx: Transaction) -> dict[tuple[Any, ...], datetime]:
    tables: dict[str, Table] = {**metadata.tables, **custom_tables(tx)}
    tables |= {"lead": lead_catalog(tx).table}
    found = {}
    for table in tables.values():
        identity = list(table.primary_key.columns) or [table.c.id]
        for column in (each for each in table.columns if each.name in CHANGED):
            for *key, moment in tx.execute(select(*identity, column)):
                found[table.name, column.name, *key] = moment
    return found
