"""Upserts whose records are converted before their transaction."""

from typing import Any

import pytest

from leadkeep.domain.instance.access import Cause, Work, authenticate
from leadkeep.domain.leads import (
    LeadOutcome,
    ParsedUpsert,
    Upsert,
    parse_upsert,
    upsert_leads,
)
from leadkeep.errors import Reason, Refusal
from leadkeep.store import CachedCatalog, NotCachedError, Transaction
from leadkeep.testing import Rehearsal
from leadkeep.testing.rehearsal import KEY
from tests.support.leads import add_fields, create, fresh, logged, read, refused, sync

CAUSE = Cause("test", None, "test")


class UndoneError(Exception):
    """Rolls a transaction back."""


def parsed(server: Rehearsal, command: Upsert) -> ParsedUpsert:
    version = server.store.read_now(lambda tx: tx.version)
    return parse_upsert(CachedCatalog(server.store, version), command)


def write(server: Rehearsal, command: Upsert | ParsedUpsert) -> list[LeadOutcome]:
    def run(tx: Transaction) -> list[LeadOutcome]:
        return upsert_leads(Work(tx, authenticate(tx, KEY, server.token), CAUSE), command)

    return server.store.write_now(run)


def records(email: str) -> list[dict[str, Any]]:
    return [
        {"email": email, "firstName": "A", "leadScore": "7"},
        {"email": email.upper(), "firstName": "B", "leadScore": 8.0},
        {"email": email, "leadScore": "many"},
        {"firstName": "nobody"},
    ]


def test_a_parsed_command_comes_to_the_same(server: Rehearsal) -> None:
    create(server)  # the process reads the fields
    first, second = fresh(), fresh()
    plain = write(server, Upsert(records(first)))
    ahead = write(server, parsed(server, Upsert(records(second))))
    assert [each.status for each in plain] == ["created", "updated", "skipped", "skipped"]
    assert [(each.status, each.problem) for each in ahead] == [
        (each.status, each.problem) for each in plain
    ]
    ids = [each[0].lead_id for each in (plain, ahead)]
    values = [read(server, lead_id, "firstName", "leadScore") for lead_id in ids if lead_id]
    assert values == [{"firstName": "B", "leadScore": 8}] * 2
    types = [[each.type_id for each in logged(server, lead_id)] for lead_id in ids if lead_id]
    assert types[0] == types[1]


def test_a_parsed_command_may_run_again(server: Rehearsal) -> None:
    """A transaction that is rolled back leaves no trace in the converted records."""
    create(server)
    email = fresh()
    command = parsed(server, Upsert(records(email)))
    other = parsed(server, Upsert(records(fresh())))

    def fail(tx: Transaction) -> None:
        access = authenticate(tx, KEY, server.token)
        assert upsert_leads(Work(tx, access, CAUSE), command)[0].status == "created"
        raise UndoneError

    for _ in range(2):
        with pytest.raises(UndoneError):
            server.store.write_now(fail)
    again, once = write(server, command), write(server, other)
    assert [each.status for each in again] == [each.status for each in once]
    histories = [
        [(each.type_id, len(each.attributes)) for each in logged(server, found[0].lead_id)]
        for found in (again, once)
        if found[0].lead_id
    ]
    assert len(histories[0]) == 4, "a new lead, and a change of each of three fields"
    assert histories[0] == histories[1]


def test_fields_that_changed_since_are_used(server: Rehearsal) -> None:
    create(server)
    email = fresh()
    command = parsed(server, Upsert([{"email": email, "planet": "Mars"}]))
    assert [each.status for each in write(server, command)] == ["skipped"]
    add_fields(server, {"planet": "string"})
    (outcome,) = write(server, command)
    assert outcome.status == "created"
    assert outcome.lead_id
    assert read(server, outcome.lead_id, "planet") == {"planet": "Mars"}


def test_nothing_is_parsed_by_fields_that_were_not_read(server: Rehearsal) -> None:
    create(server)
    command = Upsert(records(fresh()))
    version = server.store.read_now(lambda tx: tx.version)
    assert parse_upsert(CachedCatalog(server.store, version), command).version == version
    with pytest.raises(NotCachedError):
        parse_upsert(CachedCatalog(server.store, version + 1), command)
    server.store.catalog.clear()
    with pytest.raises(NotCachedError):
        parse_upsert(CachedCatalog(server.store, version), command)


def test_a_wrong_lookup_field_is_refused_before_the_transaction(server: Rehearsal) -> None:
    create(server)
    with pytest.raises(Refusal) as refusal:
        parsed(server, Upsert(records(fresh()), lookup_field="shoeSize"))
    assert refusal.value.problem.reason is Reason.LOOKUP_FIELD_NOT_FOUND


@pytest.mark.parametrize("is_read", [True, False], ids=["known fields", "first request"])
def test_a_request_of_many_records_is_answered_like_one_of_few(
    server: Rehearsal, *, is_read: bool
) -> None:
    create(server)
    good = [{"email": fresh(), "firstName": f"N {number}"} for number in range(300)]
    bad = {"email": fresh(), "leadScore": "many"}
    (item,) = sync(server, bad)
    if not is_read:
        server.store.catalog.clear()
    items = sync(server, *good[:-1], bad)
    assert [each["status"] for each in items] == ["created"] * 299 + ["skipped"]
    assert items[-1] == item == refused("1003", item["reasons"][0]["message"])
    assert read(server, items[298]["id"], "firstName") == {"firstName": "N 298"}
