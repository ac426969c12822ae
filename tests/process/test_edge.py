"""Floods before the token: bodies, silent connections, slow and long heads."""

import resource
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import httpx
import psutil
import pytest

from tests.support.server_process import POLL_SECONDS, ServerProcess

pytestmark = [pytest.mark.process, pytest.mark.slow, pytest.mark.timeout(300)]

BODY_BYTES = 10 * 1_048_576
BODIES = 40
SILENT = 1_500
SLOW_HEADS = 400
FILES = 4_000
GROWTH_LIMIT_BYTES = 64 * 1_048_576
WAIT_SECONDS = 60


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(FILES, hard)), hard))
    with ServerProcess(f"sqlite:///{tmp_path}/a.db", tmp_path) as running:
        yield running
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def connect(server: ServerProcess, stack: ExitStack) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", server.port), timeout=WAIT_SECONDS)
    return stack.enter_context(closing(made))


def memory(server: ServerProcess) -> int:
    used: int = psutil.Process(server.pid).memory_info().rss
    return used


def send_body(connection: socket.socket) -> None:
    head = (
        "POST /bulk/v1/nothing.json HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Content-Length: {BODY_BYTES}\r\n\r\n"
    )
    connection.sendall(head.encode())
    piece = b"x" * 65_536
    for _ in range(BODY_BYTES // len(piece) - 1):  # the last piece never comes
        connection.sendall(piece)


def test_bodies_without_a_token_take_no_memory(server: ServerProcess) -> None:
    """40 bodies of 10 MB to paths that nobody serves took 400 MB."""
    before = memory(server)
    with ExitStack() as stack:
        threads = [
            threading.Thread(target=send_body, args=(connect(server, stack),))
            for _ in range(BODIES)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert memory(server) - before < GROWTH_LIMIT_BYTES
        assert httpx.get(server.base_url).status_code == 200


def test_silent_connections_and_slow_heads_end(server: ServerProcess) -> None:
    """1,500 silent connections and 400 heads that never end stayed for ever."""
    process = psutil.Process(server.pid)
    with ExitStack() as stack:
        for _ in range(SILENT):
            connect(server, stack)
        heads = [connect(server, stack) for _ in range(SLOW_HEADS)]
        for each in heads:
            each.sendall(b"GET / HTTP/1.1\r\nx: ")
        assert httpx.get(server.base_url).status_code == 200
        assert heads[-1].recv(100).startswith(b"HTTP/1.1 408 ")
        end = time.monotonic() + WAIT_SECONDS
        while len(process.net_connections()) > 10:
            assert time.monotonic() < end, "connections stay"
            time.sleep(POLL_SECONDS)


def test_a_head_of_100_kb_is_refused(server: ServerProcess) -> None:
    with ExitStack() as stack:
        connection = connect(server, stack)
        head = b"GET / HTTP/1.1\r\nHost: x\r\nx: " + b"y" * 100_000 + b"\r\n\r\n"
        connection.sendall(head)
        assert connection.recv(100).startswith(b"HTTP/1.1 431 ")
