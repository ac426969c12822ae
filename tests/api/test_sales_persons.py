"""Sales persons, and what they own (behaviour.md 7.2)."""

from collections.abc import Iterator

import pytest

from leadkeep.testing import Rehearsal
from tests.support import leads as lead_support
from tests.support.leads import ENGINES, create, logged, module_server, read, sync
from tests.support.records import (
    COMPANY,
    OPPORTUNITY,
    SALES_PERSON,
    drop,
    found,
    made,
    put,
    refused,
)

LINK = "externalSalesPersonId"
OWNER = (
    *("leadOwnerFirstName", "leadOwnerLastName", "leadOwnerEmailAddress"),
    *("leadOwnerPhoneNumber", "leadOwnerTitle"),
)
BY_ID = {"lookupField": "id", "action": "updateOnly"}
NOBODY = ("1013", "Sales person not found")
IN_USE = refused(0, "1022", "Object in use")


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def person(server: Rehearsal, **values: object) -> dict[str, str]:
    key, _ = made(server, SALES_PERSON, **values)
    return key


@pytest.mark.fact("D", "7.2")
def test_filters(server: Rehearsal) -> None:
    key = person(server, email="Tess@Example.com")
    for filter_type, value in (("email", "tess@example.com"), (LINK, key[LINK].upper())):
        (record,) = found(server, SALES_PERSON, filter_type, value, fields="email")
        assert record["email"] == "Tess@Example.com"
    (described,) = server.get(SALES_PERSON.describe_url).result
    assert described["name"] == "SalesPerson"
    (email,) = [each for each in described["fields"] if each["name"] == "email"]
    assert (email["dataType"], email["updateable"]) == ("string", False)  # behaviour.md 13


@pytest.mark.fact("D", "7.2")
def test_a_lead_shows_its_owner(server: Rehearsal) -> None:
    values = {"firstName": "Sam", "lastName": "Seller", "email": "sam@example.com"}
    key = person(server, **values, phone="1", title="Rep")
    lead_id = create(server, externalSalesPersonId=key[LINK].lower())
    expected = dict(zip(OWNER, ("Sam", "Seller", "sam@example.com", "1", "Rep"), strict=True))
    assert read(server, lead_id, LINK, *OWNER) == {**key, **expected}
    put(server, SALES_PERSON, {**key, "title": "Chief", "fax": "2"})
    assert read(server, lead_id, "leadOwnerTitle") == {"leadOwnerTitle": "Chief"}
    changes = [each for each in logged(server, lead_id) if each.type_id == 13]
    assert [each.primary_value for each in changes] == ["Lead Owner Job Title"]
    other = person(server, firstName="Other")
    sync(server, {"id": lead_id, **other}, **BY_ID)
    assert read(server, lead_id, *OWNER) == {**dict.fromkeys(OWNER), OWNER[0]: "Other"}
    sync(server, {"id": lead_id, LINK: None}, **BY_ID)  # unlike a company, an owner can be dropped
    assert read(server, lead_id, LINK, *OWNER) == dict.fromkeys((LINK, *OWNER))
    # The fields themselves cannot be set, and describe does not show them.
    sync(server, {"id": lead_id, "leadOwnerTitle": "x"}, **BY_ID)
    assert read(server, lead_id, "leadOwnerTitle") == {"leadOwnerTitle": None}
    described = server.get("/rest/v1/leads/describe.json").result
    assert not set(OWNER) & {each["rest"]["name"] for each in described}


@pytest.mark.fact("D", "1.8")
@pytest.mark.fact("D", "3.5")
def test_who_names_nobody_is_refused(server: Rehearsal) -> None:
    nobody, lead_id = {LINK: "nobody"}, create(server)
    assert sync(server, {"id": lead_id, **nobody}, **BY_ID) == [lead_support.refused(*NOBODY)]
    company, deal = COMPANY.new_key(server), OPPORTUNITY.new_key(server)
    assert put(server, COMPANY, {**company, **nobody}) == [refused(0, *NOBODY)]
    assert put(server, OPPORTUNITY, {**deal, "name": "x", **nobody}, {**deal, "name": "x"})[0] == (
        refused(0, "718", "ExternalSalesPersonID not found")
    )
    key = person(server)
    other = OPPORTUNITY.new_key(server)
    (item,) = put(server, OPPORTUNITY, {**other, "name": "x", **key})
    assert item["status"] == "created"


@pytest.mark.fact("D", "1.9")
@pytest.mark.fact("D", "7.2")
def test_who_owns_something_stays(server: Rehearsal) -> None:
    key = person(server)
    lead_id = create(server, **key)
    assert drop(server, SALES_PERSON, key) == [IN_USE]
    company, _ = made(server, COMPANY, **key)
    sync(server, {"id": lead_id, LINK: ""}, **BY_ID)
    assert drop(server, SALES_PERSON, key) == [IN_USE]
    deal, _ = made(server, OPPORTUNITY, **key)
    put(server, COMPANY, {**company, LINK: None})
    assert drop(server, SALES_PERSON, key) == [IN_USE]
    drop(server, OPPORTUNITY, deal)
    (item,) = drop(server, SALES_PERSON, key)
    assert item["status"] == "deleted"
