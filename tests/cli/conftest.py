"""Commands on a store of each engine."""

from pathlib import Path

import pytest

from leadkeep.testing.stores import StoreFactory
from tests.cli.support import Commands


@pytest.fixture
def commands(stores: StoreFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    monkeypatch.chdir(tmp_path)
    return Commands(tmp_path, stores.url())
