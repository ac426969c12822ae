"""Empty PostgreSQL databases, and PgBouncer between them and leadkeep."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, make_url

NOBODY = 65534
START_LIMIT_SECONDS = 20.0
POLL_SECONDS = 0.02
PGBOUNCER = "pgbouncer"
DEBIAN_FOLDER = "/usr/sbin"

_numbers = count(1)


def as_text(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def new_database(server: str, worker: str, creation: str = "", *settings: str) -> Iterator[str]:
    """Create an empty database for the block; yield its URL.

    ``creation`` has options of CREATE DATABASE, and ``settings`` are assignments for its sessions.
    """
    name = f"leadkeep_empty_{worker}_{next(_numbers)}"
    with psycopg.connect(as_text(make_url(server)), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}" {creation}'.encode())
        for setting in settings:
            connection.execute(f'ALTER DATABASE "{name}" SET {setting}'.encode())
        try:
            yield as_text(make_url(server).set(database=name))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


class Pooler:
    """PgBouncer in front of a database server, which may be killed and started again."""

    def __init__(self, direct: URL, folder: Path, pool_mode: str) -> None:
        """Write its settings; nothing runs yet."""
        program = shutil.which(PGBOUNCER, path=f"{os.environ['PATH']}:{DEBIAN_FOLDER}")
        assert program, "the tests need PgBouncer: apt-get install pgbouncer"
        self._program, self._folder = program, folder
        self.url = as_text(direct.set(port=6432, query={"host": str(folder)}))
        host = direct.host or direct.query["host"]
        (folder / "users").write_text(f'"{direct.username}" ""\n')
        (folder / "settings").write_text(
            f"[databases]\n* = host={host} port={direct.port or 5432}\n"
            f"[pgbouncer]\nunix_socket_dir = {folder}\nlisten_port = 6432\n"
            f"auth_type = trust\nauth_file = {folder}/users\npool_mode = {pool_mode}\n"
            "default_pool_size = 20\nserver_idle_timeout = 1\n"
        )
        self._user: dict[str, Any] = {}
        if os.geteuid() == 0:  # it refuses root
            os.chown(folder, NOBODY, NOBODY)
            self._user = {"user": NOBODY, "group": NOBODY}

    def start(self) -> None:
        """Run it; return once it answers."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, self._folder / "settings"], stderr=log, **self._user
            )
        _wait_until_ready(self._process, self.url)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()


@contextmanager
def pgbouncer(url: str, pool_mode: str) -> Iterator[Pooler]:
    """Run PgBouncer in front of a database of a test server."""
    with tempfile.TemporaryDirectory(prefix="leadkeep-pool-") as name:
        pooler = Pooler(make_url(url), Path(name), pool_mode)
        try:
            pooler.start()
            yield pooler
        finally:
            pooler.kill()


def _wait_until_ready(process: "subprocess.Popen[bytes]", url: str) -> None:
    end = time.monotonic() + START_LIMIT_SECONDS
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            assert process.poll() is None, "PgBouncer ended"
            assert time.monotonic() < end, "PgBouncer does not answer"
            time.sleep(POLL_SECONDS)
        else:
            return
