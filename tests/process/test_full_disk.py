"""A disk that has no room: the server answers and goes on, and a backup leaves no half file."""

import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

import httpx
import pytest

from leadkeep.store import open_store
from tests.support.commands import run
from tests.support.server_process import LEADS, Client, ServerProcess

pytestmark = pytest.mark.process

Report = Callable[[str, object], None]
SPARE_BYTES = 300_000
BATCH = 30
ROUND_LIMIT = 200


def bound_files(pid: int, size: int) -> None:
    """Let a process write no file beyond ``size`` bytes, as a full disk does."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def send(client: Client, number: int) -> bool:
    """Send a batch of large leads; return whether it was acknowledged."""
    leads = [
        {"email": f"{number}.{index}@example.com", "address": "x" * 1_000} for index in range(BATCH)
    ]
    body = client._http.post(LEADS, json={"input": leads}).json()
    assert body["success"] or [each["code"] for each in body["errors"]] == ["611"], body
    return bool(body["success"])


def test_a_server_whose_disk_is_full_loses_nothing(tmp_path: Path, record_property: Report) -> None:
    file = tmp_path / "a.db"
    database = f"sqlite:///{file}"
    numbers = count()
    acknowledged: list[int] = []
    with ServerProcess(database, tmp_path) as server, server.client() as client:
        assert send(client, next(numbers))
        log = file.with_name("a.db-wal").stat().st_size
        bound_files(server.pid, max(file.stat().st_size, log) + SPARE_BYTES)
        refused = 0
        for number in numbers:
            assert number < ROUND_LIMIT, "the disk is never full"
            if send(client, number):
                acknowledged.append(number)
            else:
                refused += 1
            if refused == 3:
                break
        found = client.find([f"{each}.0@example.com" for each in acknowledged])
        assert len(found) == len(acknowledged) > 0
        bound_files(server.pid, resource.RLIM_INFINITY)
        for _ in range(3):
            number = next(numbers)
            assert send(client, number)
            acknowledged.append(number)
        emails = [f"{each}.{index}@example.com" for each in acknowledged for index in range(BATCH)]
        assert len(client.find(emails)) == len(emails)
        assert server.stop() == 0
    with closing(open_store(Path(), database)) as store:
        assert store.check_integrity() == []
    assert run("db", "check", "--data", tmp_path, "--database", database).code == 0
    record_property("acknowledged leads", len(emails))
    record_property("lost", 0)
    record_property("writes refused", refused)


def test_a_backup_on_a_full_disk_leaves_no_file(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/a.db"
    assert run("client", "add", "one", "--data", tmp_path, "--database", database).code == 0
    target = tmp_path / "backups"
    target.mkdir()
    command = [sys.executable, "-m", "leadkeep", "db", "backup", str(target / "all.backup")]
    done = subprocess.run(
        [*command, "--data", str(tmp_path), "--database", database],
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: bound_files(0, 100_000),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"leadkeep: the backup {target}/all.backup: ")
    assert done.stderr.count("\n") == 1
    assert list(target.iterdir()) == []


def test_a_reader_that_stays_stops_no_write(tmp_path: Path, record_property: Report) -> None:
    """The log grows while somebody reads an old moment, and is used again after that."""
    file = tmp_path / "a.db"
    log = file.with_name("a.db-wal")
    with ServerProcess(f"sqlite:///{file}", tmp_path) as server, server.client() as client:
        assert send(client, 0)
        with closing(sqlite3.connect(file, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            (before,) = reader.execute("SELECT count(*) FROM lead").fetchone()
            assert all(send(client, number) for number in range(1, 80))
            grown = log.stat().st_size
            assert reader.execute("SELECT count(*) FROM lead").fetchone() == (before,)
        # The writer's next checkpoint reaches the end of the log, which then starts anew.
        assert all(send(client, number) for number in range(80, 120))
        assert log.stat().st_size < grown * 1.5
        assert httpx.get(server.base_url).status_code == 200
    record_property("MB of log at the reader's end", f"{grown / 1e6:.1f}")
