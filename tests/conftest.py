"""Stores and servers for all tests: what takes ``store`` or ``server`` runs on both engines."""

import gc
import os
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.internal.reflection import function_digest

from leadkeep.api.operations import served_operations
from leadkeep.api.router import Router
from leadkeep.store import Store
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import (
    LentStores,
    PostgresStores,
    SqliteStores,
    StoreFactory,
    postgres_server,
    scratch_folder,
)
from tests.support.commands import Commands
from tests.support.declared import DeclaredReplies
from tests.support.leads import east_token
from tests.support.sampled_stores import sampled, served

ENGINES = ("sqlite", "postgres")

# A busy machine is no failure, and a failure is told so that it can be made again.
# The default suite tries the same examples each time, so that a result depends on the change;
# `make test-random` looks for new ones (docs/decisions/0117).
settings.register_profile("random", deadline=None, print_blob=True)
settings.register_profile("fixed", settings.get_profile("random"), derandomize=True)
settings.load_profile("fixed")


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays until the end: modules, tests, compiled asserts."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def declared_replies() -> Iterator[DeclaredReplies]:
    """Let every server of this process check its replies against their declarations."""
    checked = DeclaredReplies(served_operations())
    router = Router(checked.operations)  # all servers have the same
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("leadkeep.app.Router", lambda _: router)
        yield checked


@pytest.fixture(scope="session", autouse=True)
def digests_of_properties() -> Iterator[None]:
    """Compute the digest of a property's source once, not for each of its hundreds of cases."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hypothesis.core.function_digest", cache(function_digest))
        yield


@pytest.fixture(autouse=True)
def replies_are_declared(declared_replies: DeclaredReplies) -> Iterator[None]:
    """Fail a test to which the server replied otherwise than declared."""
    yield
    wrong, declared_replies.wrong = declared_replies.wrong, []
    assert wrong == []


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    with scratch_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def sqlite_stores(scratch: Path) -> SqliteStores:
    return SqliteStores(scratch)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    named = os.environ.get("LEADKEEP_TEST_POSTGRES")
    if named:
        yield named
    else:
        with postgres_server() as url:
            yield url


@pytest.fixture(scope="session")
def postgres_stores(postgres_url: str, worker_id: str) -> Iterator[PostgresStores]:
    with closing(PostgresStores(postgres_url, f"leadkeep_test_{worker_id}")) as made:
        yield made


@pytest.fixture(scope="session")
def sqlite_samples(sqlite_stores: SqliteStores) -> SqliteStores:
    return sampled(sqlite_stores)


@pytest.fixture(scope="session")
def postgres_samples(postgres_stores: PostgresStores) -> PostgresStores:
    return sampled(postgres_stores)


@pytest.fixture(scope="session")
def sqlite_served(sqlite_stores: SqliteStores) -> SqliteStores:
    return served(sqlite_stores)


@pytest.fixture(scope="session")
def postgres_served(postgres_stores: PostgresStores) -> PostgresStores:
    return served(postgres_stores)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def stores(engine: str, request: pytest.FixtureRequest) -> Iterator[StoreFactory]:
    """Stores for one test: at its end their databases are free for others."""
    with LentStores(request.getfixturevalue(f"{engine}_stores")) as lent:
        yield lent


@pytest.fixture
def store(engine: str, request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store that has a server's client and its token."""
    with LentStores(request.getfixturevalue(f"{engine}_served")) as lent:
        yield lent.make()


@pytest.fixture
def server(store: Store) -> Iterator[Rehearsal]:
    with Rehearsal(store) as running:
        yield running


@pytest.fixture(scope="module")
def east(server: Rehearsal) -> str:
    """A token of a client in the East, for modules whose server is one for all of their tests."""
    return east_token(server)


# -- the command line ------------------------------------------------------------------------------


@pytest.fixture
def commands(stores: StoreFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Commands on a store of each engine."""
    monkeypatch.chdir(tmp_path)
    return Commands(tmp_path, stores.url())


@pytest.fixture(scope="module")
def unchanged(sqlite_stores: SqliteStores, tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """One store for all commands that must not change it."""
    return Commands(tmp_path_factory.mktemp("unchanged"), sqlite_stores.url())
