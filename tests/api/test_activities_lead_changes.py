"""Get Lead Changes (behaviour.md 5.2)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.activities import (
    CHANGES,
    new_leads,
    now_token,
    page,
    pages,
    rows,
    token_since,
)
from tests.support.leads import (
    ENGINES,
    USER,
    add_fields,
    create,
    fresh,
    module_server,
    sync,
    token_with,
)

API = "Web service API"


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def changes(server: Rehearsal, token: str, fields: str = "firstName", **query: Any) -> list[Any]:  # noqa: ANN401
    return rows(server, token, CHANGES, fields=fields, **query)


def change(server: Rehearsal, lead_id: int, **values: Any) -> str:  # noqa: ANN401
    body = {"input": [{"id": lead_id, **values}], "action": "updateOnly", "lookupField": "id"}
    answer = server.post("/rest/v1/leads.json", body)
    assert answer.result[0]["status"] == "updated"
    request_id: str = answer.body["requestId"]
    return request_id


@pytest.mark.fact("D", "5.2")
@pytest.mark.fact("U", "5.2")
def test_a_change(server: Rehearsal) -> None:
    lead_id = create(server, firstName="B")
    token = now_token(server)
    request_id = change(server, lead_id, firstName="A")
    (row,) = changes(server, token)
    assert row == {
        "id": row["id"],
        "marketoGUID": str(row["id"]),
        "leadId": lead_id,
        "activityDate": server.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "activityTypeId": 13,
        "fields": [{"id": 53, "name": "firstName", "newValue": "A", "oldValue": "B"}],
        "attributes": [
            {"name": "Reason", "value": API},
            {"name": "Source", "value": API},
            {"name": "api method name", "value": "syncLead"},
            {"name": "modifying user", "value": USER},
            {"name": "request id", "value": request_id},
            {"name": "Lead ID", "value": lead_id},
        ],
    }
    assert list(row) == [
        *("id", "marketoGUID", "leadId", "activityDate", "activityTypeId", "fields", "attributes")
    ]
    assert list(row["fields"][0]) == ["id", "name", "newValue", "oldValue"]


@pytest.mark.fact("R", "5.2")
def test_a_new_lead(server: Rehearsal) -> None:
    token = now_token(server)
    answer = server.post("/rest/v1/leads.json", {"input": [{"email": fresh(), "firstName": "A"}]})
    (row,) = changes(server, token, "lastName")
    assert row["activityTypeId"] == 12
    assert row["leadId"] == answer.result[0]["id"]
    assert row["fields"] == []
    assert row["attributes"] == [
        {"name": "Created Date", "value": server.clock.now().date().isoformat()},
        {"name": "Source Type", "value": API},
        {"name": "api method name", "value": "syncLead"},
        {"name": "modifying user", "value": USER},
        {"name": "request id", "value": answer.body["requestId"]},
    ]


@pytest.mark.fact("U", "5.2")
def test_values_are_texts_or_null(server: Rehearsal) -> None:
    lead_id = create(server, doNotCall=False, annualRevenue=14.5, leadScore=7)
    token = now_token(server)
    change(server, lead_id, doNotCall=True, annualRevenue=None, leadScore=8, title="New")
    names = "doNotCall,annualRevenue,leadScore,title"
    told = [row["fields"] for row in changes(server, token, names)]
    assert [len(each) for each in told] == [1, 1, 1, 1]
    assert {each["name"]: (each["oldValue"], each["newValue"]) for (each,) in told} == {
        "doNotCall": ("False", "True"),
        "annualRevenue": ("14.5", None),
        "leadScore": ("7", "8"),
        "title": (None, "New"),
    }


@pytest.mark.fact("R", "5.2")
def test_fields_choose_changes_but_not_new_leads(server: Rehearsal) -> None:
    add_fields(server, {"flavour": "string"})
    token = now_token(server)
    lead_id = create(server)
    change(server, lead_id, firstName="A", title="T", flavour="sour")

    def told(fields: str) -> list[str | None]:
        return [
            row["fields"][0]["name"] if row["fields"] else None
            for row in changes(server, token, fields)
        ]

    assert told("title") == [None, "title"]
    assert told("flavour, firstName") == [None, "firstName", "flavour"]
    assert told("website") == [None]


@pytest.mark.fact("D", "5.2")
def test_leads_and_pages(server: Rehearsal) -> None:
    token = now_token(server)
    leads = new_leads(server, 3)
    for lead_id in leads:
        change(server, lead_id, firstName="A", title="T")
    whole = changes(server, token)
    assert [row["leadId"] for row in whole] == [*leads, *leads]
    for size in (1, 2, 5, 6, 300):
        bodies = list(pages(server, token, CHANGES, fields="firstName", batchSize=size))
        assert [row for body in bodies for row in body.get("result", [])] == whole
        assert bodies[-1]["moreResult"] is False
        assert all(body["nextPageToken"] for body in bodies)
    some = changes(server, token, leadIds=f"{leads[2]},{leads[0]}")
    assert [row["leadId"] for row in some] == [leads[0], leads[2], leads[0], leads[2]]


@pytest.mark.fact("R", "1.3")
def test_a_page_without_rows(server: Rehearsal) -> None:
    body = page(server, now_token(server), CHANGES, fields="firstName").body
    assert list(body) == ["requestId", "success", "nextPageToken", "moreResult"]


@pytest.mark.fact("R", "5.2")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"fields": ""}, ("1002", "Missing value for the required parameter 'fields'")),
        (
            {"nextPageToken": ""},
            ("1002", "Missing value for the required parameter 'nextPageToken'"),
        ),
        ({"fields": "firstName,nope"}, ("1006", "Field 'nope' not found")),
        ({"fields": "first name"}, ("1006", "Field 'first name' not found")),
        (
            {"leadIds": ",".join(map(str, range(1, 32)))},
            ("1003", "Too many leadIds. Maximum allowed is 30"),
        ),
        ({"nextPageToken": "A"}, ("1003", "Invalid paging token")),
    ],
)
def test_what_is_refused(
    server: Rehearsal, query: dict[str, str], expected: tuple[str, str]
) -> None:
    good = {"nextPageToken": token_since(server), "fields": "firstName"}
    assert server.get(CHANGES, good).body["success"]
    assert server.get(CHANGES, good | query).error == expected


@pytest.mark.fact("D", "2.3")
def test_permission(server: Rehearsal) -> None:
    query = {"nextPageToken": token_since(server), "fields": "firstName"}
    for allowed in ("Read-Only Activity", "Read-Write Activity"):
        assert server.get(CHANGES, query, token=token_with(server, allowed)).body["success"]
    other = token_with(server, "Read-Write Lead")
    assert server.get(CHANGES, query, token=other).error == ("603", "Access denied")


def test_a_token_goes_on_where_another_reader_stopped(server: Rehearsal) -> None:
    token = now_token(server)
    first = create(server, firstName="A")
    behind = page(server, token).body["nextPageToken"]
    sync(server, {"email": fresh()})
    seen = [row["leadId"] for row in changes(server, behind)]
    assert first not in seen
    assert len(seen) == 1
