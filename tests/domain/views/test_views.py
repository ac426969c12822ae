"""The views for people and BI tools: what they show and keep back, and how they follow changes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import literal, text
from sqlalchemy import select as sql_select

from leadkeep.domain.views import VIEWS
from leadkeep.store import Statement, Store, Transaction
from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, FIELDS, create, fresh, module_server, new_field
from tests.support.lists import fresh_name, new_list
from tests.support.merges import merge
from tests.support.programs import MEMBER_FIELDS, new_program, set_status

ONE, TWO = (Statement(sql_select(literal(n).label(name))) for n, name in ((1, "one"), (2, "two")))
CUSTOM_TYPE = {
    "apiName": "visitedStand",
    "name": "Visited Stand",
    "triggerName": "Visits Stand",
    "filterName": "Visited Stand",
    "primaryAttribute": {"apiName": "stand", "name": "Stand", "dataType": "string"},
}


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def select(store: Store, sql: str, **values: object) -> list[dict[str, Any]]:
    def read(tx: Transaction) -> list[dict[str, Any]]:
        return [dict(row) for row in tx.execute(text(sql), values).mappings()]

    return store.read_now(read)


def names_of(store: Store, view: str) -> set[str]:
    return store.read_now(lambda tx: tx.column_names(view))


def test_leads_have_labels(server: Rehearsal) -> None:
    person = {"externalSalesPersonId": fresh("s"), "firstName": "Sal", "lastName": "Person"}
    server.post("/rest/v1/salespersons.json", {"input": [person | {"email": fresh("s")}]})
    lead_id = create(
        server,
        firstName="Ada",
        company="Engines",
        externalSalesPersonId=person["externalSalesPersonId"],
    )
    (row,) = select(server.store, "SELECT * FROM v_lead WHERE id = :id", id=lead_id)
    assert row["first_name"] == "Ada"
    assert row["company"] == "Engines"
    assert row["owner"] == "Sal Person"
    assert row["partition"] == "Default"
    other = create(server)
    assert select(server.store, "SELECT owner FROM v_lead WHERE id = :id", id=other) == [
        {"owner": None}
    ]


def test_a_new_field_is_in_the_view_with_its_commit(server: Rehearsal) -> None:
    name = "acmeShoeSize"
    assert "acme_shoe_size" not in names_of(server.store, "v_lead")
    server.post(FIELDS, {"input": [new_field(name, "integer")]})
    lead_id = create(server, acmeShoeSize=40)
    (row,) = select(server.store, "SELECT acme_shoe_size FROM v_lead WHERE id = :id", id=lead_id)
    assert row == {"acme_shoe_size": 40}


def test_fields_with_one_name_in_snake_case_are_told_apart(server: Rehearsal) -> None:
    server.post(FIELDS, {"input": [new_field("twoWords"), new_field("two_words")]})
    (item,) = server.get("/rest/v1/leads/schema/fields/two_words.json").result
    names = names_of(server.store, "v_lead")
    assert "two_words" in names
    assert sum(name.startswith("two_words_") for name in names) == 1
    assert item["name"] == "two_words"


def test_secret_and_hidden_fields_are_kept_back(server: Rehearsal) -> None:
    made = [
        new_field("acmeHidden", isHidden=True),
        new_field("acmePlain"),
    ]
    server.post(FIELDS, {"input": made})
    names = names_of(server.store, "v_lead")
    assert "acme_plain" in names
    assert "email" in names
    assert not {"cookies", "acme_hidden"} & names


def test_activities_have_the_name_of_their_type_and_an_object(server: Rehearsal) -> None:
    list_id = new_list(server, fresh_name("Fair"))
    lead_id = create(server)
    server.post(f"/rest/v1/lists/{list_id}/leads.json", {"input": [{"id": lead_id}]})
    rows = select(
        server.store,
        "SELECT activity_type, attributes FROM v_activity WHERE lead_id = :id ORDER BY id",
        id=lead_id,
    )
    assert [row["activity_type"] for row in rows] == ["New Lead", "Add to List"]
    objects = [
        json.loads(row["attributes"]) if isinstance(row["attributes"], str) else row["attributes"]
        for row in rows
    ]
    assert objects[0]["Source Type"] == "Web service API"
    assert objects[1]["Source"] == "Web service API"


def test_activities_of_a_merged_lead_are_under_the_winner(server: Rehearsal) -> None:
    winner, loser = create(server), create(server)
    merge(server, winner, loser)
    count = "SELECT count(*) AS n FROM v_activity WHERE lead_id = :id"
    assert select(server.store, count, id=loser) == [{"n": 0}]
    assert select(server.store, count, id=winner)[0]["n"] >= 3


def test_custom_types_have_names(server: Rehearsal) -> None:
    types = "/rest/v1/activities/external/type"
    assert server.post(f"{types}.json", CUSTOM_TYPE).body["success"]
    assert server.post(f"{types}/visitedStand/approve.json").body["success"]
    (made,) = [
        each["id"]
        for each in server.get("/rest/v1/activities/types.json").result
        if each["name"] == "Visited Stand"
    ]
    lead_id = create(server)
    sent = {
        "leadId": lead_id,
        "activityTypeId": made,
        "activityDate": "2026-11-30T08:00:00Z",
        "primaryAttributeValue": "A1",
    }
    assert server.post("/rest/v1/activities/external.json", {"input": [sent]}).body["success"]
    rows = select(
        server.store,
        "SELECT activity_type FROM v_activity WHERE lead_id = :id AND activity_type_id = :type",
        id=lead_id,
        type=made,
    )
    assert rows == [{"activity_type": "Visited Stand"}]


def test_memberships_have_names(server: Rehearsal) -> None:
    list_name = fresh_name("Fair")
    list_id, program_id, lead_id = new_list(server, list_name), new_program(server), create(server)
    server.post(f"/rest/v1/lists/{list_id}/leads.json", {"input": [{"id": lead_id}]})
    set_status(server, program_id, "Attended", lead_id)
    where = "WHERE lead_id = :id"
    (member,) = select(server.store, f"SELECT * FROM v_list_member {where}", id=lead_id)  # noqa: S608
    assert (member["list_id"], member["list"]) == (list_id, list_name)
    (row,) = select(server.store, f"SELECT * FROM v_program_member {where}", id=lead_id)  # noqa: S608
    assert (row["program_id"], row["status"]) == (program_id, "Attended")
    assert (row["program_type"], row["channel"]) == ("Event", "Live Event")
    assert bool(row["reached_success"])


def test_a_new_member_field_is_in_the_view(server: Rehearsal) -> None:
    server.post(MEMBER_FIELDS, {"input": [new_field("acmeSeat")]})
    assert "acme_seat" in names_of(server.store, "v_program_member")


def test_views_that_are_right_are_left_alone(server: Rehearsal) -> None:
    def replace(tx: Transaction) -> list[bool]:
        return [tx.replace_view("v_copy", query) for query in (ONE, ONE, TWO)]

    assert server.store.write_now(replace) == [True, False, True]
    assert select(server.store, "SELECT * FROM v_copy") == [{"two": 2}]


def test_all_views_are_there(server: Rehearsal) -> None:
    assert all(names_of(server.store, view) for view in VIEWS)
