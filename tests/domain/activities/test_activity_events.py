"""What is appended to the log, for others to follow in its transaction."""

from collections.abc import Iterator, Sequence
from contextlib import closing

import pytest

from leadkeep.domain.activities import ACTIVITY_EVENTS, ActivityType, AppendedActivities
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.leads import create, fresh, logged, sync


@pytest.fixture
def server(stores: StoreFactory) -> Iterator[Rehearsal]:
    with closing(stores.make()) as store, Rehearsal(store) as running:
        yield running


@pytest.fixture
def heard(server: Rehearsal) -> list[AppendedActivities]:
    found: list[AppendedActivities] = []

    def follow(_: Transaction, events: Sequence[AppendedActivities]) -> None:
        found.extend(events)

    server.store.subscribe(ACTIVITY_EVENTS, follow)
    return found


def test_all_that_is_appended_is_heard(server: Rehearsal, heard: list[AppendedActivities]) -> None:
    email = fresh()
    lead_id = create(server, email=email, firstName="A")
    sync(server, {"email": email, "firstName": "B"})
    assert [(each.type_id, len(each.activities)) for each in heard] == [
        (ActivityType.NEW_LEAD, 1),
        (ActivityType.CHANGE_DATA_VALUE, 1),
    ]
    told = [row[1] for each in heard for row in each.activities]
    assert told == [row.id for row in logged(server, lead_id)]
    assert {each.date for each in heard} == {server.clock.now()}
