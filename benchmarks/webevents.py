"""Web events in a burst, and what reads of leads feel of it."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from urllib.parse import urlencode

from benchmarks import people, servers
from benchmarks.client import Load, drive
from benchmarks.figures import Row, Run, against_floor, within
from benchmarks.reads import LEADS, by_id
from benchmarks.writes import send

EVENTS_A_SECOND = 5_000.0
NEAR_ENOUGH = 0.98
"""Of the rate that was sent: the rest is how a burst ends."""
CONNECTIONS = 32
BURST_SECONDS = 10.0
VISITORS = 2_000
PAGES = 200
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
LONGEST_SLOWING = 2.0
WAITING = "GIF89a"


def _requests() -> list[bytes]:
    """Return visits of many visitors, as scripts send them."""
    found = []
    for number in range(VISITORS * 5):
        query = urlencode(
            {
                "_mchNc": str(1_763_000_000_000 + number),
                "_mchCn": "",
                "_mchId": "000-LKP-000",
                "_mchTk": f"_mch-bench.example.com-{number % VISITORS}-97bf4361",
                "_mchHo": "www.bench.example.com",
                "_mchPo": "",
                "_mchRu": f"/page/{number % PAGES}",
                "_mchPc": "https:",
                "_mchVr": "163",
                "_mchHa": "",
                "_mchRe": "https://www.bench.example.com/",
                "_mchQp": "utm_source=bench__-__utm_medium=load",
            }
        )
        head = f"GET /webevents/visitWebPage?{query} HTTP/1.1\r\nHost: bench\r\n"
        found.append(f"{head}User-Agent: {AGENT}\r\n\r\n".encode())
    return found


def webevents(run: Run) -> list[Row]:
    """5,000 web events a second for 10 seconds on one process, while one client reads leads.

    The events are paced, over 32 connections, from a process of their own; 2,000 visitors whom
    nobody knows see 200 pages. The reader asks Get Lead by Id over one connection, each time when
    the last answer is there: alone before and after, and during the burst.
    """
    seconds = BURST_SECONDS if not run.is_quick else 5.0
    with servers.leadkeep(run.folder) as server:
        send(server, people.calls(people.people(0, LEADS)), 4, b'"created"')
        reads = by_id(server, range(LEADS))
        alone = Load(server.port, reads, 1, b'"success":true', 2.0)
        beside = Load(server.port, reads, 1, b'"success":true', seconds - 1.0)
        burst = Load(
            server.port,
            _requests(),
            CONNECTIONS,
            WAITING.encode(),
            seconds,
            rate=EVENTS_A_SECOND,
        )
        quiet = [drive(alone)]
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
            other.submit(abs, 1).result()  # it is there before the reads begin
            sender = other.submit(drive, burst)
            busy = drive(beside)
            sent = sender.result()
        quiet.append(drive(alone))
    assert sent.needles == sent.requests
    before = median(each.percentile(50) for each in quiet) * 1_000
    during = busy.percentile(50) * 1_000
    p99 = busy.percentile(99) * 1_000
    return [
        against_floor(
            "Web events accepted in a burst, one process",
            sent.rate,
            EVENTS_A_SECOND,
            "events/s",
            goal=NEAR_ENOUGH,
            note=f"p50 {sent.percentile(50) * 1_000:.2f} ms, p99 "
            f"{sent.percentile(99) * 1_000:.2f} ms",
        ),
        within(
            "Get Lead by Id during the burst by alone: p50",
            during / before,
            "x",
            LONGEST_SLOWING,
            note=f"{before:.2f} ms alone, {during:.2f} ms during; p99 {p99:.2f} ms",
        ),
    ]
