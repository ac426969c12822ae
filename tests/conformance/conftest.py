"""A real server process for clients that know nothing of us, one for each engine."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadkeep.testing.stores import StoreFactory
from tests.process.server_process import ServerProcess

ENGINES = ("sqlite", "postgres")


@pytest.fixture(scope="session", params=ENGINES)
def server_process(request: pytest.FixtureRequest, scratch: Path) -> Iterator[ServerProcess]:
    factory: StoreFactory = request.getfixturevalue(f"{request.param}_stores")
    # Tests in random order make this fixture again and again: each time in a folder of its own.
    folder = Path(tempfile.mkdtemp(prefix="conformance-", dir=scratch))
    with ServerProcess(factory.url(), folder) as running:
        yield running
