"""A PostgreSQL server of a test's own, which may be stopped, killed and started again."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg
from sqlalchemy import make_url

from leadkeep.testing.stores import postgres_server
from tests.support.databases import NOBODY, POLL_SECONDS, START_LIMIT_SECONDS


class DatabaseServer:
    """The processes of a PostgreSQL server."""

    def __init__(self, url: str) -> None:
        """Take the URL of a server on this machine, which runs."""
        self.url = url
        folder = make_url(url).query["host"]
        assert isinstance(folder, str)
        self._folder = Path(folder)
        self._command = self._main().cmdline()
        self._again: list[subprocess.Popen[bytes]] = []

    def _main(self) -> psutil.Process:
        return psutil.Process(int((self._folder / "data/postmaster.pid").read_text().split()[0]))

    def processes(self) -> list[psutil.Process]:
        """Return its processes; none after it was killed."""
        try:
            main = self._main()
            return [main, *main.children()]
        except (psutil.NoSuchProcess, FileNotFoundError):
            return []

    def send(self, number: signal.Signals) -> None:
        """Send a signal to all of its processes; those that end meanwhile need none."""
        for each in self.processes():
            with suppress(psutil.NoSuchProcess):
                each.send_signal(number)

    def kill(self) -> None:
        """End all of its processes at once, and return when they are gone."""
        present = self.processes()
        for each in present:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        psutil.wait_procs(present, START_LIMIT_SECONDS)

    def start_again(self) -> None:
        """Start it after it was killed; return once it answers."""
        user: dict[str, Any] = {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}
        with (self._folder / "log").open("ab") as log:
            process = subprocess.Popen(
                self._command, cwd=self._folder, stdout=log, stderr=log, **user
            )
        self._again.append(process)
        end = time.monotonic() + START_LIMIT_SECONDS
        while True:
            try:
                psycopg.connect(self.url).close()
            except psycopg.OperationalError:
                assert process.poll() is None, "the server ended"
                assert time.monotonic() < end, "the server does not answer"
                time.sleep(POLL_SECONDS)
            else:
                return

    def close(self) -> None:
        """Let it go on if it was stopped, and end what was started again."""
        self.send(signal.SIGCONT)
        for each in self._again:
            each.kill()
            each.wait()


@contextmanager
def database_server(*, durable: bool = False) -> Iterator[DatabaseServer]:
    """Run a server for the block; ``durable`` commits survive its death."""
    with postgres_server(durable=durable) as url:
        server = DatabaseServer(url)
        try:
            yield server
        finally:
            server.close()
