"""What a large store costs: time, memory and start beside a small one's."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks import people, servers
from benchmarks.client import Load, drive
from benchmarks.figures import Row, Run, within
from benchmarks.people import RECORDS_A_CALL, Record, calls
from benchmarks.reads import CONNECTIONS, by_email, by_id
from benchmarks.writes import send

SMALL = 10_000
LARGE, LARGE_QUICK = 1_000_000, 100_000
CHUNK = 30_000
LONGEST_GROWTH = 1.5
LARGEST_MEMORY_MB = 100.0
LONGEST_START_SECONDS = 0.7
READ_SECONDS = 1.5
SYNC_CALLS = 20
MEGABYTE = 1_000_000

Measure = Callable[[int], float]
"""Takes the number of the round, returns seconds a request."""


def loaded(run: Run, count: int) -> Path:
    """Return the folder of a store with so many leads, made once a run, through the API."""
    folder = run.shared / f"leads-{count}"
    if not folder.exists():
        folder.mkdir()
        with servers.leadkeep(folder) as server:
            for start in range(0, count, CHUNK):
                chunk = people.people(start, min(CHUNK, count - start))
                send(server, calls(chunk), 4, b'"created"')
                run.say(f"loading {start:,} of {count:,}")
    return folder


def growth(run: Run) -> list[Row]:
    """The same work on a small store (10,000 leads) and a large one (1,000,000), in turn.

    Get by id and filter by email: 16 connections, random leads. Sync Leads: one connection, 300
    new a call, and 300 existing random ones with one change each. Median seconds a request; with
    --quick the large store has 100,000 leads.
    """
    large = run.sized(LARGE, LARGE_QUICK)
    rows = []
    with (
        servers.leadkeep(loaded(run, SMALL)) as small_server,
        servers.leadkeep(loaded(run, large)) as large_server,
    ):
        small_loads = _measures(small_server, SMALL)
        large_loads = _measures(large_server, large)
        for name, small_load in small_loads.items():
            times: tuple[list[float], list[float]] = ([], [])
            for number in range(run.sized(5, 3)):
                times[0].append(small_load(number))
                times[1].append(large_loads[name](number))
                run.say(f"{name}: {times[1][-1] * 1_000:.2f} ms / {times[0][-1] * 1_000:.2f} ms")
            rows.append(_growth_row(name, large, median(times[0]), median(times[1])))
    return rows


def _growth_row(name: str, large: int, small_time: float, large_time: float) -> Row:
    return Row(
        what=f"{name} at {large:,} leads",
        figure=f"{large_time * 1_000:.3f} ms",
        floor=f"{small_time * 1_000:.3f} ms at {SMALL:,}",
        ratio=large_time / small_time,
        goal=f"<= {LONGEST_GROWTH}",
        is_reached=large_time / small_time <= LONGEST_GROWTH,
    )


def _measures(server: servers.Server, count: int) -> dict[str, Measure]:
    gets, filters = by_id(server, range(count)), by_email(server, range(count))

    def read(requests: list[bytes]) -> Measure:
        load = Load(server.port, requests, CONNECTIONS, b'"success":true', READ_SECONDS)
        return lambda _: 1 / drive(load).rate

    def create(number: int) -> float:
        new = people.people(100_000_000 + number * CHUNK, SYNC_CALLS * RECORDS_A_CALL)
        return RECORDS_A_CALL / send(server, calls(new), 1, b'"created"')

    def update(number: int) -> float:
        some = random.Random(number).sample(range(count), SYNC_CALLS * RECORDS_A_CALL)
        changes: list[Record] = [
            {"email": people.email(each), "title": f"Round {number}"} for each in some
        ]
        return RECORDS_A_CALL / send(server, calls(changes), 1, b'"updated"')

    return {
        "Get Lead by Id": read(gets),
        "Filter by one email": read(filters),
        "Sync Leads, 300 new": create,
        "Sync Leads, 300 changes": update,
    }


def memory(run: Run) -> list[Row]:
    """The resident memory of one process on the large store, started anew, after some work.

    It has answered 2,000 reads and 20 calls of Sync Leads, then rested for a second.
    """
    count = run.sized(LARGE, LARGE_QUICK)
    folder = loaded(run, count)
    with servers.leadkeep(folder) as server:
        at_start = server.memory_bytes / MEGABYTE
        for requests in (by_id(server, range(count)), by_email(server, range(count))):
            drive(Load(server.port, requests[:1_000], CONNECTIONS, b'"success":true'))
        send(server, calls(people.people(200_000_000, 20 * RECORDS_A_CALL)), 1, b'"created"')
        time.sleep(1)
        used = server.memory_bytes / MEGABYTE
    what = f"Memory of one process at {count:,} leads, idle"
    return [within(what, used, "MB", LARGEST_MEMORY_MB, note=f"{at_start:.1f} MB at start")]


def start(run: Run) -> list[Row]:
    """From the start of ``leadkeep serve`` on a store of 10,000 leads to its first answer.

    Beside it the time of ``python -c "import starlette, sqlalchemy"``, in turn. Medians.
    """
    folder = loaded(run, SMALL)
    ours, imports = [], []
    for _ in range(run.sized(9, 5)):
        moment = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import starlette, sqlalchemy"], check=True)
        imports.append(time.perf_counter() - moment)
        with servers.leadkeep(folder) as server:
            ours.append(server.seconds_to_start)
        run.say(f"{ours[-1]:.2f} s / {imports[-1]:.2f} s")
    what = "Start of leadkeep serve until it answers"
    beside = f"{median(imports):.2f} s of imports"
    return [within(what, median(ours), "s", LONGEST_START_SECONDS, beside=beside)]
