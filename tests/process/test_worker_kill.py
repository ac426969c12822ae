"""Workers that are killed at any moment: every step of every lead is done once."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from leadkeep.domain.fields.tables import lead_key
from leadkeep.jobs import enqueue
from leadkeep.jobs.tables import job
from leadkeep.store import Store, open_store
from leadkeep.testing.stores import StoreFactory
from tests.support import worker_program
from tests.support.server_process import ENVIRONMENT
from tests.support.slow import IS_SHORT
from tests.support.worker_processes import end_worker, start_worker

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(1800)]

KILLS = 8 if IS_SHORT else 50
LEADS_PER_KILL = 4
"""Of three steps each."""
LONGEST_LIFE_SECONDS = 0.25
PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.05


def jobs_left(store: Store) -> int:
    query = select(func.count()).select_from(job)
    found: int = store.read_now(lambda tx: tx.execute(query).scalar_one())
    return found


def steps_done(store: Store) -> list[str]:
    query = select(lead_key.c.value).where(lead_key.c.kind == worker_program.KIND)
    return store.read_now(lambda tx: sorted(tx.execute(query.order_by(lead_key.c.value)).scalars()))


def test_kill_9_loses_and_doubles_no_step(stores: StoreFactory) -> None:
    random = Random(7)
    url = stores.url()
    leads = range(KILLS * LEADS_PER_KILL)
    with closing(open_store(Path(), url)) as store:
        for kill in range(KILLS):
            entering = leads[kill * LEADS_PER_KILL :][:LEADS_PER_KILL]
            jobs = [worker_program.first_step(lead) for lead in entering]
            processes = [start_worker(worker_program, url) for _ in range(random.choice((1, 1, 2)))]
            store.write_now(lambda tx: enqueue(tx, jobs))  # noqa: B023 -- called at once
            for process in processes:
                time.sleep(random.uniform(0, LONGEST_LIFE_SECONDS))
                assert end_worker(process, signal.SIGKILL) == -signal.SIGKILL
        assert jobs_left(store) > 0
        last = start_worker(worker_program, url)
        limit = time.monotonic() + PATIENCE_SECONDS
        while jobs_left(store):
            assert time.monotonic() < limit, "jobs are stuck"
            time.sleep(POLL_SECONDS)
        assert end_worker(last, signal.SIGTERM) == 0
        steps = range(1, worker_program.STEPS + 1)
        assert steps_done(store) == sorted(f"{lead}/{step}" for lead in leads for step in steps)
        assert store.check_integrity() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_stops_when_it_is_told_to(
    stores: StoreFactory, tmp_path: Path, number: signal.Signals
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "leadkeep", "worker", "--database", stores.url()],
        cwd=tmp_path,
        env=os.environ | ENVIRONMENT,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("leadkeep: runs the jobs of ")
    process.send_signal(number)
    assert process.wait(PATIENCE_SECONDS) == 0
    assert process.stderr.read() == ""
    process.stderr.close()
