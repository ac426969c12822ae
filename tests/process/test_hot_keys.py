"""Many processes send every write of the operations table to the same 50 leads: nothing breaks.

The operations come from the table, so that a new one is among them by itself. The clocks of the
processes differ by seconds.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import Popen

import msgspec
import pytest

from leadkeep.store import open_store
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import LentStores, PostgresStores
from tests.support import hot_program
from tests.support.bulk import renew_bulk_jobs
from tests.support.hot import HotRecords, complaints, follow_all
from tests.support.hot_program import Done, Plan
from tests.support.slow import IS_SHORT
from tests.support.worker_processes import start_program

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(900)]

Report = Callable[[str, object], None]
PROCESSES = 8
PAIRS = 25
"""Pairs of leads that all processes write to: 50 keys."""
SECONDS = 2 if IS_SHORT else 60


@contextmanager
def writers(plan: Path) -> Iterator[list["Popen[str]"]]:
    """Start the processes; at the end of the block none is left."""
    processes = [start_program(hot_program, str(plan), str(seed)) for seed in range(PROCESSES)]
    try:
        yield processes
    finally:
        for each in processes:
            each.kill()
            each.communicate()


def write_at_once(processes: list["Popen[str]"]) -> list[Done]:
    """Let all write as soon as all are ready; return what each has done."""
    for each in processes:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in processes:
        assert each.stdin is not None
        each.stdin.write("write\n")
        each.stdin.flush()
    outputs = [each.communicate()[0] for each in processes]
    assert [each.returncode for each in processes] == [0] * PROCESSES
    return [msgspec.json.decode(each, type=Done) for each in outputs]


def test_every_write_from_many_processes_at_once(
    postgres_samples: PostgresStores, tmp_path: Path, record_property: Report
) -> None:
    plan = tmp_path / "plan"
    with LentStores(postgres_samples) as lent:
        url = lent.url()
        with closing(open_store(Path(), url)) as store, Rehearsal(store) as server:
            follow_all(server)
            renew_bulk_jobs(server, None)
            hot = [HotRecords.make(server, number) for number in range(PAIRS)]
            plan.write_bytes(msgspec.json.encode(Plan(url, hot, SECONDS)))
            with writers(plan) as processes:
                done = write_at_once(processes)
            assert [line for each in done for line in each.failures] == []
            server.run_jobs()
            emails = ",".join(email for each in hot for email in each.emails)
            query = {"filterType": "email", "filterValues": emails, "fields": "email"}
            leads = server.get("/rest/v1/leads.json", query).result
            assert max(Counter(lead["email"] for lead in leads).values()) == 1
            assert complaints(store) == []
    record_property("writes", sum(sum(each.sent.values()) for each in done))
    carried_out = sum((Counter(each.carried_out) for each in done), Counter[str]())
    record_property("of them carried out", carried_out.total())
    record_property("operations", len(carried_out))
    record_property("failures", 0)
