"""PostgreSQL servers that follow another one, which may be paused, stopped, killed and promoted."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from leadkeep.testing.stores import postgres_programs
from tests.support.database_server import DatabaseServer
from tests.support.databases import NOBODY, POLL_SECONDS, START_LIMIT_SECONDS

STANDBY_NAME = "second"


class ReplicaServer(DatabaseServer):
    """A server that follows another one by streaming replication."""

    def pause(self) -> None:
        """Let it stand still: what it receives is not to be seen."""
        execute(self.url, "SELECT pg_wal_replay_pause()")
        wait_until(lambda: value(self.url, "SELECT pg_get_wal_replay_pause_state()") == "paused")

    def go_on(self) -> None:
        """Let it follow again."""
        execute(self.url, "SELECT pg_wal_replay_resume()")

    def promote(self) -> None:
        """Make it a primary; return once it takes writes."""
        assert value(self.url, "SELECT pg_promote()") is True

    def catch_up(self, primary: str) -> None:
        """Return once it has replayed what the primary has by now."""
        present = value(primary, "SELECT pg_current_wal_insert_lsn()::text")
        is_there = f"SELECT pg_last_wal_replay_lsn() >= '{present}'"
        wait_until(lambda: value(self.url, is_there) is True)


def execute(url: str, statement: str) -> None:
    """Run a statement on a connection of its own."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def value(url: str, query: str) -> Any:  # noqa: ANN401
    """Return the one value of a query."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def wait_until(is_so: Callable[[], bool]) -> None:
    """Return once something is so."""
    end = time.monotonic() + START_LIMIT_SECONDS
    while not is_so():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(POLL_SECONDS)


@contextmanager
def replica_of(primary: DatabaseServer, *, is_synchronous: bool = False) -> Iterator[ReplicaServer]:
    """Run a server that follows another one, for the block.

    With ``is_synchronous`` no commit of the primary is acknowledged before the replica has it.
    """
    programs = postgres_programs()
    is_root = os.geteuid() == 0
    user: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if is_root else {}
    source = str(make_url(primary.url).query["host"])
    base = Path(tempfile.mkdtemp(prefix="leadkeep-replica-"))
    if is_root:
        os.chown(base, NOBODY, NOBODY)
    base.chmod(0o755)
    url = f"postgresql://postgres@/postgres?host={base}"
    copy: list[str | Path] = [
        *(programs / "pg_basebackup", "-D", base / "data"),
        *("-h", source, "-U", "postgres", "-c", "fast", "-X", "stream", "--no-sync"),
    ]
    settings = f"host={source} user=postgres application_name={STANDBY_NAME}"
    process = None
    try:
        subprocess.run(copy, check=True, **user)
        (base / "data/standby.signal").touch()
        with (base / "log").open("wb") as log:
            process = subprocess.Popen(
                [
                    *(programs / "postgres", "-D", base / "data", "-k", base),
                    *("-c", "listen_addresses=", "-c", f"primary_conninfo={settings}"),
                    *("-c", "recovery_target_timeline=latest", "-c", "hot_standby_feedback=on"),
                    *("-c", "wal_receiver_status_interval=1"),
                ],
                cwd=base,
                stderr=log,
                **user,
            )
        wait_until(lambda: _answers(url))
        server = ReplicaServer(url)
        if is_synchronous:
            execute(primary.url, f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY_NAME}'")
            execute(primary.url, "SELECT pg_reload_conf()")
            is_sync = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
            wait_until(lambda: value(primary.url, is_sync) == 1)
        try:
            yield server
        finally:
            server.close()
            server.kill()
    finally:
        if process is not None:
            process.kill()
            process.wait()
        shutil.rmtree(base, ignore_errors=True)


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True
