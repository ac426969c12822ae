"""The console and smart lists over a store with millions of leads and activities."""

import random
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from statistics import median

from benchmarks import people, servers
from benchmarks.client import Load, drive
from benchmarks.figures import Row, Run, within
from benchmarks.generated import CAMPAIGN_ID, LIST_NAME, generate
from leadkeep.assembly import open_prepared_store
from leadkeep.clock import elapsed
from leadkeep.domain.automation.rules import Rules, count_matching, parse_rules
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.settings import Settings
from leadkeep.store import Store, Transaction

LEADS, LEADS_QUICK = 1_000_000, 20_000
ACTIVITIES_A_LEAD = 10
ROUNDS, ROUNDS_QUICK = 60, 20
LONGEST_PAGE_MS = 150.0
LONGEST_DEMO_PAGE_MS = 30.0
LONGEST_COUNT_SECONDS = 2.0
OPEN = ("--console", "open")
DEMO_PAGES = ("", "/leads", "/leads/1", "/duplicates", "/assets", "/campaigns", "/emails")
SMART_LISTS = {
    "a country, a score, letters of the email": [
        {"field": "country", "operator": "is", "values": ["France"]},
        {"field": "leadScore", "operator": "at least", "values": [50]},
        {"field": "email", "operator": "contains", "values": ["7"]},
    ],
    "a country, a list, a form that was filled out": [
        {"field": "country", "operator": "is not", "values": ["France"]},
        {"memberOfList": LIST_NAME},
        {"activity": "Filled Out Form"},
    ],
}


def console(run: Run) -> list[Row]:
    """Pages of the console at 1,000,000 leads and 10,000,000 activities, one connection, p99.

    With --quick 20,000 leads; --leads sets another number, with ten activities each.
    """
    count, folder = _generated(run)
    pick = random.Random(23)
    some = [pick.randint(1, count) for _ in range(run.sized(ROUNDS, ROUNDS_QUICK))]
    last_names = [f"{people.LAST_NAMES[each % len(people.LAST_NAMES)]} {each}" for each in some]
    pages = {
        "lead page": [f"/leads/{each}" for each in some],
        "search by email": [f"/leads?q={people.email(each)}" for each in some],
        "search by name": [f"/leads?q={each.replace(' ', '%20')}" for each in last_names],
        "search by a first name": [f"/leads?q={each}" for each in people.FIRST_NAMES],
        "duplicates": ["/duplicates?by=phone"] * len(some),
        "campaign page": [f"/campaigns/{CAMPAIGN_ID}"] * len(some),
        "Home": [""] * len(some),
    }
    with servers.leadkeep(folder, options=OPEN) as server:
        return [
            within(
                f"Console, {name}, {count:,} leads",
                _slow(server, paths),
                "ms",
                LONGEST_PAGE_MS,
                note="p99",
            )
            for name, paths in pages.items()
        ]


def demo(run: Run) -> list[Row]:
    """Pages of the console in the demo, one connection: the slowest page's median."""
    with servers.leadkeep(run.folder, options=("--demo",)) as server:
        times = {}
        for path in DEMO_PAGES:
            load = _load(server, [path] * run.sized(ROUNDS, ROUNDS_QUICK))
            times[path] = drive(load).percentile(50) * 1_000
    slowest = max(times, key=lambda path: times[path])
    note = f"the slowest is {slowest or 'Home'}"
    return [within("Console, demo", times[slowest], "ms", LONGEST_DEMO_PAGE_MS, note=note)]


def smart_lists(run: Run) -> list[Row]:
    """Counts of smart lists of three conditions at 1,000,000 leads; median of three."""
    count, folder = _generated(run)
    rows = []
    with closing(_opened(folder)) as store:
        for name, filters in SMART_LISTS.items():
            rules = parse_rules({"filters": filters})
            taken = [_counted(store, rules) for _ in range(3)]
            what = f"Count of a smart list, {count:,} leads: {name}"
            rows.append(within(what, median(taken), "s", LONGEST_COUNT_SECONDS))
    return rows


def _counted(store: Store, rules: Rules) -> float:
    def count(tx: Transaction) -> float:
        start = elapsed()
        counted = count_matching(Work(tx, operator_access(tx)), rules, lambda: True)
        assert counted.is_complete
        assert counted.count
        return elapsed() - start

    return store.read_now(count)


def _slow(server: servers.Server, paths: Sequence[str]) -> float:
    """Return the time that 99 of 100 requests for pages take at most, in milliseconds."""
    drive(_load(server, paths[:5]))  # what is loaded at the first request has been loaded
    return drive(_load(server, paths)).percentile(99) * 1_000


def _load(server: servers.Server, paths: Sequence[str]) -> Load:
    requests = [
        f"GET /console{each} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
        for each in paths
    ]
    return Load(server.port, requests, 1, b"</html>")


def _opened(folder: Path) -> Store:
    return open_prepared_store(Settings(data=folder / "data"))


def _generated(run: Run) -> tuple[int, Path]:
    """Return the leads and the folder of a store that is written by SQL, once a run."""
    count = run.leads or run.sized(LEADS, LEADS_QUICK)
    folder = run.shared / f"generated-{count}"
    if not folder.exists():
        folder.mkdir()
        with closing(_opened(folder)) as store:
            generate(store, count, count * ACTIVITIES_A_LEAD, run.say)
    return count, folder
