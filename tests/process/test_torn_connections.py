"""Clients that vanish in a request or before its reply: all of it is done, or nothing."""

import json
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from leadkeep.testing.stores import StoreFactory
from tests.support.server_process import LEADS, ServerProcess

pytestmark = pytest.mark.process

Report = Callable[[str, object], None]
BATCH = 7
ROUNDS = 30
RESET_AT_CLOSE = struct.pack("ii", 1, 0)


def test_a_torn_request_is_done_whole_or_not_at_all(
    stores: StoreFactory, tmp_path: Path, record_property: Report
) -> None:
    random, database = Random(3), stores.url()
    sent: list[tuple[list[str], bool]] = []
    with ServerProcess(database, tmp_path) as server, server.client() as client:
        token = client._http.headers["authorization"]
        for number in range(ROUNDS):
            emails = [f"torn{number}.{index}@example.com" for index in range(BATCH)]
            body = json.dumps({"input": [{"email": email} for email in emails]}).encode()
            head = (
                f"POST {LEADS} HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            ).encode()
            request = head + body
            is_whole = number % 2 == 0
            end = len(request) if is_whole else random.randrange(1, len(request))
            with socket.create_connection(("127.0.0.1", server.port)) as connection:
                connection.sendall(request[:end])
                if random.random() < 0.5:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
            sent.append((emails, is_whole))
        # A stop waits for what was begun.
        assert server.stop() == 0
    done = 0
    with ServerProcess(database, tmp_path) as again, again.client() as client:
        for emails, is_whole in sent:
            found = len(client.find(emails))
            assert found in ({0, BATCH} if is_whole else {0})
            done += found == BATCH
        assert client.sync([{"email": "after@example.com"}])[0]["status"] == "created"
        assert "Traceback" not in server.log()
    record_property("torn requests", ROUNDS)
    record_property("done whole", done)
    record_property("done in part", 0)
