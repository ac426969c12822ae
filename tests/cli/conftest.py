"""Commands on a store of each engine."""

from pathlib import Path

import pytest

from leadkeep.testing.stores import SqliteStores, StoreFactory
from tests.cli.support import Commands


@pytest.fixture
def commands(stores: StoreFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    monkeypatch.chdir(tmp_path)
    return Commands(tmp_path, stores.url())


@pytest.fixture(scope="module")
def unchanged(sqlite_stores: SqliteStores, tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """One store for all commands that must not change it."""
    return Commands(tmp_path_factory.mktemp("unchanged"), sqlite_stores.url())
