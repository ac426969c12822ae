"""Sync Leads over one server process and the embedded store."""

from collections.abc import Callable, Sequence
from statistics import median

from benchmarks import people, servers
from benchmarks.client import Load, drive
from benchmarks.figures import Row, Run, against_floor
from benchmarks.floor import SqliteFloor, seconds_of_a_sync
from benchmarks.people import RECORDS_A_CALL, Record, calls

CONNECTIONS = (1, 2, 4, 8)
SINGLE_CONNECTIONS = 16

Calls = Sequence[Sequence[Record]]


def send(server: servers.Server, batches: Calls, connections: int, expected: bytes) -> float:
    """Send each batch as one call; return records a second."""
    token = server.token()
    requests = [people.sync(batch, token) for batch in batches]
    measured = drive(Load(server.port, requests, connections, expected))
    count = sum(map(len, batches))
    assert measured.needles == count, f"{measured.needles} of {count} records: {expected!r}"
    return count / measured.seconds


def changed(start: int, count: int, text: str) -> list[Record]:
    """Return people ``start`` and on as an update of one field."""
    return [{"email": people.email(n), "title": text} for n in range(start, start + count)]


def compare(
    run: Run, floor: Callable[[int], float], ours: Callable[[int, int], float]
) -> tuple[float, float, str]:
    """Go round: floor, then ours at 1, 2, 4 and 8 connections. Return ours, floor and a note."""
    floors: list[float] = []
    rates: dict[int, list[float]] = {count: [] for count in CONNECTIONS}
    for number in range(run.sized(5, 3)):
        for count, found in rates.items():
            floors.append(floor(number))
            found.append(ours(number, count))
            run.say(
                f"round {number + 1}, {count} connections: {found[-1]:,.0f} / {floors[-1]:,.0f}"
            )
    medians = {count: median(found) for count, found in rates.items()}
    best = max(medians, key=lambda count: medians[count])
    listed = ", ".join(f"{count}: {rate:,.0f}" for count, rate in medians.items())
    return medians[best], median(floors), f"best at {best} connections ({listed})"


def compare_creation(
    run: Run, server: servers.Server, floor: Callable[[Calls], float], size: int
) -> tuple[float, float, str]:
    """Compare the creation of ``size`` new people at a time, as ``compare`` does."""
    numbers = iter(range(0, 1_000_000_000, size))
    return compare(
        run,
        lambda _: floor(calls(people.people(next(numbers), size))),
        lambda _, count: send(
            server, calls(people.people(next(numbers), size)), count, b'"created"'
        ),
    )


def sync_create(run: Run) -> list[Row]:
    """300 new records of 20 fields a call, prepared bodies, one process, durable.

    Floor: the same rows by executemany into a wide table with one index and one activity row each,
    one transaction per 300, write-ahead log, synchronous=FULL. Median of the rounds for each
    number of connections, then the best of them; median of all rounds of the floor.
    """
    size = run.sized(100, 40) * RECORDS_A_CALL
    with SqliteFloor(run.folder) as floor, servers.leadkeep(run.folder) as server:
        send(server, calls(people.people(900_000_000, 3_000)), 1, b'"created"')
        ours, bare, note = compare_creation(run, server, floor.create, size)
    what = "Sync Leads, 300 new x 20 fields a call"
    return [against_floor(what, ours, bare, "leads/s", goal=0.36, aim=0.45, note=note)]


def sync_update(run: Run) -> list[Row]:
    """300 existing leads a call, one changed field each, found by email; else as for new ones.

    Floor: the update by the indexed key and one activity row each. The second row sends all twenty
    fields as many connectors do, of which one has changed.
    """
    size = run.sized(100, 40) * RECORDS_A_CALL
    everybody = people.people(0, size)
    with SqliteFloor(run.folder) as floor, servers.leadkeep(run.folder) as server:
        floor.create(calls(everybody))
        send(server, calls(everybody), 4, b'"created"')

        def update(title: str, base: list[Record]) -> Calls:
            return calls([record | {"title": title} for record in base])

        keys = [{"email": record["email"]} for record in everybody]
        found = [
            compare(
                run,
                lambda number, kind=kind: floor.update(update(f"{kind} {number}", keys)),  # type: ignore[misc]
                lambda number, count, kind=kind, base=base: send(  # type: ignore[misc]
                    server, update(f"{kind} {number} {count}", base), count, b'"updated"'
                ),
            )
            for kind, base in (("key", keys), ("all", everybody))
        ]
    (ours, bare, note), (wide_ours, wide_bare, wide_note) = found
    what = "Sync Leads, 300 existing, one change each"
    wide = "Sync Leads, 300 existing x 20 fields, one change each"
    return [
        against_floor(what, ours, bare, "leads/s", goal=0.25, note=note),
        against_floor(wide, wide_ours, wide_bare, "leads/s", goal=0.18, note=wide_note),
    ]


def single_upsert(run: Run) -> list[Row]:
    """Calls of one record from 16 connections, every second one new, all durable.

    Floor: one sqlite3 transaction per record, synchronous=FULL, on one connection. Medians of the
    rounds. How much group commit can win depends on what a sync costs: the note tells.
    """
    size = run.sized(6_000, 2_000)
    rates, floors = [], []
    with SqliteFloor(run.folder) as floor, servers.leadkeep(run.folder) as server:
        for number in range(run.sized(5, 3)):
            fresh = [people.person(number * size + each // 2 * 2) for each in range(size)]
            token = server.token()
            floors.append(floor.upsert_singly(_retitled(fresh)))
            requests = [people.sync([record], token) for record in _retitled(fresh)]
            measured = drive(Load(server.port, requests, SINGLE_CONNECTIONS, b'"success":true'))
            assert measured.needles == size
            rates.append(measured.rate)
            run.say(f"round {number + 1}: {rates[-1]:,.0f} / {floors[-1]:,.0f}")
    what = "Single-record upserts, 16 connections"
    note = f"one sync to disk takes {seconds_of_a_sync(run.folder) * 1_000:.2f} ms here"
    return [against_floor(what, median(rates), median(floors), "leads/s", goal=0.6, note=note)]


def _retitled(records: list[Record]) -> list[Record]:
    return [record | {"title": f"Title {at}"} for at, record in enumerate(records)]
