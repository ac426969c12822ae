"""Old activities are dropped where a setting says so: batch by batch (behaviour.md 5.2)."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from leadkeep.domain.activities import retention
from leadkeep.domain.activities.retention import prune_activities
from leadkeep.domain.activities.tables import activity
from leadkeep.errors import SetupError
from leadkeep.settings import Settings, load_settings
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.activities import add, approved_type, followed, record, token_since
from tests.support.leads import create, sync

NEW_LEAD, CHANGE = 12, 13


@pytest.fixture
def server(stores: StoreFactory) -> Iterator[Rehearsal]:
    settings = Settings(data=Path("unused"), activity_retention_days={CHANGE: 30, 100_001: 1})
    with closing(stores.make()) as store, Rehearsal(store, settings=settings) as running:
        yield running


def kept(server: Rehearsal) -> Counter[int]:
    query = select(activity.c.activity_type_id).order_by(activity.c.id)
    return Counter(server.store.read_now(lambda tx: list(tx.execute(query).scalars())))


def change(server: Rehearsal, lead_id: int, title: str) -> None:
    sync(server, {"id": lead_id, "title": title}, action="updateOnly", lookupField="id")


def later(server: Rehearsal, days: int) -> None:
    server.clock.advance(days=days)
    server.forget_token()


def test_each_type_is_kept_for_its_own_time(server: Rehearsal) -> None:
    lead_id = create(server)
    type_id = approved_type(server, "webinar")
    change(server, lead_id, "A")
    add(server, record(lead_id, type_id, activityDate="2099-01-01"))
    later(server, 29)
    change(server, lead_id, "B")
    server.prune_activities()
    assert kept(server) == {NEW_LEAD: 1, CHANGE: 2}
    later(server, 1)
    server.prune_activities()
    assert kept(server) == {NEW_LEAD: 1, CHANGE: 2}
    change(server, lead_id, "C")
    later(server, 1)
    change(server, lead_id, "D")
    server.prune_activities()
    assert kept(server) == {NEW_LEAD: 1, CHANGE: 3}
    later(server, 400)
    server.prune_activities()
    assert kept(server) == {NEW_LEAD: 1}


def test_everything_is_kept_by_default(stores: StoreFactory) -> None:
    with closing(stores.make()) as store, Rehearsal(store) as server:
        change(server, create(server), "A")
        later(server, 4_000)
        server.prune_activities()
        assert kept(server) == {NEW_LEAD: 1, CHANGE: 1}


def test_a_batch_is_bounded(server: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PRUNE_BATCH_SIZE", 7)
    lead_id = create(server)
    for number in range(20):
        change(server, lead_id, f"{number}")
    later(server, 40)
    left = []
    has_more = True
    while has_more:
        has_more = server.store.write_now(lambda tx: prune_activities(tx, CHANGE, 30))
        left.append(kept(server)[CHANGE])
    assert left == [13, 6, 0]


def test_the_oldest_go_first_and_pollers_go_on(
    server: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PRUNE_BATCH_SIZE", 4)
    token = token_since(server)
    lead_id = create(server)
    for number in range(6):
        change(server, lead_id, f"{number}")
    before = followed(server, token, activityTypeIds=CHANGE)
    later(server, 40)
    server.store.write_now(lambda tx: prune_activities(tx, CHANGE, 30))
    assert followed(server, token, activityTypeIds=CHANGE) == before[4:]


@pytest.mark.parametrize("sent", [{13: 0}, {13: -1}, {"x": 5}, {13: "many"}])
def test_what_is_no_setting(sent: object) -> None:
    assert load_settings(activity_retention_days={"13": "5"}).activity_retention_days == {13: 5}
    with pytest.raises(SetupError, match="activity-retention-days"):
        load_settings(activity_retention_days=sent)


def test_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADKEEP_ACTIVITY_RETENTION_DAYS", '{"1": 90, "12": 800}')
    assert load_settings().activity_retention_days == {1: 90, 12: 800}
