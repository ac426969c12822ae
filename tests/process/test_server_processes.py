"""The processes of ``leadkeep serve --workers``: lost, hung and orphaned ones, and their stop."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.support.server_process import POLL_SECONDS, ServerProcess

pytestmark = pytest.mark.process

LIMIT_SECONDS = 30
IMPATIENT = """
from leadkeep.cli import workers
from leadkeep.__main__ import main

def set_limit(seconds):
    workers.RESPONSE_LIMIT_SECONDS = seconds

workers.Workers.handle_usr1 = lambda _: set_limit(0.5)
workers.Workers.handle_usr2 = lambda _: set_limit(60.0)
workers.STOP_SPARE_SECONDS = -30.0
main()
"""
"""The program, whose parent process loses patience at SIGUSR1 and finds it again at SIGUSR2."""


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ServerProcess]:
    program = getattr(request, "param", ("-m", "leadkeep"))
    with ServerProcess(f"sqlite:///{tmp_path}/a.db", tmp_path, 2, program) as running:
        yield running


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + LIMIT_SECONDS
    while not is_so():
        assert time.monotonic() < end, what
        time.sleep(POLL_SECONDS)


def test_a_killed_process_is_replaced_with_a_warning(server: ServerProcess) -> None:
    first, _ = server.children()
    first.kill()
    warning = f"server process {first.pid} ended with code -9"
    wait_until(lambda: warning in server.log(), "no warning")
    assert " warning leadkeep.cli.workers server process" in server.log()
    wait_until(lambda: len(server.children()) == 2, "no new process")
    assert first.pid not in {each.pid for each in server.children()}
    assert httpx.get(server.base_url).status_code == 200
    assert server.stop() == 0


@pytest.mark.parametrize("server", [("-c", IMPATIENT)], indirect=True, ids=["impatient"])
def test_a_hung_process_is_replaced_and_does_not_delay_a_stop(server: ServerProcess) -> None:
    first, _ = server.children()
    first.send_signal(signal.SIGSTOP)
    os.kill(server.pid, signal.SIGUSR1)
    warning = f"server process {first.pid} did not answer for "
    wait_until(lambda: warning in server.log(), "no warning")
    os.kill(server.pid, signal.SIGUSR2)
    # A process that hangs at the stop is killed after the limit.
    wait_until(lambda: len(server.children()) == 2, "no new process")
    _, second = server.children()
    second.send_signal(signal.SIGSTOP)
    assert server.stop() == 0
    assert not second.is_running()


def test_the_processes_end_with_their_parent(server: ServerProcess) -> None:
    orphans = server.children()
    assert len(orphans) == 2
    os.kill(server.pid, signal.SIGKILL)
    _, alive = psutil.wait_procs(orphans, LIMIT_SECONDS)
    for each in alive:
        each.kill()
    assert not alive
    with pytest.raises(httpx.TransportError):
        httpx.get(server.base_url)


def test_half_a_body_does_not_delay_a_stop(server: ServerProcess) -> None:
    head = b"POST /rest/v1/leads.json HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
    with server.client() as client:
        head += f"Authorization: {client.authorization}\r\n\r\n{{".encode()
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(head)
        assert httpx.get(server.base_url).status_code == 200
        start = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - start < 20
        assert connection.recv(1_000).startswith(b"HTTP/1.1 503 ")
