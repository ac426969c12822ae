"""Servers under load: leadkeep itself, and the bare handler that it is measured against."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil

START_LIMIT_SECONDS = 300.0
"""Ample: a machine with many other busy processes starts a server in a minute."""
STOP_LIMIT_SECONDS = 30.0
POLL_SECONDS = 0.005
CLIENT_ID = "benchmark"
CLIENT_SECRET = "the secret of a benchmark"  # noqa: S105 -- of a server that lives for seconds
SECRET_KEY = "the key of a server that lives for seconds"  # noqa: S105
PYTHON = ContextVar("PYTHON", default=sys.executable)
"""The interpreter whose leadkeep is served: that of another version, where two are compared."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    process: "subprocess.Popen[bytes]"
    seconds_to_start: float

    def token(self) -> str:
        """Ask for a token."""
        query = urlencode(
            {
                "grant_type": "client_credentials",
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
            }
        )
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", f"/identity/oauth/token?{query}")
        answer = json.loads(connection.getresponse().read())
        connection.close()
        token: str = answer["access_token"]
        return token

    def result(self, path: str, token: str) -> list[dict[str, Any]]:
        """GET what is needed to prepare a load, and return its result."""
        found: list[dict[str, Any]] = self.body(path, token)["result"]
        return found

    def body(self, path: str, token: str) -> dict[str, Any]:
        """GET what is needed to prepare a load."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        answer: dict[str, Any] = json.loads(connection.getresponse().read())
        connection.close()
        return answer

    @property
    def memory_bytes(self) -> int:
        """The resident memory of the server and its processes."""
        main = psutil.Process(self.process.pid)
        return sum(each.memory_info().rss for each in (main, *main.children(recursive=True)))

    @property
    def cpu_seconds(self) -> float:
        """The processor time that the server and its processes have used."""
        main = psutil.Process(self.process.pid)
        times = [each.cpu_times() for each in (main, *main.children(recursive=True))]
        return sum(each.user + each.system for each in times)


def environment() -> dict[str, str]:
    """Return the environment of what is measured: no settings of ours, and compiled modules.

    Where ``PYTHONDONTWRITEBYTECODE`` is set, a start would compile each module again: installed
    packages are compiled once, and so a start costs twice as much as it does for users.
    """
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("LEADKEEP_") and name != "PYTHONDONTWRITEBYTECODE"
    }


@contextmanager
def leadkeep(
    folder: Path,
    *,
    database: str | None = None,
    workers: int = 1,
    options: Sequence[str] = (),
) -> Iterator[Server]:
    """Run ``leadkeep serve`` on a store in ``folder`` or at a URL, as a user would.

    ``options`` are more of its options, such as ``--demo``.
    """
    port = free_port()
    place = ("--database", database) if database else ("--data", str(folder / "data"))
    command = [PYTHON.get(), "-m", "leadkeep", "serve", *place, "--port", str(port)]
    secrets = {
        "LEADKEEP_CLIENT_ID": CLIENT_ID,
        "LEADKEEP_CLIENT_SECRET": CLIENT_SECRET,
        "LEADKEEP_SECRET_KEY": SECRET_KEY,
    }
    with _running([*command, "--workers", str(workers), *options], port, folder, secrets) as server:
        yield server


@contextmanager
def bare_handler(folder: Path) -> Iterator[Server]:
    """Run a Starlette handler with a fixed body on the same uvicorn."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "benchmarks.bare:app", "--port", str(port)]
    options = ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--no-server-header"]
    root = str(Path(__file__).parent.parent)
    with _running([*command, *options], port, folder, {"PYTHONPATH": root}) as server:
        yield server


@contextmanager
def _running(
    command: Sequence[str], port: int, folder: Path, extra: dict[str, str]
) -> Iterator[Server]:
    start = time.perf_counter()
    with (folder / f"{port}.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=environment() | extra, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        _wait_until_ready(process, port, Path(log.name))
        yield Server(port, process, time.perf_counter() - start)
    finally:
        _stop(process)


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + START_LIMIT_SECONDS
    while time.monotonic() < end and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(POLL_SECONDS)
        finally:
            connection.close()
    raise RuntimeError(f"the server does not answer: {log.read_text()[-2000:]}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """Return a port that nobody listens at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
