"""Opportunities and the roles of leads in them (behaviour.md 7.2)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.domain.objects.standard import move_roles
from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, LEADS, create, east_token, logged, module_server
from tests.support.records import (
    OPPORTUNITY,
    ROLE,
    by_keys,
    drop,
    found,
    made,
    put,
    refused,
    shown,
)

ADDED, REMOVED = 34, 35


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def deal(server: Rehearsal, name: str = "Deal") -> dict[str, Any]:
    key, _ = made(server, OPPORTUNITY, name=name)
    return key


def role(server: Rehearsal, of: dict[str, Any], lead_id: int, word: str, **values: Any) -> Any:  # noqa: ANN401
    (item,) = put(server, ROLE, {**of, "leadId": lead_id, "role": word, **values})
    assert item["status"] == "created"
    return item["marketoGUID"]


def roles_of(server: Rehearsal, *lead_ids: int) -> list[tuple[int, str]]:
    records = found(server, ROLE, "leadId", *lead_ids)
    return [(each["leadId"], each["role"]) for each in records]


@pytest.mark.fact("D", "7.2")
def test_an_opportunity_needs_a_name(server: Rehearsal) -> None:
    key = OPPORTUNITY.new_key(server)
    nameless = ("1003", "Value for required field 'name' not specified")
    assert put(server, OPPORTUNITY, {**key, "stage": "x"}) == [refused(0, *nameless)]
    assert put(server, OPPORTUNITY, {**key, "name": ""}) == [refused(0, *nameless)]
    put(server, OPPORTUNITY, {**key, "name": "Deal"})
    assert put(server, OPPORTUNITY, {**key, "name": None}) == [refused(0, *nameless)]
    (item,) = put(server, OPPORTUNITY, {**key, "stage": "Won"})
    assert item["status"] == "updated"


@pytest.mark.fact("D", "1.5")
@pytest.mark.fact("D", "7.2")
def test_values(server: Rehearsal) -> None:
    key, guid = made(
        server,
        OPPORTUNITY,
        amount="1604.47",
        probability=80,
        isWon="true",
        closeDate="2026-03-01T10:00:00Z",
        externalCreatedDate="2026-01-01T01:00:00+01:00",
    )
    fields = ("amount", "probability", "isWon", "isClosed", "closeDate", "externalCreatedDate")
    assert shown(server, OPPORTUNITY, guid, *fields) == {
        "amount": 1604.47,
        "probability": 80,
        "isWon": True,
        "isClosed": None,
        "closeDate": "2026-03-01",
        "externalCreatedDate": "2026-01-01T00:00:00Z",
    }
    assert found(server, OPPORTUNITY, "marketoGUID", guid.upper())[0]["marketoGUID"] == guid
    assert put(server, OPPORTUNITY, {**key, "probability": "80%"}) == [
        refused(0, "1003", "Invalid value for field 'probability' and value '80%'")
    ]


@pytest.mark.fact("D", "7.2")
@pytest.mark.fact("U", "7.2")
def test_a_role_needs_its_lead_and_its_opportunity(server: Rehearsal) -> None:
    of, lead_id = deal(server), create(server)
    items = put(
        server,
        ROLE,
        {"externalOpportunityId": "none", "leadId": lead_id, "role": "a"},
        {**of, "leadId": 999_999, "role": "a"},
        {**of, "leadId": lead_id},
        {**of, "leadId": "x", "role": "a"},
        {**of, "leadId": str(lead_id), "role": "a"},
    )
    assert items[:4] == [
        refused(0, "1013", "Opportunity not found"),
        refused(1, "1004", "Lead not found"),
        refused(2, "1003", "Value for required field 'role' not specified"),
        refused(3, "1003", "Invalid value for field 'leadId' and value 'x'"),
    ]
    assert items[4]["status"] == "created"


@pytest.mark.fact("D", "1.6")
@pytest.mark.fact("D", "7.2")
def test_roles_are_found_by_lead_opportunity_and_all_three(server: Rehearsal) -> None:
    (one, two), (ann, bob) = (deal(server), deal(server)), (create(server), create(server))
    guids = [role(server, of, lead, "a") for of in (one, two) for lead in (ann, bob)]
    assert roles_of(server, ann, bob) == [(ann, "a"), (bob, "a"), (ann, "a"), (bob, "a")]
    link = "externalOpportunityId"
    records = found(server, ROLE, link, one[link].lower())
    assert [each["marketoGUID"] for each in records] == guids[:2]
    wanted = {**two, "leadId": str(bob), "role": "A"}
    (record,) = by_keys(server, ROLE, wanted, {**two, "leadId": None, "role": "a"})["result"]
    assert record["marketoGUID"] == guids[3]
    assert found(server, ROLE, "idField", *guids[:2])[1]["leadId"] == bob
    query = {"filterType": "dedupeFields", "filterValues": "a"}
    assert server.get(ROLE.url, query).error == (
        "1003",
        "filterType 'dedupeFields' of several fields needs an input of records",
    )
    assert server.get(ROLE.url, {"filterType": "leadId", "filterValues": "x"}).error == (
        "1003",
        "Invalid filterValue 'x'",
    )


def test_leads_outside_scope_get_no_roles(server: Rehearsal) -> None:
    token, of, mine = east_token(server), deal(server), create(server)
    body = {"input": [{"email": "east@example.com"}]}
    theirs = server.post(LEADS, body, token=token).result[0]["id"]
    records = [{**of, "leadId": lead, "role": "a"} for lead in (mine, theirs)]
    refused_one, made_one = server.post(ROLE.url, {"input": records}, token=token).result
    assert refused_one == refused(0, "1004", "Lead not found")
    assert made_one["status"] == "created"


@pytest.mark.fact("D", "5.2")
def test_the_log_tells_of_roles(server: Rehearsal) -> None:
    of, lead_id = deal(server, "Big One"), create(server)
    key = {**of, "leadId": lead_id, "role": "Buyer"}
    role(server, of, lead_id, "Buyer", isPrimary=True)
    put(server, ROLE, {**key, "isPrimary": False})
    drop(server, ROLE, key)
    role(server, of, lead_id, "User")
    drop(server, OPPORTUNITY, of)
    told = [each for each in logged(server, lead_id) if each.type_id in (ADDED, REMOVED)]
    assert [each.type_id for each in told] == [ADDED, REMOVED, ADDED, REMOVED]
    assert told[0].primary_value == "Big One"
    assert told[0].attributes[:2] == [("Is Primary", True), ("Role", "Buyer")]
    assert dict(told[1].attributes)["API Method Name"] == "deleteOpportunityRoles"
    assert len({each.primary_id for each in told}) == 1


def test_roles_go_with_their_opportunity_and_with_their_lead(server: Rehearsal) -> None:
    (one, two), (ann, bob) = (deal(server), deal(server)), (create(server), create(server))
    for of in (one, two):
        for lead_id in (ann, bob):
            role(server, of, lead_id, "a")
    (item,) = drop(server, OPPORTUNITY, one)
    assert item["status"] == "deleted"
    assert roles_of(server, ann, bob) == [(ann, "a"), (bob, "a")]
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": ann}]})
    assert roles_of(server, ann, bob) == [(bob, "a")]
    assert put(server, ROLE, {**two, "leadId": ann, "role": "a"}) == [
        refused(0, "1004", "Lead not found")
    ]


def test_roles_of_merged_leads_move_without_doubling(server: Rehearsal) -> None:
    of, (winner, one, two) = deal(server), [create(server) for _ in range(3)]
    kept = role(server, of, winner, "a", isPrimary=True)
    doubled = role(server, of, one, "A")
    moved = role(server, of, one, "b")
    late = role(server, of, two, "b", isPrimary=True)
    own = role(server, of, two, "c")
    told = server.store.write_now(lambda tx: move_roles(tx, [one, two], winner))
    records = found(server, ROLE, "leadId", winner, one, two)
    assert [each["marketoGUID"] for each in records] == [kept, moved, own]
    assert {each["leadId"] for each in records} == {winner}
    assert by_keys(server, ROLE, {**of, "leadId": winner, "role": "c"})["result"]
    assert not by_keys(server, ROLE, {**of, "leadId": two, "role": "c"})["result"]
    assert found(server, ROLE, "idField", doubled, late) == []
    gone = [each.removed for each in told if each.removed is not None]
    assert [(each["leadId"], each["role"], each["isPrimary"]) for each in gone] == [
        (one, "A", False),
        (two, "b", True),
    ]
    assert [each.lead_id for each in told] == [one, one, two, two]


@pytest.mark.fact("D", "3.3")
def test_fields(server: Rehearsal) -> None:
    (field,) = server.get("/rest/v1/opportunities/schema/fields/amount.json").result
    assert field["dataType"] == "currency"
    body = server.get("/rest/v1/opportunities/schema/fields.json", {"batchSize": 3}).body
    assert len(body["result"]) == 3
    assert body["moreResult"] is True


@pytest.mark.fact("R", "13")
def test_descriptions(server: Rehearsal) -> None:
    (item,) = server.get(ROLE.describe_url).result
    assert list(item) == [
        *("name", "displayName", "description", "createdAt", "updatedAt", "idField"),
        *("dedupeFields", "searchableFields", "fields"),
    ]
    assert (item["name"], item["displayName"]) == ("opportunityRole", "Opportunity Role")
    assert [each["name"] for each in item["fields"]] == [
        *("createdAt", "marketoGUID", "updatedAt", "externalCreatedDate"),
        *("externalOpportunityId", "isPrimary", "leadId", "role"),
    ]
    (item,) = server.get(OPPORTUNITY.describe_url).result
    fields = [(each["updateable"], each["name"]) for each in item["fields"]]
    assert fields == sorted(fields)
    assert [name for is_updateable, name in fields if not is_updateable] == [
        *("createdAt", "externalOpportunityId", "marketoGUID", "updatedAt")
    ]
    assert item["searchableFields"] == [
        *(["externalOpportunityId"], ["marketoGUID"]),
        *(["externalSalesPersonId"], ["externalCompanyId"]),
    ]


@pytest.mark.fact("R", "13")
def test_a_flag_is_null_until_it_is_set(server: Rehearsal) -> None:
    key, guid = made(server, OPPORTUNITY, fiscalYear=2026, externalCompanyId="acme")
    flags = ("isWon", "isClosed")
    assert shown(server, OPPORTUNITY, guid, *flags) == {"isWon": None, "isClosed": None}
    put(server, OPPORTUNITY, {**key, "isWon": False, "isClosed": True})
    assert shown(server, OPPORTUNITY, guid, *flags) == {"isWon": False, "isClosed": True}
    put(server, OPPORTUNITY, {**key, "isWon": None})
    assert shown(server, OPPORTUNITY, guid, "isWon", "fiscalYear") == {
        "isWon": None,
        "fiscalYear": 2026,
    }
    (item,) = found(server, OPPORTUNITY, "externalCompanyId", "ACME", fields="externalCompanyId")
    assert item["externalCompanyId"] == "acme"
