"""The embedded store's files hold people's data: nobody else may read them."""

from pathlib import Path

from leadkeep.store import open_store
from leadkeep.store.migrate import upgrade


def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    store = open_store(tmp_path / "data", durable=False)
    upgrade(store)
    files = list((tmp_path / "data").iterdir())
    assert files
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    store.close()
