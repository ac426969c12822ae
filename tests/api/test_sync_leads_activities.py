"""Sync Leads: what it leaves in the activity log (behaviour.md 3.5, 5.1, 5.3)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from leadkeep.clock import ManualClock
from leadkeep.testing import Rehearsal, Response
from tests.support.leads import (
    ENGINES,
    LEADS,
    USER,
    Logged,
    add_fields,
    create,
    fresh,
    logged,
    module_server,
    sync,
)

NEW_LEAD, CHANGE, DELETE = 12, 13, 37
API = "Web service API"


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def signature(answer: Response, method: str = "syncLead") -> list[tuple[str, Any]]:
    request_id = answer.body["requestId"]
    return [("API Method Name", method), ("Modifying User", USER), ("Request Id", request_id)]


def change(answer: Response, old: str | None, new: str | None) -> list[tuple[str, Any]]:
    values = [("New Value", new), ("Old Value", old)]
    told = [(name, value) for name, value in values if value is not None]
    return [*told, ("Reason", API), ("Source", API), *signature(answer)]


def said(rows: list[Logged]) -> list[tuple[Any, ...]]:
    """Return changes as (field id, field, old, new)."""
    assert {row.type_id for row in rows} == {CHANGE}
    told = [(row.primary_id, row.primary_value, dict(row.attributes)) for row in rows]
    return [(*field, values.get("Old Value"), values.get("New Value")) for *field, values in told]


@pytest.mark.fact("R", "3.5")
def test_a_created_lead(server: Rehearsal) -> None:
    record = {"email": fresh(), "firstName": "Ada", "lastName": "King", "leadSource": "Fair"}
    answer = server.post(LEADS, {"input": [record]})
    lead_id = answer.result[0]["id"]
    (row,) = logged(server, lead_id)
    assert row.type_id == NEW_LEAD
    assert (row.primary_id, row.primary_value) == (lead_id, "Ada King")
    assert row.date == server.clock.now()
    created = [("Created Date", server.clock.now().date().isoformat())]
    assert row.attributes == [
        *created,
        ("Lead Source", "Fair"),
        ("Source Type", API),
        *signature(answer),
    ]


@pytest.mark.fact("R", "5.1")
def test_only_attributes_with_a_value_are_listed(server: Rehearsal) -> None:
    answer = server.post(LEADS, {"input": [{"email": fresh()}]})
    (row,) = logged(server, answer.result[0]["id"])
    assert row.primary_value is None
    names = [name for name, _ in row.attributes]
    assert names == [
        *("Created Date", "Source Type", "API Method Name", "Modifying User", "Request Id")
    ]


@pytest.mark.fact("R", "5.3")
def test_a_changed_lead_has_one_row_for_each_field(server: Rehearsal) -> None:
    email, new_email = fresh(), fresh()
    lead_id = create(server, email=email, firstName="A", title="Gone")
    record = {"id": lead_id, "firstName": "B", "lastName": "C", "title": None, "email": new_email}
    answer = server.post(LEADS, {"input": [record], "action": "updateOnly", "lookupField": "id"})
    rows = logged(server, lead_id)[1:]
    assert [row.attributes for row in rows] == [
        change(answer, "A", "B"),
        change(answer, None, "C"),
        change(answer, "Gone", None),
        change(answer, email, new_email),
    ]
    assert [(row.type_id, row.primary_id, row.primary_value) for row in rows] == [
        (CHANGE, 53, "First Name"),
        (CHANGE, 55, "Last Name"),
        (CHANGE, 60, "Job Title"),
        (CHANGE, 56, "Email Address"),
    ]
    assert all(row.date == server.clock.now() for row in rows)


@pytest.mark.fact("R", "1.5")
def test_the_form_of_values(server: Rehearsal) -> None:
    email = fresh()
    first = {
        "doNotCall": True,
        "emailSuspendedAt": "2023-01-26T18:46:00Z",
        "annualRevenue": 14.5,
        "leadScore": 7,
        "dateOfBirth": "1815-12-10",
    }
    second = {
        "doNotCall": False,
        "emailSuspendedAt": "2023-01-26T18:46:01+01:00",
        "annualRevenue": 15.0,
        "leadScore": 8,
        "dateOfBirth": "1815-12-11",
    }
    lead_id = create(server, email=email, **first)
    sync(server, {"email": email, **second})
    assert [row[2:] for row in said(logged(server, lead_id)[1:])] == [
        ("True", "False"),
        ("2023-01-26 18:46:00", "2023-01-26 17:46:01"),
        ("14.5", "15"),
        ("7", "8"),
        ("1815-12-10", "1815-12-11"),
    ]


@pytest.mark.fact("R", "3.4")
def test_a_write_that_changes_nothing_leaves_no_row(server: Rehearsal) -> None:
    record = {"email": fresh(), "firstName": "A", "annualRevenue": 5}
    lead_id = create(server, **record)
    for same in (
        record,
        record | {"annualRevenue": "5.0", "lastName": ""},
        {"email": record["email"]},
    ):
        assert sync(server, same)[0]["status"] == "updated"
    assert [row.type_id for row in logged(server, lead_id)] == [NEW_LEAD]
    assert sync(server, record | {"firstName": "B"})[0]["status"] == "updated"
    assert [row.type_id for row in logged(server, lead_id)] == [NEW_LEAD, CHANGE]


def test_records_that_are_skipped_leave_no_row(server: Rehearsal) -> None:
    email = fresh()
    lead_id = create(server, email=email)
    before = logged(server, lead_id)
    for record, action in (
        ({"email": email, "firstName": "A"}, "createOnly"),
        ({"email": email, "firstName": "A", "leadScore": "x"}, "createOrUpdate"),
        ({"email": fresh(), "firstName": "A"}, "updateOnly"),
    ):
        assert sync(server, record, action=action)[0]["status"] == "skipped"
    assert logged(server, lead_id) == before


@pytest.mark.fact("R", "5.1")
def test_ids_rise_in_the_order_written(server: Rehearsal) -> None:
    first, second, third = (fresh() for _ in range(3))
    old = create(server, email=second, firstName="A")
    result = sync(
        server,
        {"email": first},
        {"email": second, "firstName": "B", "lastName": "C"},
        {"email": third},
        {"email": first, "firstName": "D"},
    )
    lead_ids = [result[0]["id"], old, result[2]["id"]]
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": old}]})
    rows = logged(server, *lead_ids)
    assert [row.id for row in rows] == sorted({row.id for row in rows})
    assert sorted((row.lead_id, row.type_id) for row in rows[1:]) == sorted(
        [
            (lead_ids[0], NEW_LEAD),
            (lead_ids[2], NEW_LEAD),
            (old, CHANGE),
            (old, CHANGE),
            (lead_ids[0], CHANGE),
            (old, DELETE),
        ]
    )
    for lead_id in lead_ids:
        assert next(row.type_id for row in rows if row.lead_id == lead_id) == NEW_LEAD
    assert rows[-1].type_id == DELETE


@pytest.mark.fact("U", "3.5")
def test_a_lead_made_and_changed_in_one_call_tells_both(server: Rehearsal) -> None:
    email = fresh()
    lead_id = sync(
        server,
        {"email": email, "firstName": "A"},
        {"email": email, "firstName": "B"},
        {"email": email, "firstName": "B", "lastName": "C"},
    )[0]["id"]
    new, *changes = logged(server, lead_id)
    assert (new.type_id, new.primary_value) == (NEW_LEAD, "A")
    assert said(changes) == [(53, "First Name", "A", "B"), (55, "Last Name", None, "C")]


def test_the_full_name_is_no_change_of_its_own(server: Rehearsal) -> None:
    email = fresh()
    lead_id = create(server, email=email, firstName="A")
    sync(server, {"email": email, "lastName": "B"})
    assert said(logged(server, lead_id)[1:]) == [(55, "Last Name", None, "B")]


def test_a_custom_field_is_told_by_its_display_name(server: Rehearsal) -> None:
    add_fields(server, {"hobby": "string"})
    email = fresh()
    lead_id = create(server, email=email)
    sync(server, {"email": email, "hobby": 'chess "quoted" 😀\n'})
    (told,) = said(logged(server, lead_id)[1:])
    assert told[1:] == ("The hobby", None, 'chess "quoted" 😀\n')
    assert told[0] >= 795


@pytest.mark.fact("R", "3.5")
def test_the_created_date_is_that_of_the_clock(stores: Any) -> None:  # noqa: ANN401
    store = stores.make()
    clock = ManualClock(datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC))
    with Rehearsal(store, clock) as server:
        lead_id = create(server)
        (row,) = logged(server, lead_id)
        assert ("Created Date", "2024-02-29") in row.attributes
        assert row.date == clock.now()
    store.close()
