"""The floor of writes: stdlib sqlite3 in process, the same rows, the same promise to the disk."""

import os
import sqlite3
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import median
from typing import Self

from benchmarks.people import Record, person

SYNCS = 200
COLUMNS = tuple(person(0))
MOMENT = "2026-01-15 18:00:00.000000"
ATTRIBUTES = (
    '[{"name":"Source Type","value":"Web service API"},'
    '{"name":"API Method Name","value":"syncLead"}]'
)
CREATE = (
    f"CREATE TABLE contact (id INTEGER PRIMARY KEY, {', '.join(COLUMNS)}, created_at, updated_at)"
)
INSERT = (
    f"INSERT INTO contact (id, {', '.join(COLUMNS)}, created_at, updated_at) "  # noqa: S608 -- fixed names
    f"VALUES ({', '.join('?' * (len(COLUMNS) + 3))})"
)
UPDATE = "UPDATE contact SET title = ?, updated_at = ? WHERE email = ?"
LOG = "INSERT INTO activity (contact_id, type_id, at, attributes) VALUES (?, ?, ?, ?)"
FIND = "SELECT id FROM contact WHERE email = ?"


Batches = Sequence[Sequence[tuple[object, ...]]]


class SqliteFloor(AbstractContextManager["SqliteFloor"]):
    """A wide table with one index, and one activity row for each change."""

    def __init__(self, folder: Path) -> None:
        """Make the file: write-ahead log, every commit synced to disk."""
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
        self._next_id = 1
        for statement in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            CREATE,
            "CREATE INDEX contact_email ON contact (email)",
            "CREATE TABLE activity (id INTEGER PRIMARY KEY, contact_id, type_id, at, attributes)",
        ):
            self._connection.execute(statement)

    def __enter__(self) -> Self:
        """Return the floor."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._connection.close()

    def create(self, calls: Sequence[Sequence[Record]]) -> float:
        """Insert each call's records in one transaction; return records a second."""
        rows = [[self._row(record) for record in records] for records in calls]
        logged = [[(row[0], 12, MOMENT, ATTRIBUTES) for row in each] for each in rows]
        return self._run(INSERT, rows, logged)

    def update(self, calls: Sequence[Sequence[Record]]) -> float:
        """Change the title of each call's records in one transaction; return records a second."""
        rows = [[(each["title"], MOMENT, each["email"]) for each in records] for records in calls]
        logged = [[(at, 13, MOMENT, ATTRIBUTES) for at in range(len(each))] for each in rows]
        return self._run(UPDATE, rows, logged)

    def _run(self, statement: str, rows: Batches, logged: Batches) -> float:
        run = self._connection
        start = time.perf_counter()
        for written, log in zip(rows, logged, strict=True):
            run.execute("BEGIN")
            run.executemany(statement, written)
            run.executemany(LOG, log)
            run.execute("COMMIT")
        return sum(map(len, rows)) / (time.perf_counter() - start)

    def upsert_singly(self, records: Sequence[Record]) -> float:
        """Create or update each record in a transaction of its own; return records a second."""
        run = self._connection
        start = time.perf_counter()
        for record in records:
            run.execute("BEGIN IMMEDIATE")
            found = run.execute(FIND, (record["email"],)).fetchone()
            if found is None:
                run.execute(INSERT, row := self._row(record))
            else:
                run.execute(UPDATE, (record["title"], MOMENT, record["email"]))
            number = row[0] if found is None else found[0]
            run.execute(LOG, (number, 12 if found is None else 13, MOMENT, ATTRIBUTES))
            run.execute("COMMIT")
        return len(records) / (time.perf_counter() - start)

    def _row(self, record: Record) -> tuple[object, ...]:
        number, self._next_id = self._next_id, self._next_id + 1
        return (number, *(record[name] for name in COLUMNS), MOMENT, MOMENT)


def seconds_of_a_sync(folder: Path) -> float:
    """Return how long it takes to append a page to a file and sync it to disk, as a median."""
    times = []
    with (folder / "sync").open("wb", buffering=0) as file:
        for _ in range(SYNCS):
            start = time.perf_counter()
            file.write(b"\0" * 4_096)
            os.fsync(file.fileno())
            times.append(time.perf_counter() - start)
    return median(times)
