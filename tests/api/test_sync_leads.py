"""Sync Leads: actions and matches (behaviour.md 3.5)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import (
    ENGINES,
    create,
    find,
    fresh,
    ids_of,
    module_server,
    read,
    refused,
    sync,
)

NOT_FOUND = refused("1004", "Lead not found")
EXISTS = refused("1005", "Lead already exists")
SEVERAL = refused("1007", "Multiple lead match lookup criteria")
ID_NOT_ALLOWED = refused("1003", "Field 'id' is not allowed")

ACTIONS = ("createOnly", "updateOnly", "createOrUpdate", "createDuplicate")


def by_action(*outcomes: Any) -> pytest.MarkDecorator:  # noqa: ANN401
    return pytest.mark.parametrize(
        ("action", "outcome"), list(zip(ACTIONS, outcomes, strict=True)), ids=ACTIONS
    )


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


@pytest.mark.fact("R", "11.2")
def test_a_new_key_creates_a_lead(server: Rehearsal) -> None:
    record = {"email": fresh(), "firstName": "A"}
    (item,) = sync(server, record, lookupField="email", action="createOrUpdate")
    assert list(item) == ["id", "status"]
    assert item["status"] == "created"
    assert read(server, item["id"], "email", "firstName") == record


@pytest.mark.fact("R", "11.3")
def test_update_by_id_changes_the_email_and_clears_a_field(server: Rehearsal) -> None:
    old, new = fresh(), fresh()
    lead_id = create(server, email=old, lastName="Before")
    record = {"id": lead_id, "email": new, "lastName": None}
    updated = [{"id": lead_id, "status": "updated"}]
    assert sync(server, record, action="updateOnly", lookupField="id") == updated
    assert read(server, lead_id, "email", "lastName") == {"email": new, "lastName": None}
    assert ids_of(server, "email", old) == []
    assert ids_of(server, "email", new) == [lead_id]


@pytest.mark.fact("R", "11.4")
def test_create_only_leaves_a_lead_that_is_there_as_it_is(server: Rehearsal) -> None:
    email = fresh()
    lead_id = create(server, email=email, firstName="Before")
    record = {"email": email, "firstName": "After"}
    assert sync(server, record, action="createOnly", lookupField="email") == [EXISTS]
    assert read(server, lead_id, "firstName") == {"firstName": "Before"}


@pytest.mark.fact("D", "3.5")
@by_action("created", NOT_FOUND, "created", "created")
def test_no_match(server: Rehearsal, action: str, outcome: Any) -> None:  # noqa: ANN401
    email = fresh()
    (item,) = sync(server, {"email": email}, action=action)
    assert _told(item) == outcome
    assert len(ids_of(server, "email", email)) == (outcome == "created")


@pytest.mark.fact("D", "3.5")
@by_action(EXISTS, "updated", "updated", "created")
def test_one_match(server: Rehearsal, action: str, outcome: Any) -> None:  # noqa: ANN401
    email = fresh()
    first = create(server, email=email, firstName="Before")
    (item,) = sync(server, {"email": email, "firstName": "After"}, action=action)
    assert _told(item) == outcome
    names = {"created": ["Before", "After"], "updated": ["After"]}.get(_status(outcome), ["Before"])
    assert [lead["firstName"] for lead in find(server, "email", email)] == names
    assert (item.get("id") == first) == (outcome == "updated")


@pytest.mark.fact("R", "11.20")
@by_action(EXISTS, SEVERAL, SEVERAL, "created")
def test_several_matches(server: Rehearsal, action: str, outcome: Any) -> None:  # noqa: ANN401
    email = fresh()
    twins = [create(server, email=email, firstName="Before") for _ in range(2)]
    (item,) = sync(server, {"email": email, "firstName": "After"}, action=action)
    assert _told(item) == outcome
    assert [read(server, each, "firstName")["firstName"] for each in twins] == ["Before"] * 2
    assert len(ids_of(server, "email", email)) == 2 + (outcome == "created")


@pytest.mark.fact("D", "3.5")
def test_an_id_in_a_record(server: Rehearsal) -> None:
    email = fresh()
    lead_id = create(server, email=email, firstName="Before")
    record = {"id": lead_id, "email": email, "firstName": "After"}
    for action in ("createOnly", "createOrUpdate", "createDuplicate"):
        assert sync(server, record, action=action) == [ID_NOT_ALLOWED]
        assert read(server, lead_id, "firstName") == {"firstName": "Before"}
    assert sync(server, record | {"id": None}, action="createOnly") == [ID_NOT_ALLOWED]
    assert ids_of(server, "email", email) == [lead_id]
    # With updateOnly the key may be another field: the id is then no more than a stray member.
    updated = [{"id": lead_id, "status": "updated"}]
    assert sync(server, record, action="updateOnly") == updated
    assert read(server, lead_id, "firstName") == {"firstName": "After"}


@pytest.mark.fact("U", "3.5")
def test_lookup_by_id(server: Rehearsal) -> None:
    lead_id = create(server, firstName="Before")
    for action in ("updateOnly", "createOrUpdate"):
        wrapper = {"action": action, "lookupField": "id"}
        found, unknown, none, wrong = sync(
            server,
            {"id": lead_id, "firstName": action},
            {"id": 2**62, "firstName": "Nobody"},
            {"firstName": "Nobody"},
            {"id": "x", "firstName": "Nobody"},
            **wrapper,
        )
        assert found == {"id": lead_id, "status": "updated"}
        assert read(server, lead_id, "firstName") == {"firstName": action}
        assert unknown == NOT_FOUND
        assert none == refused("1003", "Value for lookup field 'id' not found")
        assert wrong == refused("1003", "Invalid value for field 'id' and value 'x'")
    (as_text,) = sync(server, {"id": str(lead_id)}, action="updateOnly", lookupField="id")
    assert as_text == {"id": lead_id, "status": "updated"}
    (item,) = sync(server, {"id": lead_id}, action="createOnly", lookupField="id")
    assert item == ID_NOT_ALLOWED


@pytest.mark.fact("C", "3.5")
def test_an_email_that_another_lead_has_makes_duplicates(server: Rehearsal) -> None:
    taken = fresh()
    first, second = create(server, email=taken), create(server)
    record = {"id": second, "email": taken}
    assert sync(server, record, action="updateOnly", lookupField="id")[0]["status"] == "updated"
    assert ids_of(server, "email", taken) == [first, second]
    assert sync(server, {"email": taken}, action="updateOnly") == [SEVERAL]
    assert sync(server, {"email": taken}, action="createOnly") == [EXISTS]


@pytest.mark.fact("R", "3.5")
def test_results_come_in_the_order_of_the_records_and_bad_ones_stop_no_other(
    server: Rehearsal,
) -> None:
    old, new, last = fresh(), fresh(), fresh()
    lead_id = create(server, email=old)
    result = sync(
        server,
        {"email": new},
        {"email": "bademail"},
        {"email": old, "firstName": "Found"},
        {"email": last, "userId": 5},
        {"firstName": "Keyless"},
        {"email": last},
    )
    assert [item["status"] for item in result] == [
        *("created", "skipped", "updated", "skipped", "skipped", "created")
    ]
    assert result[1] == refused("1003", "Invalid value for field 'email' and value 'bademail'")
    assert result[2]["id"] == lead_id
    assert result[3] == refused("1006", "Field 'userId' not found")
    assert result[4] == refused("1003", "Value for lookup field 'email' not found")
    assert result[0]["id"] < result[5]["id"]
    assert [lead["id"] for lead in find(server, "email", last, old, new)] == sorted(
        [lead_id, result[0]["id"], result[5]["id"]]
    )


@pytest.mark.fact("U", "3.5")
def test_records_of_one_key_are_taken_in_order(server: Rehearsal) -> None:
    email = fresh()
    first, second, third = sync(
        server,
        {"email": email, "firstName": "One", "title": "Kept", "doNotCall": True},
        {"email": email.upper(), "firstName": "Two", "lastName": "Added"},
        {"email": email, "firstName": "Three", "doNotCall": None},
    )
    assert first["status"] == "created"
    assert second == third == {"id": first["id"], "status": "updated"}
    wanted = ("firstName", "lastName", "title", "email", "doNotCall", "mktoName")
    values = ("Three", "Added", "Kept", email, False, "Three Added")
    assert read(server, first["id"], *wanted) == dict(zip(wanted, values, strict=True))

    email = fresh()
    result = sync(server, {"email": email}, {"email": email}, action="createOnly")
    assert [item["status"] for item in result] == ["created", "skipped"]
    assert result[1] == EXISTS
    email = fresh()
    result = sync(server, {"email": email}, {"email": email}, action="createDuplicate")
    assert ids_of(server, "email", email) == [item["id"] for item in result]


@pytest.mark.fact("R", "3.4")
def test_an_update_that_changes_nothing_leaves_updated_at_alone(server: Rehearsal) -> None:
    record = {"email": fresh(), "firstName": "A", "annualRevenue": 14, "doNotCall": True}
    lead_id = create(server, **record)
    before = read(server, lead_id, "updatedAt", "createdAt")
    server.clock.advance(seconds=5)
    for same in (record, record | {"annualRevenue": "14.0", "doNotCall": "yes", "title": None}):
        assert sync(server, same) == [{"id": lead_id, "status": "updated"}]
        assert read(server, lead_id, "updatedAt", "createdAt") == before
    assert sync(server, record | {"firstName": "B"})[0]["status"] == "updated"
    after = read(server, lead_id, "updatedAt", "createdAt")
    assert after["updatedAt"] > before["updatedAt"]
    assert after["createdAt"] == before["createdAt"]


@pytest.mark.fact("R", "3.4")
def test_what_a_new_lead_holds(server: Rehearsal) -> None:
    described = server.get("/rest/v1/leads/describe.json").result
    names = [item["rest"]["name"] for item in described]
    booleans = {each["rest"]["name"] for each in described if each["dataType"] == "boolean"}
    email = fresh()
    lead_id, other = create(server, email=email, firstName="A", lastName="B"), create(server)
    lead = read(server, lead_id, *names)
    moment = f"{server.clock.now().isoformat()[:19]}Z"
    expected: dict[str, Any] = dict.fromkeys(names)
    expected |= dict.fromkeys(booleans, False)
    expected |= {
        "email": email,
        "firstName": "A",
        "lastName": "B",
        "mktoName": "A B",
        "originalSourceType": "Web service API",
        "originalSourceInfo": "Web service API",
        "registrationSourceType": "Web service API",
        "registrationSourceInfo": "Web service API",
        "personType": "contact",
        "isLead": True,
        "leadPartitionId": 1,
        "leadPerson": lead_id,
        "personPrimaryLeadInterest": lead_id,
        "createdAt": moment,
        "updatedAt": moment,
    }
    del expected["id"]
    company = lead.pop("contactCompany")
    del expected["contactCompany"]
    assert lead == expected
    theirs = read(server, other, "contactCompany", "mktoName", "leadPerson")
    assert theirs == {"contactCompany": company + 1, "mktoName": None, "leadPerson": other}


def test_the_full_name_follows_its_parts(server: Rehearsal) -> None:
    lead_id = create(server, lastName="Last")
    for record, name in (
        ({"firstName": "First"}, "First Last"),
        ({"middleName": "M."}, "First M. Last"),
        ({"firstName": ""}, "M. Last"),
        ({"middleName": None, "lastName": None}, None),
        ({"title": "Dr"}, None),
    ):
        sync(server, {"id": lead_id, **record}, action="updateOnly", lookupField="id")
        assert read(server, lead_id, "mktoName") == {"mktoName": name}


@pytest.mark.fact("D", "3.5")
def test_async_processing_is_answered_with_the_result(server: Rehearsal) -> None:
    (item,) = sync(server, {"email": fresh()}, asyncProcessing=True)
    assert item["status"] == "created"


def _told(item: dict[str, Any]) -> Any:  # noqa: ANN401
    return item if item["status"] == "skipped" else item["status"]


def _status(outcome: Any) -> str:  # noqa: ANN401
    return outcome if isinstance(outcome, str) else "skipped"
