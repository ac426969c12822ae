"""Upserts that wait for each other, in the order in which they hold their locks."""

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from sqlalchemy import text

from leadkeep.domain.instance.access import Cause, Work, authenticate
from leadkeep.domain.leads import Action, Upsert, upsert_leads
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from leadkeep.testing.rehearsal import KEY
from leadkeep.testing.stores import PostgresStores
from tests.support.leads import create, ids_of, read, sync
from tests.support.stores import PATIENCE_SECONDS, Task, deadline_passes

CAUSE = Cause("test", None, "test")
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
def server(postgres_stores: PostgresStores) -> Iterator[Rehearsal]:
    store = postgres_stores.make()
    with Rehearsal(store) as running:
        yield running
    store.close()


def sync_while_another_call_holds_the_lead(
    server: Rehearsal, held: dict[str, Any], sent: dict[str, Any]
) -> Any:  # noqa: ANN401
    """Sync ``sent`` while a call that has written ``held`` by id is not committed yet."""
    token = server.token
    is_held, may_end = Event(), Event()

    def hold(tx: Transaction) -> None:
        access = authenticate(tx, KEY, token)
        call = Upsert([held], Action.UPDATE_ONLY, "id")
        (outcome,) = upsert_leads(Work(tx, access, CAUSE), call)
        assert outcome.status == "updated"
        is_held.set()
        assert may_end.wait(PATIENCE_SECONDS)

    holder = Task(lambda: server.store.write_now(hold))
    assert is_held.wait(PATIENCE_SECONDS)
    waiter = Task(lambda: sync(server, sent))
    has_passed = deadline_passes()
    while not server.store.read_now(lambda tx: tx.execute(WAITING).scalar_one()):
        assert not has_passed(), "the second call does not wait"
    may_end.set()
    holder.result()
    return waiter.result()


def test_a_lead_that_lost_the_key_meanwhile_is_no_match(server: Rehearsal) -> None:
    lead_id = create(server, email="old@example.com", firstName="A")
    (item,) = sync_while_another_call_holds_the_lead(
        server,
        {"id": lead_id, "email": "new@example.com"},
        {"email": "old@example.com", "firstName": "B"},
    )
    assert read(server, lead_id, "email", "firstName") == {
        "email": "new@example.com",
        "firstName": "A",
    }
    assert item["status"] == "created"
    assert ids_of(server, "email", "old@example.com") == [item["id"]]
    assert ids_of(server, "email", "new@example.com") == [lead_id]


def test_a_lead_that_kept_the_key_is_a_match_with_its_new_values(server: Rehearsal) -> None:
    lead_id = create(server, email="same@example.com", firstName="A")
    (item,) = sync_while_another_call_holds_the_lead(
        server,
        {"id": lead_id, "email": "SAME@example.com", "lastName": "C"},
        {"email": "same@example.com", "firstName": "B"},
    )
    assert item == {"id": lead_id, "status": "updated"}
    assert read(server, lead_id, "email", "mktoName") == {
        "email": "same@example.com",
        "mktoName": "B C",
    }
