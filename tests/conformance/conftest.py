"""Real server processes for clients that know nothing of us, one for each module and engine.

Clients that wait between their calls must not page through the records of other modules. Both
servers run side by side, for tests come in random order: neither starts again when engines change.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadkeep.testing.stores import PostgresStores, SqliteStores, StoreFactory
from tests.support.server_process import ServerProcess

ENGINES = ("sqlite", "postgres")


def serve(stores: StoreFactory, scratch: Path) -> Iterator[ServerProcess]:
    folder = Path(tempfile.mkdtemp(prefix="conformance-", dir=scratch))
    with ServerProcess(stores.url(), folder) as running:
        yield running


@pytest.fixture(scope="module")
def sqlite_process(sqlite_stores: SqliteStores, scratch: Path) -> Iterator[ServerProcess]:
    yield from serve(sqlite_stores, scratch)


@pytest.fixture(scope="module")
def postgres_process(postgres_stores: PostgresStores, scratch: Path) -> Iterator[ServerProcess]:
    yield from serve(postgres_stores, scratch)


@pytest.fixture(params=ENGINES)
def server_process(request: pytest.FixtureRequest) -> ServerProcess:
    running: ServerProcess = request.getfixturevalue(f"{request.param}_process")
    return running
