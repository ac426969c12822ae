"""Web events that were answered: all are there after a stop, most after a kill."""

from contextlib import closing
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from leadkeep.domain.visitors.tables import anonymous_visit
from leadkeep.store import open_store
from leadkeep.testing.stores import StoreFactory
from tests.support.server_process import ServerProcess, http_client
from tests.support.visits import BROWSER, cookie, event

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(300)]

VISITORS, PAGES = 40, 25
WAITING = 100
ROUND_LIMIT = 50


def answered(server: ServerProcess) -> int:
    """Send events one after the other; return how many were taken."""
    count = 0
    with http_client(server.base_url, headers={"user-agent": BROWSER}) as client:
        for _ in range(VISITORS):
            token = cookie()
            for page in range(PAGES):
                answer = client.post("/webevents/visitWebPage", params=event(token, f"/{page}"))
                count += answer.status_code == httpx.codes.NO_CONTENT
    return count


def kept(database: str) -> int:
    query = select(func.count()).select_from(anonymous_visit)
    with closing(open_store(Path(), database)) as store:
        return store.read_now(lambda tx: int(tx.execute(query).scalar_one()))


def test_a_stop_writes_what_was_answered(stores: StoreFactory, tmp_path: Path) -> None:
    database = stores.url()
    with ServerProcess(database, tmp_path) as server:
        count = answered(server)
        assert server.stop() == 0
    assert count == VISITORS * PAGES
    assert kept(database) == count


def test_a_kill_loses_no_more_than_the_setting(
    stores: StoreFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADKEEP_WEB_EVENTS_WAITING", str(WAITING))
    database = stores.url()
    with ServerProcess(database, tmp_path) as server:
        count, rounds = 0, 0
        while count <= WAITING and rounds < ROUND_LIMIT:  # a full queue refuses until it is written
            count, rounds = count + answered(server), rounds + 1
        server.kill()
    assert count > WAITING
    assert count - WAITING <= kept(database) <= count
