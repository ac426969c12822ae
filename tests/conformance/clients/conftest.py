"""Foreign clients, connected to a real server."""

from functools import cache

import pytest

from tests.conformance.clients.marketo import Client, connect
from tests.support.server_process import ServerProcess


@cache
def connected(server: ServerProcess) -> Client:
    """Return the one client of a server: a new one would ask for its token again."""
    return connect(server)


@pytest.fixture
def client(server_process: ServerProcess) -> Client:
    return connected(server_process)
