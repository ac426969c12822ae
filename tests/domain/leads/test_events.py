"""The change seam: what happened to leads, for others to follow (ARCHITECTURE.md, Change seam)."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import count

import pytest
from sqlalchemy import insert, select

from leadkeep.domain.fields.tables import lead_key
from leadkeep.domain.leads import LEAD_EVENTS, LeadEvent
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.leads import LEADS, USER, create, fresh, sync
from tests.support.wire import silence

numbers = count(1)


class Follower:
    """Keeps what it hears, and leaves a row for each event."""

    def __init__(self) -> None:
        self.heard: list[list[LeadEvent]] = []
        self.is_broken = False

    def __call__(self, tx: Transaction, events: Sequence[LeadEvent]) -> None:
        self.heard.append(list(events))
        for event in events:
            word = f"{event.kind} {next(numbers)}"
            tx.execute(insert(lead_key).values(kind="heard", value=word, lead_id=event.lead_id))
        if self.is_broken:
            raise OSError("the follower fails")

    def take(self) -> list[LeadEvent]:
        """Return the events of exactly one call."""
        (only,) = self.heard
        self.heard.clear()
        return only


@pytest.fixture
def server(stores: StoreFactory) -> Iterator[Rehearsal]:
    with closing(stores.make()) as store, Rehearsal(store) as running:
        yield running


@pytest.fixture
def follower(server: Rehearsal) -> Follower:
    found = Follower()
    server.store.subscribe(LEAD_EVENTS, found)
    return found


def rows(server: Rehearsal) -> list[tuple[str, int]]:
    query = select(lead_key.c.value, lead_key.c.lead_id).where(lead_key.c.kind == "heard")
    ordered = query.order_by(lead_key.c.lead_id, lead_key.c.value)
    found = server.store.read_now(lambda tx: [tuple(row) for row in tx.execute(ordered)])
    return [(word.partition(" ")[0], lead_id) for word, lead_id in found]


def test_created_leads(server: Rehearsal, follower: Follower) -> None:
    first, second = fresh(), fresh()
    records = [{"email": first, "firstName": "A", "title": None}, {"email": second}]
    answer = server.post(LEADS, {"input": records})
    leads = [item["id"] for item in answer.result]
    events = follower.take()
    assert [(event.lead_id, event.kind) for event in events] == [
        (lead_id, "created") for lead_id in leads
    ]
    assert dict(events[0].changes) == {"email": (None, first), "firstName": (None, "A")}
    assert dict(events[1].changes) == {"email": (None, second)}
    cause = events[0].cause
    assert (cause.method, cause.user) == ("syncLead", USER)
    assert cause.request_id == answer.body["requestId"]
    assert {event.moment for event in events} == {server.clock.now()}
    assert rows(server) == [("created", lead_id) for lead_id in leads]


def test_changed_leads_tell_old_and_new(server: Rehearsal, follower: Follower) -> None:
    email = fresh()
    lead_id = create(server, email=email, firstName="A", leadScore=5, doNotCall=True)
    follower.take()
    sync(server, {"email": email, "firstName": "B", "leadScore": None, "doNotCall": False})
    (event,) = follower.take()
    assert (event.lead_id, event.kind) == (lead_id, "changed")
    assert dict(event.changes) == {
        "firstName": ("A", "B"),
        "leadScore": (5, None),
        "doNotCall": (True, False),
    }


def test_one_event_for_each_lead_of_a_call(server: Rehearsal, follower: Follower) -> None:
    old, new = fresh(), fresh()
    lead_id = create(server, email=old, firstName="A")
    follower.take()
    result = sync(
        server,
        {"email": new, "firstName": "A"},
        {"email": old, "firstName": "B"},
        {"email": new, "firstName": "C"},
        {"email": old, "firstName": "D", "lastName": "E"},
    )
    made, changed = follower.take()
    assert (made.lead_id, made.kind) == (result[0]["id"], "created")
    assert dict(made.changes) == {"email": (None, new), "firstName": (None, "C")}
    assert (changed.lead_id, changed.kind) == (lead_id, "changed")
    assert dict(changed.changes) == {"firstName": ("A", "D"), "lastName": (None, "E")}


def test_what_changes_nothing_is_no_event(server: Rehearsal, follower: Follower) -> None:
    email = fresh()
    create(server, email=email, firstName="A")
    follower.take()
    sync(server, {"email": email, "firstName": "A"})
    sync(server, {"email": email, "firstName": "B"}, {"email": email, "firstName": "A"})
    sync(server, {"email": email, "leadScore": "no number"})
    assert follower.heard == []


def test_deleted_leads(server: Rehearsal, follower: Follower) -> None:
    leads = [create(server), create(server)]
    follower.heard.clear()
    body = {"input": [{"id": lead_id} for lead_id in (*leads, 999)]}
    server.delete(LEADS, body)
    events = follower.take()
    assert [(event.lead_id, event.kind) for event in events] == [
        (lead_id, "deleted") for lead_id in leads
    ]
    assert [dict(event.changes) for event in events] == [{}, {}]
    assert events[0].cause.method == "deleteLead"


def test_events_come_in_the_order_of_the_writes(server: Rehearsal, follower: Follower) -> None:
    email = fresh()
    lead_id = create(server, email=email)
    for word in ("A", "B", "C"):
        sync(server, {"email": email, "firstName": word})
    server.delete(LEADS, {"input": [{"id": lead_id}]})
    told = [event.changes.get("firstName") for events in follower.heard for event in events]
    assert told == [None, (None, "A"), ("A", "B"), ("B", "C"), None]


def test_a_follower_that_fails_undoes_the_change(server: Rehearsal, follower: Follower) -> None:
    email = fresh()
    lead_id = create(server, email=email, firstName="A")
    before = rows(server)
    follower.is_broken = True
    record = {"input": [{"email": email, "firstName": "B"}]}
    with silence():
        assert server.post(LEADS, record).error == ("611", "System error")
    assert rows(server) == before
    (lead,) = server.get(f"/rest/v1/lead/{lead_id}.json", {"fields": "firstName"}).result
    assert lead["firstName"] == "A"
    follower.is_broken = False
    assert server.post(LEADS, record).result[0]["status"] == "updated"
    assert ("changed", lead_id) in rows(server)


def test_followers_are_called_in_the_order_of_their_registration(server: Rehearsal) -> None:
    first, second = Follower(), Follower()
    called: list[Follower] = []

    def follow(tx: Transaction, events: Sequence[LeadEvent], by: Follower) -> None:
        by(tx, events)
        called.append(by)

    for each in (first, second):
        server.store.subscribe(LEAD_EVENTS, partial(follow, by=each))
    create(server)
    assert called == [first, second]


def test_nobody_follows_so_nothing_is_made(
    server: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    monkeypatch.setattr("leadkeep.domain.leads.events.LeadEvent", lambda *args: made.append(args))
    create(server)
    assert made == []
    server.store.subscribe(LEAD_EVENTS, lambda *_: None)
    create(server)
    assert len(made) == 1
