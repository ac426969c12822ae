"""Merge Leads (behaviour.md 3.9)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.domain.leads import LEAD_EVENTS, LeadEvent
from leadkeep.testing import Rehearsal
from tests.support.activities import (
    CHANGES,
    DELETED,
    add,
    approved_type,
    failed,
    followed,
    now_token,
    record,
    rows,
    token_since,
)
from tests.support.leads import (
    ENGINES,
    add_fields,
    create,
    fresh,
    ids_of,
    logged,
    module_server,
    read,
    sync,
    token_with,
)
from tests.support.merges import MERGE_LEADS, ask, exists, merge, merges, path

CHANGE_DATA_VALUE = 13


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        add_fields(running, {"seats": "integer", "isVip": "boolean", "badge": "string"})
        yield running


# -- values ----------------------------------------------------------------------------------------


@pytest.mark.fact("D", "3.9")
def test_the_winner_takes_only_what_it_lacks_in_the_order_given(server: Rehearsal) -> None:
    winner = create(server, firstName="Ada", seats=0)
    first = create(server, firstName="A.", lastName="King", badge="b-1", isVip=True)
    second = create(server, lastName="Lovelace", seats=7, title="Countess", badge="b-2")
    email = read(server, winner, "email")["email"]
    merge(server, winner, second, first)
    assert read(
        server, winner, "email", "firstName", "lastName", "mktoName", "seats", "title", "badge"
    ) == {
        "email": email,
        "firstName": "Ada",
        "lastName": "Lovelace",
        "mktoName": "Ada Lovelace",
        "seats": 0,
        "title": "Countess",
        "badge": "b-2",
    }
    assert read(server, winner, "isVip") == {"isVip": True}
    assert ids_of(server, "badge", "B-2") == [winner]
    assert ids_of(server, "badge", "b-1") == []


@pytest.mark.fact("D", "3.9")
@pytest.mark.fact("R", "3.9")
def test_it_is_told_on_the_winner(server: Rehearsal) -> None:
    winner, loser = create(server, firstName="Ada"), create(server, title="Countess")
    before = len(logged(server, winner))
    merge(server, winner, loser)
    change, told = logged(server, winner)[before:]
    assert (change.type_id, change.primary_value) == (CHANGE_DATA_VALUE, "Job Title")
    assert dict(change.attributes) | {"Request Id": ""} == {
        "New Value": "Countess",
        "Reason": "Merge Leads",
        "Source": "Web service API",
        "API Method Name": "mergeLeads",
        "Modifying User": "rehearsal@api.example.com",
        "Request Id": "",
    }
    assert (told.type_id, told.primary_id, told.primary_value) == (MERGE_LEADS, winner, "Ada")
    assert told.attributes == [
        ("Master Updated", True),
        ("Merge IDs", [loser]),
        ("Merge Source", "api"),
        ("Merged in Sales", False),
    ]
    server.clock.advance(seconds=5)
    stamp = read(server, winner, "updatedAt")
    others = [create(server), create(server)]
    merge(server, winner, *others)
    assert read(server, winner, "updatedAt") == stamp
    *_, told = merges(server, winner)
    assert told.attributes[:2] == [("Master Updated", False), ("Merge IDs", others)]


def test_what_is_known_of_an_address_goes_with_the_address(server: Rehearsal) -> None:
    invalid = {"emailInvalid": True, "emailInvalidCause": "no such user"}
    email = fresh()
    winner, other, same = (
        create(server, email=email),
        create(server, unsubscribed=True, **invalid),
        create(server, email=email.upper(), emailInvalid=True),
    )
    names = ("emailInvalid", "emailInvalidCause", "unsubscribed")
    merge(server, winner, other)
    assert read(server, winner, *names) == {
        "emailInvalid": False,
        "emailInvalidCause": None,
        "unsubscribed": True,
    }
    merge(server, winner, same)
    assert read(server, winner, "email", "emailInvalid") == {"email": email, "emailInvalid": True}
    assert ids_of(server, "email", email) == [winner]


def test_an_address_that_is_taken_comes_with_what_is_known_of_it(server: Rehearsal) -> None:
    winner = create(server, email=None, firstName="Ada")
    loser = create(server, email=fresh(), emailInvalid=True, emailInvalidCause="no such user")
    names = ("email", "emailInvalid", "emailInvalidCause")
    known = read(server, loser, *names)
    merge(server, winner, loser)
    assert read(server, winner, *names) == known


def test_a_company_comes_as_a_whole(server: Rehearsal) -> None:
    company = {"externalCompanyId": fresh(), "company": "Analytical", "industry": None}
    body = {"input": [company], "dedupeBy": "dedupeFields"}
    assert server.post("/rest/v1/companies.json", body).result[0]["status"] == "created"
    link = {"externalCompanyId": company["externalCompanyId"]}
    member = create(server, **link)
    names = ("company", "industry", "externalCompanyId", "contactCompany")
    shared = read(server, member, *names)
    winner = create(server, company="Engine", industry="Steam")
    merge(server, winner, member)
    assert read(server, winner, *names) == shared
    outsider = create(server, company="Loom", site="Lyon")
    merge(server, winner, outsider)
    assert read(server, winner, *names) == shared
    assert read(server, winner, "site") == {"site": None}


def test_pairs_of_fields_come_together(server: Rehearsal) -> None:
    winner = create(server, registrationSourceInfo="")
    loser = create(server, registrationSourceType="Event", registrationSourceInfo="Booth 3")
    clearing = {"id": winner, "registrationSourceType": None, "registrationSourceInfo": None}
    sync(server, clearing, action="updateOnly", lookupField="id")
    names = ("registrationSourceType", "registrationSourceInfo")
    half = create(server, registrationSourceType="Fair", registrationSourceInfo=None)
    merge(server, winner, half, loser)
    assert read(server, winner, *names) == {
        "registrationSourceType": "Fair",
        "registrationSourceInfo": None,
    }


def test_pairs_come_together_where_the_winner_has_a_company(server: Rehearsal) -> None:
    company = {"externalCompanyId": fresh(), "company": "Analytical"}
    body = {"input": [company], "dedupeBy": "dedupeFields"}
    assert server.post("/rest/v1/companies.json", body).result[0]["status"] == "created"
    link = {"externalCompanyId": company["externalCompanyId"]}
    pair = {"registrationSourceType": None, "registrationSourceInfo": None}
    winner = create(server, **link, **pair)
    half = create(server, **pair | {"registrationSourceType": "Fair"})
    other = create(server, registrationSourceType="Event", registrationSourceInfo="Booth 3")
    merge(server, winner, half, other)
    assert read(server, winner, *pair) == pair | {"registrationSourceType": "Fair"}


def test_what_is_shown_of_an_owner_is_of_one_owner(server: Rehearsal) -> None:
    names = ("externalSalesPersonId", "leadOwnerEmailAddress", "leadOwnerPhoneNumber")
    losers = []
    for values in ({"email": fresh()}, {"email": fresh(), "phone": "555-0100"}):
        person = {"externalSalesPersonId": fresh(), **values}
        body = {"input": [person], "dedupeBy": "dedupeFields"}
        assert server.post("/rest/v1/salespersons.json", body).result[0]["status"] == "created"
        link = {"externalSalesPersonId": person["externalSalesPersonId"]}
        losers.append(create(server, **link))
    first = read(server, losers[0], *names)
    assert first["leadOwnerPhoneNumber"] is None
    winner = create(server)
    merge(server, winner, *losers)
    assert read(server, winner, *names) == first


# -- who is left -----------------------------------------------------------------------------------


@pytest.mark.fact("D", "3.9")
@pytest.mark.fact("U", "3.9")
def test_losers_are_gone_and_not_deleted(server: Rehearsal) -> None:
    email = fresh()
    winner, loser = create(server), create(server, email=email)
    token = now_token(server)
    merge(server, winner, loser)
    assert exists(server, winner)
    assert not exists(server, loser)
    assert ids_of(server, "id", winner, loser) == [winner]
    assert ids_of(server, "email", email) == []
    assert rows(server, token, DELETED) == []
    assert ask(server, winner, loser).error == ("1004", f"Lead '{loser}' not found")
    (item,) = sync(server, {"email": email})
    assert item["status"] == "created"
    assert item["id"] not in {winner, loser}


def test_the_winner_is_found_by_a_key_that_it_took(server: Rehearsal) -> None:
    winner = create(server, email=None, firstName="Ada")
    email = fresh()
    loser = create(server, email=email)
    merge(server, winner, loser)
    assert ids_of(server, "email", email) == [winner]
    (item,) = sync(server, {"email": email, "lastName": "King"})
    assert item == {"id": winner, "status": "updated"}


def test_followers_hear_of_all_of_them(server: Rehearsal) -> None:
    winner, loser = create(server), create(server, title="Countess")
    seen: list[LeadEvent] = []
    server.store.subscribe(LEAD_EVENTS, lambda _, events: seen.extend(events))
    merge(server, winner, loser)
    assert [(each.lead_id, each.kind, each.winner_id) for each in seen] == [
        (winner, "changed", None),
        (loser, "merged", winner),
    ]
    assert [dict(each.changes) for each in seen] == [{"title": (None, "Countess")}, {}]


# -- activities ------------------------------------------------------------------------------------


@pytest.mark.fact("D", "3.9")
def test_activities_are_read_under_the_last_winner(server: Rehearsal) -> None:
    first, second, third = (create(server, title="x") for _ in range(3))
    for lead_id in (first, second):
        sync(server, {"id": lead_id, "title": "y"}, action="updateOnly", lookupField="id")
    start = token_since(server)
    own = {each.id for each in logged(server, first, second, third)}
    merge(server, second, first)
    merge(server, third, second)
    types = {"activityTypeIds": "12,13,32"}
    told = rows(server, start, leadIds=third, **types)
    ids = [row["id"] for row in told]
    assert ids == sorted(set(ids))
    assert own <= set(ids)
    assert {row["leadId"] for row in told} == {third}
    assert followed(server, start, leadIds=third, batchSize=1, **types) == ids
    everything = [row for row in _all(server, start, types) if row["id"] in own]
    assert {row["leadId"] for row in everything} == {third}
    assert len(everything) == len(own)
    for old in (first, second):
        assert rows(server, start, leadIds=old, **types) == []
    assert [row["id"] for row in rows(server, start, leadIds=f"{first},{third}", **types)] == ids
    changes = rows(server, start, CHANGES, fields="title", leadIds=third)
    assert {row["leadId"] for row in changes} == {third}
    assert {each["value"] for row in changes for each in row["attributes"]} >= {third}
    assert len(changes) == 3 + 2


def _all(server: Rehearsal, token: str, query: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        sent = {"nextPageToken": token, **query}
        body = server.get("/rest/v1/activities.json", sent).body
        found += body.get("result", [])
        if not body["moreResult"]:
            return found
        token = body["nextPageToken"]


def test_reach_and_lists_ask_for_the_winner(server: Rehearsal, east: str) -> None:
    loser, winner = create(server), create(server)
    start = token_since(server)
    server.post(
        "/rest/v1/leads/partitions.json",
        {"input": [{"id": winner, "partitionName": "East leads"}]},
    )
    merge(server, winner, loser)
    assert {row["leadId"] for row in rows(server, start, leadIds=winner, caller=east)} == {winner}
    assert len(rows(server, start, leadIds=winner, caller=east)) == 2
    form = {"name": fresh("list"), "folder": '{"id":12,"type":"Folder"}'}
    (made,) = server.request("POST", "/rest/asset/v1/staticLists.json", form=form).result
    server.post(f"/rest/v1/lists/{made['id']}/leads.json", {"input": [{"id": winner}]})
    assert len(rows(server, start, listId=made["id"])) == 2
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": winner}]})
    assert len(rows(server, start, leadIds=winner, caller=east)) == 2


def test_nothing_is_added_to_an_old_id(server: Rehearsal) -> None:
    type_id = approved_type(server, "visited")
    winner, loser = create(server), create(server)
    merge(server, winner, loser)
    gone, added = add(server, record(loser, type_id), record(winner, type_id))
    assert gone == failed("1004", "Lead not found")
    assert added["status"] == "added"


def test_hundreds_of_merges_into_one(server: Rehearsal) -> None:
    winner = create(server)
    start = token_since(server)
    ids = [each.id for each in logged(server, winner)]
    for _ in range(5):
        losers = [each["id"] for each in sync(server, *({"email": fresh()} for _ in range(25)))]
        ids += [each.id for each in logged(server, *losers)]
        merge(server, winner, *losers)
    assert followed(server, start, leadIds=winner, activityTypeIds="12", batchSize=50) == ids


# -- requests --------------------------------------------------------------------------------------


@pytest.mark.fact("R", "3.9")
@pytest.mark.fact("U", "3.9")
def test_what_is_refused_changes_nothing(server: Rehearsal, east: str) -> None:
    winner, loser = create(server), create(server, title="Countess")
    before = logged(server, winner, loser)
    many = range(1_000_000, 1_000_026)
    assert ask(server, 999_999, 999_998).error == ("1004", "Lead '999999' not found")
    assert ask(server, winner, loser, 999_998).error == ("1004", "Lead '999998' not found")
    assert ask(server, winner, loser, winner).error[0] == "1003"
    assert ask(server, winner, *many).error == ("1080", "Too many lead ids. Maximum allowed is 25")
    assert ask(server, winner).error == ("1003", "Lead ids not specified")
    assert ask(server, winner, "x").error[0] == "1001"
    assert ask(server, "x", loser).error[0] == "1001"
    assert ask(server, winner, loser, mergeInCRM="maybe").error[0] == "1001"
    assert ask(server, winner, loser, token=east).error == ("1004", f"Lead '{winner}' not found")
    theirs = sync(server, {"email": fresh()}, token=east)[0]["id"]
    assert ask(server, theirs, loser, token=east).error == ("1004", f"Lead '{loser}' not found")
    reader = token_with(server, "Read-Only Lead")
    assert ask(server, winner, loser, token=reader).error == ("603", "Access denied")
    assert ask(server, winner, loser, "9" * 30).error[0] in {"1001", "1004"}
    for odd in ("-1", "0", str(2**63 - 1)):
        assert ask(server, winner, loser, odd).error == ("1004", f"Lead '{odd}' not found")
    assert logged(server, winner, loser) == before
    assert exists(server, loser)
    assert read(server, winner, "title") == {"title": None}
    merge(server, winner, loser)


@pytest.mark.fact("C", "3.9")
def test_every_form_of_the_request(server: Rehearsal) -> None:
    winner = create(server)
    forms: list[dict[str, Any]] = [
        {"query": {"leadId": "{}"}},
        {"query": {"leadIds": "{}"}},
        {"query": {"leadIds": " {}, {}"}},
        {"query": {"leadIds": "{}", "mergeInCRM": "False"}, "json": {"data": {}}},
        {"query": {"leadIds": "{}", "mergeInCRM": "true"}, "json": {}},
        {"query": {"leadId": "{}"}, "headers": {"content-type": "application/json"}},
        {"query": {"leadId": "{}"}, "headers": {"content-length": "0"}},
        {"query": {"leadId": "{}"}, "content": b"not json"},
        {"form": {"leadIds": "{}"}},
    ]
    for form in forms:
        loser = create(server)
        sent = dict(form)
        for part in ("query", "form"):
            if part in form:
                named = {
                    name: value.replace("{}", str(loser)) for name, value in form[part].items()
                }
                sent[part] = named
        body = server.request("POST", path(winner), **sent).body
        assert body == {"requestId": body["requestId"], "success": True}
        assert not exists(server, loser)


def test_25_losers_named_twice_are_25(server: Rehearsal) -> None:
    winner = create(server)
    losers = [each["id"] for each in sync(server, *({"email": fresh()} for _ in range(25)))]
    merge(server, winner, *losers, *reversed(losers))
    (told,) = merges(server, winner)
    assert dict(told.attributes)["Merge IDs"] == losers
