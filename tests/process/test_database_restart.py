"""The database server or the pooler dies under writes and comes back: nothing is lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from leadkeep.housekeeping import FORGET, housekeeping_schedules
from leadkeep.jobs import NewJob, enqueue
from leadkeep.jobs.tables import job
from leadkeep.settings import Settings
from leadkeep.store import Store, open_store
from tests.support.database_server import DatabaseServer, database_server
from tests.support.databases import pgbouncer
from tests.support.server_process import ENVIRONMENT, ServerProcess
from tests.support.slow import IS_SHORT
from tests.support.writers import REFUSED, Writers

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(300)]

Report = Callable[[str, object], None]
RESTARTS = 2 if IS_SHORT else 8
CONNECTIONS = 3
PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.05


@pytest.fixture(autouse=True)
def deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STATEMENT", "LOCK", "CONNECT"):
        monkeypatch.setenv(f"LEADKEEP_{name}_TIMEOUT", "3")


@pytest.fixture
def postgres() -> Iterator[DatabaseServer]:
    with database_server(durable=True) as server:
        yield server


def restart_under_writes(
    database: str, folder: Path, restart: Callable[[], None], report: Report
) -> None:
    recoveries = []
    with ExitStack() as stack:
        server = stack.enter_context(ServerProcess(database, folder, 2))
        writers = Writers(server)
        pool = stack.enter_context(ThreadPoolExecutor(CONNECTIONS))
        stack.callback(writers.is_over.set)
        futures = [pool.submit(writers.write, server.client()) for _ in range(CONNECTIONS)]
        for _ in range(RESTARTS):
            writers.wait_for_more()
            restart()
            recoveries.append(writers.wait_for_more())
        writers.is_over.set()
        for future in futures:
            future.result(PATIENCE_SECONDS)
        with server.client() as client:
            found = {lead["email"] for lead in client.find(writers.acknowledged)}
        assert found == set(writers.acknowledged)
        assert set(writers.refused) <= REFUSED
        assert server.stop() == 0
    report("restarts", RESTARTS)
    report("acknowledged leads", len(writers.acknowledged))
    report("lost", 0)
    report("s to the next acknowledged write", f"{max(recoveries):.1f}")


def test_the_database_is_killed_and_started_under_writes(
    postgres: DatabaseServer, tmp_path: Path, record_property: Report
) -> None:
    def restart() -> None:
        postgres.kill()
        postgres.start_again()

    restart_under_writes(postgres.url, tmp_path, restart, record_property)


def test_the_pooler_is_killed_and_started_under_writes(
    postgres: DatabaseServer, tmp_path: Path, record_property: Report
) -> None:
    with pgbouncer(postgres.url, "session") as pooled:

        def restart() -> None:
            pooled.kill()
            pooled.start()

        restart_under_writes(pooled.url, tmp_path, restart, record_property)


def test_jobs_survive_a_restart_of_the_database(postgres: DatabaseServer, tmp_path: Path) -> None:
    """A worker whose database is gone waits for it, and then does what there is to do."""
    with ServerProcess(postgres.url, tmp_path) as server:
        assert server.stop() == 0
    with subprocess.Popen(
        [sys.executable, "-m", "leadkeep", "worker", "--database", postgres.url],
        cwd=tmp_path,
        env=os.environ | ENVIRONMENT,
        stderr=subprocess.PIPE,
        text=True,
    ) as worker:
        try:
            assert worker.stderr is not None
            assert worker.stderr.readline().startswith("leadkeep: runs the jobs of ")
            for _ in range(RESTARTS):
                postgres.kill()
                time.sleep(2 * POLL_SECONDS)
                postgres.start_again()
                with closing(open_store(Path(), postgres.url)) as store:
                    put_job(store)
                    wait_until_done(store)
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(PATIENCE_SECONDS) == 0
        finally:
            worker.kill()


def put_job(store: Store) -> None:
    (recurring,) = [
        each.job
        for each in housekeeping_schedules(Settings(data=Path("unused")))
        if each.name == FORGET
    ]
    store.write_now(lambda tx: enqueue(tx, [NewJob(recurring.name, recurring.arguments)]))


def wait_until_done(store: Store) -> None:
    query = select(func.count()).select_from(job)
    end = time.monotonic() + PATIENCE_SECONDS
    while store.read_now(lambda tx: tx.execute(query).scalar_one()):
        assert time.monotonic() < end, "the job is not run"
        time.sleep(POLL_SECONDS)
