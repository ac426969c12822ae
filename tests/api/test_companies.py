"""Companies, and what the leads that join them show (behaviour.md 3.5, 7.2)."""

from collections.abc import Iterator

import pytest

from leadkeep.testing import Rehearsal
from tests.support import leads as lead_support
from tests.support.leads import ENGINES, create, logged, module_server, read, sync, token_with
from tests.support.records import COMPANY, drop, found, made, put, refused, shown

SHARED = ("company", "industry", "annualRevenue", "externalCompanyId", "contactCompany")
NOT_ALLOWED = lead_support.refused("1021", "Company update not allowed")


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def company(server: Rehearsal, **values: object) -> tuple[str, int]:
    key, number = made(server, COMPANY, **values)
    return key["externalCompanyId"], number


@pytest.mark.fact("D", "7.2")
def test_filters(server: Rehearsal) -> None:
    name, number = company(server, company="Blue Whale Ltd")
    for filter_type, value in (
        ("company", "BLUE whale ltd"),
        ("externalCompanyId", name.lower()),
        ("dedupeFields", name),
        ("id", number),
        ("idField", number),
    ):
        (record,) = found(server, COMPANY, filter_type, value, fields="company")
        assert record == {"seq": 0, "id": number, "company": "Blue Whale Ltd"}
    assert found(server, COMPANY, "company", "Blue") == []
    put(server, COMPANY, {"externalCompanyId": name, "company": "Red Whale Ltd"})
    assert found(server, COMPANY, "company", "Blue Whale Ltd") == []
    assert len(found(server, COMPANY, "company", "Red Whale Ltd", "none")) == 1


@pytest.mark.fact("D", "3.5")
@pytest.mark.fact("D", "7.2")
def test_a_lead_joins_a_company_and_shows_its_fields(server: Rehearsal) -> None:
    name, number = company(server, company="Acme", industry="Rockets", annualRevenue=5)
    expected = {
        "company": "Acme",
        "industry": "Rockets",
        "annualRevenue": 5,
        "externalCompanyId": name,
        "contactCompany": number,
    }
    new = create(server, externalCompanyId=name.lower())
    assert read(server, new, *SHARED) == expected
    old = create(server, company="Own", industry="Own")
    (item,) = sync(
        server, {"id": old, "externalCompanyId": name}, lookupField="id", action="updateOnly"
    )
    assert item["status"] == "updated"
    assert read(server, old, *SHARED) == expected
    changes = {
        dict(each.attributes)["New Value"]: each.primary_value
        for each in logged(server, old)
        if each.type_id == 13
    }
    assert changes.keys() == {"Acme", "Rockets", "5", name, str(number)}


@pytest.mark.fact("D", "7.2")
def test_a_change_of_the_company_shows_in_its_leads_and_their_log(server: Rehearsal) -> None:
    name, number = company(server, company="Before")
    leads = [create(server, externalCompanyId=name) for _ in range(2)]
    stranger = create(server, company="Before")
    put(server, COMPANY, {"externalCompanyId": name, "company": "After", "numberOfEmployees": 7})
    for lead_id in leads:
        fields = ("company", "numberOfEmployees")
        assert read(server, lead_id, *fields) == {"company": "After", "numberOfEmployees": 7}
        changed = [each for each in logged(server, lead_id) if each.type_id == 13]
        assert [each.primary_value for each in changed] == ["Company Name", "Num Employees"]
        assert dict(changed[0].attributes)["API Method Name"] == "syncCompanies"
    assert read(server, stranger, "company") == {"company": "Before"}
    put(server, COMPANY, {"id": number, "company": None}, action="updateOnly", dedupeBy="idField")
    assert read(server, leads[0], "company") == {"company": None}
    # A field that leads do not have changes no lead.
    count = len(logged(server, *leads))
    put(server, COMPANY, {"externalCompanyId": name, "company": ""})
    assert len(logged(server, *leads)) == count


@pytest.mark.fact("D", "3.5")
@pytest.mark.fact("U", "3.5")
def test_company_fields_of_a_lead(server: Rehearsal) -> None:
    name, _ = company(server, company="Shared")
    joined, alone = create(server, externalCompanyId=name), create(server, company="Mine")
    by_id = {"lookupField": "id", "action": "updateOnly"}
    assert sync(server, {"id": joined, "company": "Other"}, **by_id) == [NOT_ALLOWED]
    assert sync(server, {"id": joined, "company": None}, **by_id) == [NOT_ALLOWED]
    assert sync(server, {"id": joined, "company": "Shared", "title": "x"}, **by_id) == [
        {"id": joined, "status": "updated"}  # what it shows already is no change
    ]
    assert read(server, joined, "company", "title") == {"company": "Shared", "title": "x"}
    assert sync(server, {"id": alone, "company": "Yours"}, **by_id)[0]["status"] == "updated"
    assert read(server, alone, "company") == {"company": "Yours"}
    both = {"email": "both@example.com", "externalCompanyId": name, "company": "Other"}
    assert sync(server, both) == [NOT_ALLOWED]
    assert sync(server, both | {"company": "Shared"})[0]["status"] == "created"


@pytest.mark.fact("D", "7.2")
def test_a_lead_leaves_its_company_for_another_one_only(server: Rehearsal) -> None:
    (one, _), (two, number) = company(server, company="One"), company(server)
    lead_id = create(server, externalCompanyId=one)
    by_id = {"lookupField": "id", "action": "updateOnly"}
    for nothing in (None, ""):
        record = {"id": lead_id, "externalCompanyId": nothing}
        assert sync(server, record, **by_id) == [NOT_ALLOWED]
    unknown = {"id": lead_id, "externalCompanyId": "nobody"}
    assert sync(server, unknown, **by_id) == [lead_support.refused("1013", "Company not found")]
    assert read(server, lead_id, "company") == {"company": "One"}
    assert sync(server, {"id": lead_id, "externalCompanyId": two}, **by_id)[0]["status"] == (
        "updated"
    )
    assert read(server, lead_id, "company", "contactCompany") == {
        "company": None,
        "contactCompany": number,
    }
    alone = create(server)
    record = {"id": alone, "externalCompanyId": None}
    assert sync(server, record, **by_id)[0]["status"] == "updated"


def test_two_records_of_one_lead_in_a_call(server: Rehearsal) -> None:
    (one, _), (two, number) = company(server, company="One"), company(server, company="Two")
    email = lead_support.fresh()
    items = sync(
        server,
        {"email": email, "externalCompanyId": one},
        {"email": email, "company": "One", "title": "x"},
        {"email": email, "externalCompanyId": two},
        {"email": email, "company": "One"},
    )
    assert [each["status"] for each in items] == ["created", "updated", "updated", "skipped"]
    assert read(server, items[0]["id"], "company", "contactCompany") == {
        "company": "Two",
        "contactCompany": number,
    }


@pytest.mark.fact("D", "1.9")
def test_a_company_with_leads_stays(server: Rehearsal) -> None:
    (one, _), (two, _) = company(server), company(server)
    lead_id = create(server, externalCompanyId=one)
    in_use = refused(0, "1022", "Object in use")
    assert drop(server, COMPANY, {"externalCompanyId": one}) == [in_use]
    sync(
        server,
        {"id": lead_id, "externalCompanyId": two},
        lookupField="id",
        action="updateOnly",
    )
    (item,) = drop(server, COMPANY, {"externalCompanyId": one})
    assert item["status"] == "deleted"
    assert drop(server, COMPANY, {"externalCompanyId": two}) == [in_use]
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": lead_id}]})
    (item,) = drop(server, COMPANY, {"externalCompanyId": two})
    assert item["status"] == "deleted"


def test_a_company_keeps_its_external_id(server: Rehearsal) -> None:
    name, number = company(server)
    by_id = {"action": "updateOnly", "dedupeBy": "idField"}
    record = {"id": number, "externalCompanyId": name, "industry": "x"}
    assert put(server, COMPANY, record, **by_id)[0]["status"] == "updated"
    record |= {"externalCompanyId": "another"}
    assert put(server, COMPANY, record, **by_id) == [
        refused(0, "1003", "Field 'externalCompanyId' is not allowed")
    ]
    assert shown(server, COMPANY, number, "externalCompanyId") == {"externalCompanyId": name}


@pytest.mark.fact("D", "3.4")
def test_links_are_no_filters_of_leads(server: Rehearsal) -> None:
    query = {"filterType": "externalCompanyId", "filterValues": "x"}
    assert server.get("/rest/v1/leads.json", query).error == (
        "1011",
        "Lookup field 'externalCompanyId' not supported",
    )


@pytest.mark.fact("D", "3.3")
def test_fields(server: Rehearsal) -> None:
    url = "/rest/v1/companies/schema/fields"
    names: list[str] = []
    query: dict[str, object] = {"batchSize": 7}
    while True:
        body = server.get(f"{url}.json", query).body
        names += [each["name"] for each in body["result"]]
        if not body["moreResult"]:
            break
        query["nextPageToken"] = body["nextPageToken"]
    (described,) = server.get(COMPANY.describe_url).result
    assert sorted(names) == sorted(each["name"] for each in described["fields"])
    revenue = {
        "displayName": "Annual Revenue",
        "name": "annualRevenue",
        "description": None,
        "dataType": "currency",
        "isHidden": False,
        "isHtmlEncodingInEmail": True,
        "isSensitive": False,
        "isCustom": False,
        "isApiCreated": False,
    }
    assert server.get(f"{url}/annualRevenue.json").result == [revenue]
    (text,) = server.get(f"{url}/company.json").result
    assert (text["dataType"], text["length"]) == ("string", 255)
    assert server.get(f"{url}/nothing.json").error == ("1006", "Field 'nothing' not found")
    denied = token_with(server, "Read-Write Company")
    assert server.get(f"{url}.json", token=denied).error == ("603", "Access denied")
