"""Count API requests and errors by day (behaviour.md 2.5).

The counts are kept in memory and stored about once a second, so that counting needs no write of its
own. A process that is killed loses the counts of its last second; a clean stop loses none.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, delete, insert, select, update

from leadkeep.clock import vendor_day
from leadkeep.domain.instance.usage.tables import error_count, usage_count
from leadkeep.store import Transaction

REPORTED_DAYS = 7
RETENTION_DAYS = 60


@dataclass(frozen=True, slots=True)
class DayCount:
    """The counts of one day, by user or error code, the largest count first."""

    day: str
    total: int
    counts: list[tuple[str, int]]


class Tally:
    """The counts of this process that are not in the store yet."""

    def __init__(self) -> None:
        """Create a tally with no counts."""
        self.calls: Counter[tuple[str, str]] = Counter()
        self.errors: Counter[tuple[str, str]] = Counter()

    def __bool__(self) -> bool:
        """Return whether there are counts to store."""
        return bool(self.calls or self.errors)

    def count_request(self, user: str, now: datetime) -> None:
        """Count one request of an API user."""
        self.calls[vendor_day(now), user] += 1

    def count_error(self, code: str, now: datetime) -> None:
        """Count one error response by its code."""
        self.errors[vendor_day(now), code] += 1

    def take(self) -> "Tally":
        """Return a tally with these counts, and set these counts to zero."""
        taken = Tally()
        taken.calls, self.calls = self.calls, Counter()
        taken.errors, self.errors = self.errors, Counter()
        return taken

    def add_back(self, taken: "Tally") -> None:
        """Add the request counts of ``taken`` again, because storing them has failed."""
        self.calls.update(taken.calls)
        self.errors.update(taken.errors)

    def store(self, tx: Transaction) -> None:
        """Add these counts to the stored ones; delete stored counts that are too old to be read."""
        tx.lock_keys(["usage"])
        _add(tx, usage_count, "user_id", self.calls)
        _add(tx, error_count, "error_code", self.errors)
        oldest = vendor_day(tx.moment - timedelta(days=RETENTION_DAYS))
        for table in (usage_count, error_count):
            tx.execute(delete(table).where(table.c.day < oldest))


def _add(tx: Transaction, table: Table, key: str, counts: Mapping[tuple[str, str], int]) -> None:
    for (day, name), count in sorted(counts.items()):
        same = (table.c.day == day, table.c[key] == name)
        result = tx.execute(update(table).where(*same).values(count=table.c.count + count))
        if result.rowcount == 0:
            tx.execute(insert(table).values({"day": day, key: name, "count": count}))


def usage_by_day(tx: Transaction, days: int = 1) -> list[DayCount]:
    """Return the request counts of each of the last ``days`` days, newest first."""
    return _by_day(tx, usage_count, "user_id", days)


def errors_by_day(tx: Transaction, days: int = 1) -> list[DayCount]:
    """Return the error counts of each of the last ``days`` days, newest first."""
    return _by_day(tx, error_count, "error_code", days)


def _by_day(tx: Transaction, table: Table, key: str, days: int) -> list[DayCount]:
    today = datetime.fromisoformat(vendor_day(tx.moment))
    shown = [(today - timedelta(days=back)).date().isoformat() for back in range(days)]
    counts: dict[str, list[tuple[str, int]]] = {day: [] for day in shown}
    query = select(table.c.day, table.c[key], table.c["count"]).where(table.c.day.in_(shown))
    row: Any
    for row in tx.execute(query.order_by(table.c.day, table.c["count"].desc(), table.c[key])):
        counts[row[0]].append((row[1], row[2]))
    return [
        DayCount(day, sum(count for _, count in of_day), of_day) for day, of_day in counts.items()
    ]
