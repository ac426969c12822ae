"""Of processes that migrate at once one does it; the others wait, with their own deadline."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from leadkeep.errors import SetupError
from leadkeep.store import Store, open_store
from leadkeep.store.deadlines import Deadlines
from leadkeep.store.migrate import HEAD, revision, upgrade
from tests.support.stores import Task, deadline_passes, open_url

WAITING = "another process migrates"


@pytest.fixture(autouse=True)
def _says_so_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadkeep.store.engine.QUIET_WAIT_SECONDS", 0.05)


@contextmanager
def migrating(url: str) -> Iterator[Store]:
    """Hold in the block what a process holds that migrates the database at ``url``."""
    with (
        closing(open_url(url)) as store,
        store.core_connection() as connection,
        connection.begin(),
    ):
        store.lock_for_migration(connection)
        yield store


def opened(url: str, deadlines: Deadlines) -> Store:
    return open_store(Path(), url, deadlines=deadlines, durable=False)


def test_a_second_one_waits_beyond_the_deadline_of_locks_and_says_so(
    empty_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(opened(empty_url, Deadlines(lock_seconds=0))) as second:
        with migrating(empty_url):
            task = Task(lambda: upgrade(second))
            has_waited_too_long = deadline_passes()
            while not caplog.records:
                assert not has_waited_too_long()
            assert task.is_alive()
        assert task.result() is True
        assert revision(second) == HEAD


def test_it_says_for_what_it_waits_and_gives_up_in_one_line(
    empty_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        migrating(empty_url),
        closing(opened(empty_url, Deadlines(migration_seconds=1))) as second,
        pytest.raises(SetupError, match=r"has kept .* locked for 1 seconds"),
    ):
        upgrade(second)
    assert [each.message for each in caplog.records] == [
        f"{WAITING} {second.address}: waiting for it, for 1 seconds at most"
    ]


def test_the_schema_can_be_read_while_another_process_migrates(empty_url: str) -> None:
    with closing(open_url(empty_url)) as first:
        upgrade(first)
    with migrating(empty_url), closing(opened(empty_url, Deadlines(lock_seconds=0))) as second:
        assert revision(second) == HEAD
        assert upgrade(second) is False
