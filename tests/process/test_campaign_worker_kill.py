"""``leadkeep worker`` killed at any moment while leads pass through campaigns."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import update

from leadkeep.clock import ManualClock
from leadkeep.jobs.job import State
from leadkeep.jobs.tables import job
from leadkeep.store import Store, open_store
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.journeys import Journey
from tests.support.server_process import ENVIRONMENT
from tests.support.slow import IS_SHORT

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(900)]

SEED = 7
KILLS = 3 if IS_SHORT else 20
LEADS = 200
BEFORE = timedelta(minutes=10)
"""So far the clock here is behind: what is scheduled in five minutes is due there at once."""
LONGEST_LIFE_SECONDS = 0.4
PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.05


class WorkerProcess:
    """The real program, which runs the jobs of a database."""

    def __init__(self, url: str, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "leadkeep", "worker", "--database", url],
            cwd=folder,
            env=os.environ | ENVIRONMENT,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_until_ready(self) -> None:
        assert self._process.stderr is not None
        assert self._process.stderr.readline().startswith("leadkeep: runs the jobs of ")

    def end(self, number: signal.Signals) -> int:
        """Send a signal, and return how the process ended."""
        self._process.send_signal(number)
        code = self._process.wait(PATIENCE_SECONDS)
        assert self._process.stderr is not None
        self._process.stderr.close()
        return code


def end_leases(store: Store) -> None:
    """Let what the dead have claimed be due again, as it is after a minute."""
    ended = update(job).where(job.c.state == State.RUNNING.value).values(due_at=store.clock.now())
    store.write_now(lambda tx: tx.execute(ended))


def send_some(journey: Journey, random: Random) -> None:
    """Let leads enter who are a few groups of steps together."""
    journey.server.forget_token()
    for _ in range(random.randint(1, 4)):
        some = random.sample(journey.leads, random.randint(10, 100))
        random.choice((journey.request, journey.push))(some)
    if random.random() < 1 / 4 or not journey.sweeps:
        journey.schedule()


def kill_one_after_the_other(journey: Journey, url: str, folder: Path) -> int:
    """Return how many were killed while they had something to do."""
    random, at_work = Random(SEED), 0
    for _ in range(KILLS):
        workers = [WorkerProcess(url, folder) for _ in range(random.choice((1, 1, 2)))]
        for each in workers:
            each.wait_until_ready()
        send_some(journey, random)
        for each in workers:
            time.sleep(random.uniform(0, LONGEST_LIFE_SECONDS))
            assert each.end(signal.SIGKILL) == -signal.SIGKILL
        at_work += bool(journey.jobs())
        end_leases(journey.server.store)
    return at_work


def test_kill_9_loses_and_doubles_no_step(stores: StoreFactory, tmp_path: Path) -> None:
    url = stores.url()
    clock = ManualClock(datetime.now(UTC) - BEFORE)
    with closing(open_store(Path(), url)) as store, Rehearsal(store, clock) as server:
        journey = Journey(server, LEADS, pause=False)
        assert kill_one_after_the_other(journey, url, tmp_path) >= KILLS // 4
        last = WorkerProcess(url, tmp_path)
        last.wait_until_ready()
        limit = time.monotonic() + PATIENCE_SECONDS
        while journey.jobs():
            assert time.monotonic() < limit, "jobs are stuck"
            time.sleep(POLL_SECONDS)
        assert last.end(signal.SIGTERM) == 0
        journey.check()
        assert store.check_integrity() == []
