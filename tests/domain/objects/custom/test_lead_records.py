"""Records of custom objects stay with their lead: by id and by value, in races and without."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from leadkeep.domain.leads import check_leads
from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.stores import StoreFactory
from tests.support.costs import assert_cost_is_fixed
from tests.support.leads import ENGINES, create, fresh, module_server, sync
from tests.support.merges import exists, merge, path
from tests.support.records import CAR, COURSE, ensure_type, found, made, put, shown
from tests.support.wire import two_processes

ROUNDS = 12
BY_EMAIL: dict[str, Any] = {"dataType": "link", "relatedTo": {"name": "Lead", "field": "email"}}
PETS = "/rest/v1/customobjects/pet.json"
VISITS = "/rest/v1/customobjects/visit.json"


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def pets(server: Rehearsal, owner: str | None, *names: str) -> None:
    """Create pets, each named by its key, that belong to the lead with this address."""
    ensure_type(
        server, "pet", {"name": "name", "isDedupeField": True}, {"name": "owner", **BY_EMAIL}
    )
    records = [{"name": name, "owner": owner} for name in names]
    result = server.post(PETS, {"input": records}).result
    assert [each["status"] for each in result] == ["created"] * len(names), result


def owned(server: Rehearsal, *owners: str) -> list[str]:
    query = {"filterType": "owner", "filterValues": ",".join(owners), "fields": "name"}
    return sorted(each["name"] for each in server.get(PETS, query).result)


def lead(server: Rehearsal, email: str | None = None) -> tuple[int, str]:
    email = email or fresh("Owner")
    return create(server, email=email), email


def give(server: Rehearsal, lead_id: int, email: str | None) -> None:
    (item,) = sync(server, {"id": lead_id, "email": email}, lookupField="id", action="updateOnly")
    assert item["status"] == "updated"


def name() -> str:
    return fresh("pet")


def test_records_follow_an_address_that_changes(server: Rehearsal) -> None:
    (lead_id, old), pet, new = lead(server), name(), fresh()
    pets(server, old.upper(), pet)
    give(server, lead_id, new)
    assert owned(server, new) == [pet]
    lead(server, old)  # a new person with the old address
    assert owned(server, old) == []


def test_addresses_that_are_swapped(server: Rehearsal) -> None:
    (one, first), (two, second) = lead(server), lead(server)
    pet, other = name(), name()
    pets(server, first, pet)
    pets(server, second, other)
    records = [{"id": one, "email": second}, {"id": two, "email": first}]
    sync(server, *records, lookupField="id", action="updateOnly")
    assert (owned(server, first), owned(server, second)) == ([other], [pet])


def test_a_lead_that_loses_its_address_loses_no_record_to_the_next(server: Rehearsal) -> None:
    (lead_id, old), pet = lead(server), name()
    pets(server, old, pet)
    give(server, lead_id, None)
    lead(server, old)
    assert owned(server, old) == []


def test_records_stay_where_another_lead_has_the_value(server: Rehearsal) -> None:
    (one, email), pet = lead(server), name()
    two, _ = lead(server, email)
    pets(server, email, pet)
    give(server, one, fresh())
    assert owned(server, email) == [pet]
    last = fresh()
    give(server, two, last)
    assert owned(server, last) == [pet]


def test_records_go_with_a_deleted_lead(server: Rehearsal) -> None:
    (one, email), pet = lead(server), name()
    two, _ = lead(server, email)
    pets(server, email, pet)
    for lead_id, left in ((one, [pet]), (two, [])):
        server.post("/rest/v1/leads/delete.json", {"input": [{"id": lead_id}]})
        assert owned(server, email) == left


@pytest.mark.parametrize("keeps", [True, False])
def test_records_follow_a_merge(server: Rehearsal, *, keeps: bool) -> None:
    """To the winner's own address, or with the address that the winner takes."""
    winner = create(server, email=fresh() if keeps else None)
    (loser, email), pet = lead(server), name()
    pets(server, email, pet)
    merge(server, winner, loser)
    (found,) = sync(server, {"id": winner}, lookupField="id", action="updateOnly")
    assert found["id"] == winner
    (item,) = server.get(f"/rest/v1/lead/{winner}.json", {"fields": "email"}).result
    assert owned(server, item["email"]) == [pet]
    if keeps:
        lead(server, email)
        assert owned(server, email) == []


def test_keys_with_the_link_stay_unique(server: Rehearsal) -> None:
    link = {"name": "owner", "isDedupeField": True, **BY_EMAIL}
    ensure_type(server, "visit", link, {"name": "day", "isDedupeField": True})
    (winner, kept), (loser, gone) = lead(server), lead(server)
    records = [(kept, "mo"), (gone, "Mo"), (gone, "tu")]
    server.post(VISITS, {"input": [{"owner": owner, "day": day} for owner, day in records]})
    merge(server, winner, loser)
    new = fresh()
    give(server, winner, new)
    query = {"filterType": "owner", "filterValues": f"{new},{kept},{gone}", "fields": "day,owner"}
    left = server.get(VISITS, query).result
    assert [(each["owner"], each["day"]) for each in left] == [(new, "mo"), (new, "tu")]


def test_many_changes_cost_what_one_costs(server: Rehearsal) -> None:
    def prepare(server: Rehearsal, count: int) -> Callable[[], Any]:
        leads = [{"email": fresh()} for _ in range(count)]
        changed = [
            each | {"id": made["id"]}
            for each, made in zip(leads, sync(server, *leads), strict=True)
        ]
        owners = [{"name": name(), "owner": each["email"]} for each in leads]
        server.post(PETS, {"input": owners})
        for each in changed:
            each["email"] = fresh()
        return lambda: sync(server, *changed, lookupField="id", action="updateOnly")

    pets(server, None, name())
    assert_cost_is_fixed(server, prepare, most=30)


# -- races -----------------------------------------------------------------------------------------


def race(server: Rehearsal, *calls: Coroutine[Any, Any, Response]) -> list[Response]:
    async def run() -> list[Response]:
        return await asyncio.gather(*calls)

    return server.run(run())


def deletion(server: Rehearsal, lead_id: int) -> Coroutine[Any, Any, Response]:
    return server.send("POST", "/rest/v1/leads/delete.json", json={"input": [{"id": lead_id}]})


def merging(server: Rehearsal, winner: int, loser: int) -> Coroutine[Any, Any, Response]:
    return server.send("POST", path(winner), {"leadIds": str(loser)})


@pytest.mark.parametrize("verb", ["delete", "merge"])
def test_a_record_that_moves_while_its_lead_goes(stores: StoreFactory, verb: str) -> None:
    """It is the new lead's, whichever comes first."""
    with two_processes(stores) as (one, two):
        for _ in range(ROUNDS):
            first, second, winner = (create(one) for _ in range(3))
            (key, guid), course = made(one, CAR, owner=first), COURSE.new_key(one)
            put(one, COURSE, {**course, "pupil": first})
            going = deletion(two, first) if verb == "delete" else merging(two, winner, first)
            moved = {"input": [{**key, "owner": second}]}
            answers = race(one, one.send("POST", CAR.url, json=moved), going)
            assert [each.body["success"] for each in answers] == [True, True]
            assert not exists(one, first)
            (outcome,) = answers[0].result
            if outcome["status"] == "updated":
                assert shown(one, CAR, guid, "owner") == {"owner": second}
            else:  # it came second, and the record went with the lead
                assert verb == "delete"
            pupils = found(one, COURSE, "pupil", first, winner, fields="pupil")
            assert [each["pupil"] for each in pupils] == ([] if verb == "delete" else [winner])


def test_a_record_linked_while_an_address_changes(stores: StoreFactory) -> None:
    """It is linked before and follows, or finds no lead with the old address."""
    with two_processes(stores) as (one, two):
        pets(one, None, name())
        for _ in range(ROUNDS):
            (lead_id, old), pet, new = lead(one), name(), fresh()
            change = {"input": [{"id": lead_id, "email": new}], "lookupField": "id"}
            record = {"input": [{"name": pet, "owner": old}]}
            answers = race(
                one,
                one.send("POST", PETS, json=record),
                two.send("POST", "/rest/v1/leads.json", json=change | {"action": "updateOnly"}),
            )
            (outcome,) = answers[0].result
            assert answers[1].result[0]["status"] == "updated"
            assert owned(two, new) == ([pet] if outcome["status"] == "created" else [])
            assert owned(two, old) == []
        assert one.store.read_snapshot(check_leads) == []
