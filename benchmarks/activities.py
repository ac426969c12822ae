"""The activity log: pages and writes at 10,000,000 activities beside 100,000, and pruning."""

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

import psycopg
from pydantic import SecretStr
from sqlalchemy import update

from benchmarks import people, servers
from benchmarks.client import Load, drive
from benchmarks.figures import Row, Run, within
from benchmarks.people import RECORDS_A_CALL, calls
from benchmarks.postgres import databases
from benchmarks.writes import send
from leadkeep.assembly import open_prepared_store
from leadkeep.clock import ManualClock
from leadkeep.domain.activities import prune_activities
from leadkeep.settings import Settings
from leadkeep.store import Store, Transaction
from leadkeep.store.schema import catalog_version

SMALL, LARGE, LARGE_QUICK = 100_000, 10_000_000, 1_000_000
PER_LEAD = 100
"""Activities of one lead, so that its page is the same at both sizes."""
TYPES = (13, 13, 13, 13, 1, 1, 1, 10, 12, 46)
RARE_TYPE = 110
RARE_EVERY = 5_000
ATTRIBUTES = '[{"name":"Reason","value":"Web service API"},{"name":"Source","value":"A source"}]'
START = datetime(2025, 1, 1, tzinfo=UTC)
PERIOD = timedelta(days=365)
SECONDS_NOTED = 50_000
CHUNK = 100_000
ONE_LEAD = "one lead"
LONGEST_GROWTH = 1.5
LONGEST_BATCH_MS = 50.0
READ_SECONDS = 2.0
BATCHES = 1_000
SYNC_CALLS = 20

Filled = tuple[int, int, int, datetime, str]
"""Lead id, id, type id, date, attributes."""


def _rows(numbers: range, count: int) -> Iterator[Filled]:
    """Yield the activities with these ids; a lead's own are spread over the whole period."""
    leads = count // PER_LEAD
    for number in numbers:
        usual = TYPES[(number + number // leads) % len(TYPES)]
        kind = RARE_TYPE if number % RARE_EVERY == 0 else usual
        yield number * 7_919 % leads + 1, number, kind, _date(number, count), ATTRIBUTES


def _chunks(count: int) -> Iterator[range]:
    """Yield all ids, ascending: the order in which a log is written."""
    for first in range(1, count + 1, CHUNK):
        yield range(first, min(first + CHUNK, count + 1))


def _date(number: int, count: int) -> datetime:
    return START + PERIOD * (number / count)


def _seconds(count: int) -> list[tuple[int, int, int]]:
    """Return the index by time: a second, and twice the first id recorded in it.

    Each activity has a transaction of its own, so the row's transaction began with that one, too.
    """
    step = max(1, count // SECONDS_NOTED)
    return [(int(_date(each, count).timestamp()), each, each) for each in range(1, count, step)]


def _fill_embedded(path: Path, count: int, say: Callable[[str], None]) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA cache_size=-400000")
        database.execute("PRAGMA synchronous=OFF")
        database.execute("DROP INDEX ix_activity_activity_type_id_id")
        for numbers in _chunks(count):
            rows = (
                (a, b, c, f"{d:%Y-%m-%d %H:%M:%S.%f}", e) for a, b, c, d, e in _rows(numbers, count)
            )
            database.executemany(
                "INSERT INTO activity (lead_id, id, activity_type_id, activity_date, attributes) "
                "VALUES (?, ?, ?, ?, ?)",
                rows,
            )
            database.commit()
            say(f"filling: {numbers.start:,} of {count:,}")
        database.execute(
            "CREATE INDEX ix_activity_activity_type_id_id ON activity (activity_type_id, id)"
        )
        database.executemany(
            "INSERT OR IGNORE INTO activity_second (second, first_id, activity_id) "
            "VALUES (?, ?, ?)",
            _seconds(count),
        )
        for kind, following in (("activity", count + 1), ("lead", count // PER_LEAD + 1)):
            change = "UPDATE id_sequence SET next_id = ? WHERE kind = ?"
            database.execute(change, (following, kind))
        database.commit()


def _fill_production(url: str, count: int, say: Callable[[str], None]) -> None:
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("DROP INDEX ix_activity_activity_type_id_id")
        cursor = database.cursor()
        database.execute("ALTER TABLE activity DROP CONSTRAINT pk_activity")
        for numbers in _chunks(count):
            with cursor.copy(
                "COPY activity (lead_id, id, activity_type_id, activity_date, attributes) "
                "FROM STDIN"
            ) as copy:
                for row in _rows(numbers, count):
                    copy.write_row(row)
            say(f"filling: {numbers.start:,} of {count:,}")
        database.execute(
            "CREATE INDEX ix_activity_activity_type_id_id ON activity (activity_type_id, id)"
        )
        database.execute(
            "ALTER TABLE activity ADD CONSTRAINT pk_activity PRIMARY KEY (lead_id, id)"
        )
        cursor.executemany(
            "INSERT INTO activity_second (second, first_id, activity_id) "
            "VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            _seconds(count),
        )
        database.execute("SELECT setval('activity_id_seq', %s)", (count,))
        database.execute("SELECT setval('lead_id_seq', %s)", (count // PER_LEAD,))
        database.execute("VACUUM ANALYZE activity")


# -- what is asked ---------------------------------------------------------------------------------


def _requests(server: servers.Server, count: int) -> dict[str, list[bytes]]:
    token, pick = server.token(), random.Random(3)
    half = _position(server, token, START + PERIOD / 2)

    def page(**query: object) -> bytes:
        asked = urlencode({"nextPageToken": half, **query})
        return people.get(f"/rest/v1/activities.json?{asked}", token)

    leads = [pick.randint(1, count // PER_LEAD) for _ in range(500)]
    return {
        ONE_LEAD: [page(activityTypeIds="1,10,13", leadIds=each) for each in leads],
        "one frequent type": [page(activityTypeIds=13)],
        "one rare type": [page(activityTypeIds=RARE_TYPE, batchSize=10)],
        "four types": [page(activityTypeIds=f"1,10,46,{RARE_TYPE}")],
    }


def _position(server: servers.Server, token: str, since: datetime) -> str:
    asked = urlencode({"sinceDatetime": since.isoformat()})
    found: str = server.body(f"/rest/v1/activities/pagingtoken.json?{asked}", token)[
        "nextPageToken"
    ]
    return found


def _page_time(server: servers.Server, requests: list[bytes]) -> float:
    return 1 / drive(Load(server.port, requests, 1, b'"success":true', READ_SECONDS)).rate


def _write_time(server: servers.Server, number: int) -> float:
    new = people.people(300_000_000 + number * 100_000, SYNC_CALLS * RECORDS_A_CALL)
    return RECORDS_A_CALL / send(server, calls(new), 1, b'"created"')


def _compare(
    run: Run, engine: str, small: servers.Server, large: servers.Server, count: int
) -> list[Row]:
    asked = _requests(small, SMALL), _requests(large, count)
    rows = []
    for name in asked[0]:
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(run.sized(7, 3)):
            for taken, server, requests in zip(times, (small, large), asked, strict=True):
                taken.append(_page_time(server, requests[name]))
        goal = LONGEST_GROWTH if name == ONE_LEAD else None
        what = f"{engine}: activities of {name}"
        rows.append(_row(what, count, median(times[0]), median(times[1]), goal))
        run.say(rows[-1].what)
    times = ([], [])
    for number in range(run.sized(7, 3)):
        for taken, server in zip(times, (small, large), strict=True):
            taken.append(_write_time(server, number))
    what = f"{engine}: Sync Leads, 300 new"
    rows.append(_row(what, count, median(times[0]), median(times[1])))
    return rows


def _row(what: str, count: int, small: float, large: float, goal: float | None = None) -> Row:
    ratio = large / small
    return Row(
        what=f"{what}, {count:,} activities",
        figure=f"{large * 1_000:.3f} ms",
        floor=f"{small * 1_000:.3f} ms at {SMALL:,}",
        ratio=ratio,
        goal="" if goal is None else f"<= {goal}",
        is_reached=None if goal is None else ratio <= goal,
    )


# -- pruning ---------------------------------------------------------------------------------------


def _prune(settings: Settings, engine: str, count: int) -> Row:
    """Return how long the longest of some batches of pruning held the store.

    Beside it the longest of as many writes of one row, in turn: on a machine that does other things
    a sync to disk may take long whatever is written.
    """
    taken, bare = [], []
    os.sync()  # what filling left to be written is not to be paid for by the first batch
    with closing(open_prepared_store(settings)) as store:
        store.clock = ManualClock(START + PERIOD)
        store.settle()
        for _ in range(BATCHES):
            bare.append(_held(store, _touch))
            taken.append(_held(store, lambda tx: prune_activities(tx, TYPES[0], 180)))
            store.settle()  # as the server does between two batches, while writers go on
    what = f"{engine}: longest of {BATCHES} batches of pruning at {count:,} activities"
    note = f"median {median(taken):.1f} ms, 99 % within {quantiles(taken, n=100)[-1]:.1f} ms"
    beside = f"{max(bare):.2f} ms of a write of one row"
    return within(what, max(taken), "ms", LONGEST_BATCH_MS, beside=beside, note=note)


def _held(store: Store, verb: Callable[[Transaction], object]) -> float:
    start = time.perf_counter()
    store.write_now(verb)
    return (time.perf_counter() - start) * 1_000


def _touch(tx: Transaction) -> None:
    tx.execute(update(catalog_version).values(version=catalog_version.c.version))


# -- the benchmarks --------------------------------------------------------------------------------


def embedded(run: Run) -> list[Row]:
    """Get Lead Activities on the embedded store at 100,000 and at 10,000,000 activities.

    100 activities a lead, ten types, read from the middle of their year; one connection, in turn,
    medians. One lead: random leads, whatever they did since, some 45 rows. One frequent type and
    four types: 300 rows. One rare type, every 5,000th: 10 rows. Sync Leads: 300 new leads a call.
    With --quick the large log has 1,000,000 activities. Pruning: 50 rows a transaction, synced; the
    longest of 1,000, beside as many writes of one row.
    """
    count = run.sized(LARGE, LARGE_QUICK)
    folders = [run.folder / str(each) for each in (SMALL, count)]
    for folder, size in zip(folders, (SMALL, count), strict=True):
        settings = Settings(data=folder / "data")
        open_prepared_store(settings).close()
        _fill_embedded(folder / "data" / "leadkeep.db", size, run.say)
    with servers.leadkeep(folders[0]) as small, servers.leadkeep(folders[1]) as large:
        rows = _compare(run, "SQLite", small, large, count)
    return [*rows, _prune(Settings(data=folders[1] / "data"), "SQLite", count)]


def production(run: Run) -> list[Row]:
    """The same on PostgreSQL with fsync on; the log is one table, not partitioned.

    A batch of pruning holds nothing there that a write waits for: how long it takes has no goal.
    """
    count = run.sized(LARGE, LARGE_QUICK)
    with databases() as make:
        urls = []
        for size in (SMALL, count):
            urls.append(make(f"log{size}"))
            open_prepared_store(_at(run, urls[-1])).close()
            _fill_production(urls[-1], size, run.say)
        with (
            servers.leadkeep(run.folder, database=urls[0]) as small,
            servers.leadkeep(run.folder, database=urls[1]) as large,
        ):
            rows = _compare(run, "PostgreSQL", small, large, count)
        pruning = replace(_prune(_at(run, urls[1]), "PostgreSQL", count), goal="", is_reached=None)
        return [*rows, pruning]


def _at(run: Run, url: str) -> Settings:
    return Settings(data=run.folder / "data", database=SecretStr(url))
