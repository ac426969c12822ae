"""Reads over one server process and the embedded store, beside a handler that does nothing."""

import random
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median

from benchmarks import people, servers
from benchmarks.client import Load, Measured, drive
from benchmarks.figures import Row, Run, against_floor, within
from benchmarks.writes import changed, send

CONNECTIONS = 16
LEADS = 10_000
DISTINCT_REQUESTS = 5_000
LONGEST_TAIL = 4.0
"""p99 is to stay below so many times p50."""
BUSY_P99_MS = 8.0


def by_id(server: servers.Server, numbers: range) -> list[bytes]:
    """Return Get Lead by Id requests for leads of the load, in random order."""
    token = server.token()
    ids = _ids(server, token, numbers)
    return [people.get(f"/rest/v1/lead/{each}.json", token) for each in ids]


def by_email(server: servers.Server, numbers: range) -> list[bytes]:
    """Return Get Leads by Filter Type requests with one email each, in random order."""
    token = server.token()
    start = "/rest/v1/leads.json?filterType=email&filterValues="
    return [people.get(start + people.email(each), token) for each in _shuffled(numbers)]


def _shuffled(numbers: range) -> list[int]:
    pick = random.Random(7)
    return pick.sample(numbers, min(DISTINCT_REQUESTS, len(numbers)))


def _ids(server: servers.Server, token: str, numbers: range) -> list[int]:
    """Ask the server for the ids of some of the people: they need not be in a row."""
    wanted = _shuffled(numbers)
    found: list[int] = []
    for at in range(0, len(wanted), 150):
        values = ",".join(map(people.email, wanted[at : at + 150]))
        query = f"filterType=email&filterValues={values}&fields=id"
        leads = server.result(f"/rest/v1/leads.json?{query}", token)
        found += [lead["id"] for lead in leads]
    assert len(found) == len(wanted)
    return found


def compare(
    run: Run, server: servers.Server, requests: list[bytes], connections: int = CONNECTIONS
) -> tuple[Measured, float]:
    """Go round: the bare handler, then ours. Return the median round of ours and of the floor."""
    seconds = 3.0 if not run.is_quick else 1.5
    ours: list[Measured] = []
    floors: list[float] = []
    with servers.bare_handler(run.folder) as bare:
        for number in range(run.sized(7, 3)):
            for port in (bare.port, server.port):
                found = drive(Load(port, requests, connections, b'"success":true', seconds))
                assert found.needles == found.requests
                if port == bare.port:
                    floors.append(found.rate)
                else:
                    ours.append(found)
            run.say(f"round {number + 1}: {ours[-1].rate:,.0f} / {floors[-1]:,.0f}")
    ours.sort(key=lambda each: each.rate)
    return ours[len(ours) // 2], median(floors)


def rows(what: str, found: Measured, floor: float, goal: float, aim: float | None) -> list[Row]:
    """Return the rows of a read: its rate beside the floor, and its tail."""
    middle, tail = found.percentile(50) * 1_000, found.percentile(99) * 1_000
    return [
        against_floor(what, found.rate, floor, "req/s", goal=goal, aim=aim),
        within(
            f"{what}: p99 by p50",
            tail / middle,
            "x",
            LONGEST_TAIL,
            note=f"p50 {middle:.2f} ms, p99 {tail:.2f} ms",
        ),
    ]


def get(run: Run) -> list[Row]:
    """Get Lead by Id with the token checked, 16 connections, 5,000 of 10,000 leads in turn.

    Floor: a Starlette handler with a fixed body on the same uvicorn with uvloop and httptools.
    Median of the rounds by rate; the percentiles are those of that round.
    """
    with servers.leadkeep(run.folder) as server:
        send(server, people.calls(people.people(0, LEADS)), 4, b'"created"')
        found, floor = compare(run, server, by_id(server, range(LEADS)))
    return rows("Get Lead by Id, 16 connections", found, floor, 0.52, 0.6)


def filter_(run: Run) -> list[Row]:
    """Get Leads by Filter Type with one email; else as Get Lead by Id."""
    with servers.leadkeep(run.folder) as server:
        send(server, people.calls(people.people(0, LEADS)), 4, b'"created"')
        found, floor = compare(run, server, by_email(server, range(LEADS)))
    return rows("Filter by one email, 16 connections", found, floor, 0.44, 0.5)


def get_while_sync(run: Run) -> list[Row]:
    """Get Lead by Id from one client while another runs Sync Leads 300 without a pause.

    Both are processes of their own. The writer has one connection and updates and creates in turn.
    """
    seconds = 10.0 if not run.is_quick else 4.0
    with servers.leadkeep(run.folder) as server:
        send(server, people.calls(people.people(0, LEADS)), 4, b'"created"')
        token = server.token()
        batches = [
            records
            for number in range(run.sized(600, 240))
            for records in (
                people.people(1_000_000 + number * 300, 300),
                changed(number % 30 * 300, 300, f"Title {number}"),
            )
        ]
        writes = Load(
            server.port,
            [people.sync(each, token) for each in batches],
            1,
            b'"id":',
            seconds + 1.0,
        )
        reads = Load(server.port, by_id(server, range(LEADS)), 16, b'"success":true', seconds)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
            other.submit(abs, 1).result()  # it is there before the reads begin
            writer = other.submit(drive, writes)
            found = drive(reads)
            written = writer.result()
        assert found.needles == found.requests
    tail, middle = found.percentile(99) * 1_000, found.percentile(50) * 1_000
    written_rate = written.needles / written.seconds
    note = f"p50 {middle:.2f} ms; {found.rate:,.0f} reads/s beside {written_rate:,.0f} leads/s"
    what = "Get Lead by Id while Sync Leads 300 runs: p99"
    return [within(what, tail, "ms", BUSY_P99_MS, note=note)]
