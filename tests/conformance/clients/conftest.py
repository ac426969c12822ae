"""Foreign clients, connected to a real server."""

import pytest

from tests.conformance.clients.marketo import Client, connect
from tests.process.server_process import ServerProcess


@pytest.fixture(scope="module")
def client(server_process: ServerProcess) -> Client:
    return connect(server_process)
