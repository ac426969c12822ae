"""The production store: PostgreSQL that syncs every commit, over one server process and two."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median

import psycopg
from psycopg.conninfo import conninfo_to_dict

from benchmarks import people, servers
from benchmarks.client import Load, drive
from benchmarks.figures import Row, Run, against_floor
from benchmarks.floor import ATTRIBUTES, COLUMNS, MOMENT
from benchmarks.people import RECORDS_A_CALL, Record, calls
from benchmarks.reads import LEADS, by_id, rows
from benchmarks.reads import compare as compare_reads
from benchmarks.writes import Calls, changed, compare, compare_creation, send
from leadkeep.testing.stores import postgres_server

CREATE_GOAL = 0.35
UPDATE_GOAL = 0.30
GET_GOAL = 0.20
WORKERS = 2
WORKERS_GOAL = 1.7
WORKER_CONNECTIONS = 32
KINDS = {bool: "boolean", int: "bigint", str: "text"}
CREATE_CONTACT = (
    "CREATE TABLE contact (id bigint PRIMARY KEY, {}, created timestamp, updated timestamp)"
)
CREATE_LOG = (
    "CREATE TABLE activity (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
    "contact_id bigint, type_id int, at timestamp, attributes text)"
)
INDEX = b"CREATE INDEX ON contact (email)"
COPY = f"COPY contact (id, {', '.join(COLUMNS)}, created, updated) FROM STDIN".encode()
COPY_LOG = b"COPY activity (contact_id, type_id, at, attributes) FROM STDIN"
UPDATE = (
    b"UPDATE contact SET title = change.title, updated = %s "
    b"FROM unnest(%s::text[], %s::text[]) AS change (email, title) "
    b"WHERE contact.email = change.email"
)


class PostgresFloor:
    """COPY, update by an indexed key, and one activity row for each, in one transaction a call."""

    def __init__(self, url: str) -> None:
        """Make the tables."""
        self._connection = psycopg.connect(url, autocommit=True)
        self._next_id = 1
        sample = people.person(0)
        columns = ", ".join(f"{name} {KINDS[type(sample[name])]}" for name in COLUMNS)
        for statement in (CREATE_CONTACT.format(columns), CREATE_LOG):
            self._connection.execute(statement.encode())
        self._connection.execute(INDEX)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def create(self, batches: Calls) -> float:
        """Copy each call's records; return records a second."""
        prepared = [[self._row(record) for record in records] for records in batches]
        start = time.perf_counter()
        for new in prepared:
            with self._connection.transaction():
                self._copy(COPY, new)
                self._copy(COPY_LOG, [(row[0], 12, MOMENT, ATTRIBUTES) for row in new])
        return sum(map(len, batches)) / (time.perf_counter() - start)

    def update(self, batches: Calls) -> float:
        """Change the title of each call's records; return records a second."""
        self._connection.execute("ANALYZE contact")
        prepared = [
            ([each["email"] for each in records], [each["title"] for each in records])
            for records in batches
        ]
        start = time.perf_counter()
        for emails, titles in prepared:
            with self._connection.transaction():
                found = self._connection.execute(UPDATE, (MOMENT, emails, titles))
                assert found.rowcount == len(emails)
                self._copy(COPY_LOG, [(at, 13, MOMENT, ATTRIBUTES) for at in range(len(emails))])
        return sum(map(len, batches)) / (time.perf_counter() - start)

    def _copy(self, statement: bytes, lines: Sequence[Sequence[object]]) -> None:
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for line in lines:
                copy.write_row(line)

    def _row(self, record: Record) -> tuple[object, ...]:
        number, self._next_id = self._next_id, self._next_id + 1
        return (number, *(record[name] for name in COLUMNS), MOMENT, MOMENT)


@contextmanager
def databases() -> Iterator[Callable[[str], str]]:
    """Run a PostgreSQL that syncs; yield a function that makes an empty database there."""
    with postgres_server(durable=True) as server:

        def make(name: str) -> str:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"'.encode())
            found = conninfo_to_dict(server)
            return f"postgresql://{found['user']}@/{name}?host={found['host']}"

        yield make


def sync(run: Run) -> list[Row]:
    """Sync Leads 300, new and changed, one process on PostgreSQL with fsync on.

    Floor: psycopg in process, the same rows by COPY, or one update by the indexed key from two
    arrays; one activity row each by COPY; one transaction per 300. Medians as for the embedded
    store.
    """
    size = run.sized(40, 20) * RECORDS_A_CALL
    with databases() as make:
        floor = PostgresFloor(make("floor"))
        with servers.leadkeep(run.folder, database=make("ours")) as server:
            start = calls(people.people(900_000_000, size))
            floor.create(start)
            send(server, start, 1, b'"created"')
            ours, bare, note = compare_creation(run, server, floor.create, size)
            what = "PostgreSQL: Sync Leads, 300 new x 20 fields"
            created = against_floor(what, ours, bare, "leads/s", goal=CREATE_GOAL, note=note)
            ours, bare, note = compare(
                run,
                lambda number: floor.update(calls(changed(900_000_000, size, f"T {number}"))),
                lambda number, count: send(
                    server,
                    calls(changed(900_000_000, size, f"T {number} {count}")),
                    count,
                    b'"updated"',
                ),
            )
            what = "PostgreSQL: Sync Leads, 300 existing, one change each"
            updated = against_floor(what, ours, bare, "leads/s", goal=UPDATE_GOAL, note=note)
        floor.close()
    return [created, updated]


def get(run: Run) -> list[Row]:
    """Get Lead by Id over PostgreSQL, one process; else as on the embedded store."""
    with (
        databases() as make,
        servers.leadkeep(run.folder, database=make("ours")) as server,
    ):
        send(server, calls(people.people(0, LEADS)), 2, b'"created"')
        found, floor = compare_reads(run, server, by_id(server, range(LEADS)))
    return rows("PostgreSQL: Get Lead by Id", found, floor, GET_GOAL, None)


def workers(run: Run) -> list[Row]:
    """Two server processes beside one on the same database: Get Lead by Id, 32 connections.

    The load, the processes and PostgreSQL share the machine's cores: with two cores the second
    process finds little left. Medians of rounds in turn.
    """
    seconds = 1.5 if run.is_quick else 3.0
    with databases() as make:
        url = make("ours")
        with (
            servers.leadkeep(run.folder, database=url) as one,
            servers.leadkeep(run.folder, database=url, workers=WORKERS) as two,
        ):
            send(one, calls(people.people(0, LEADS)), 2, b'"created"')
            rates: dict[int, list[float]] = {one.port: [], two.port: []}
            requests = by_id(one, range(LEADS))
            for _ in range(run.sized(7, 3)):
                for port, found in rates.items():
                    load = Load(port, requests, WORKER_CONNECTIONS, b'"success":true', seconds)
                    found.append(drive(load).rate)
                run.say(f"{rates[two.port][-1]:,.0f} / {rates[one.port][-1]:,.0f}")
    single, double = (median(rates[server.port]) for server in (one, two))
    what = "PostgreSQL: two server processes beside one, Get Lead by Id"
    return [against_floor(what, double, single, "req/s", goal=WORKERS_GOAL)]
