"""Get Lead Activities: records, pages, filters, limits (behaviour.md 5.1, 5.2)."""

from collections.abc import Iterator

import pytest

from leadkeep.domain.activities import ActivityBatch, append_activities
from leadkeep.testing import Rehearsal
from tests.support.activities import (
    ACTIVITIES,
    CHANGE,
    DELETE,
    NEW_LEAD,
    add,
    approved_type,
    followed,
    new_leads,
    now_token,
    page,
    pages,
    record,
    rows,
    token_since,
)
from tests.support.leads import ENGINES, USER, create, fresh, module_server, sync, token_with


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


@pytest.mark.fact("R", "5.1")
def test_a_new_lead(server: Rehearsal) -> None:
    token = now_token(server)
    answer = server.post(
        "/rest/v1/leads.json", {"input": [{"email": fresh(), "firstName": "Ada", "lastName": "K"}]}
    )
    lead_id = answer.result[0]["id"]
    (row,) = rows(server, token)
    assert row == {
        "id": row["id"],
        "marketoGUID": str(row["id"]),
        "leadId": lead_id,
        "activityDate": server.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "activityTypeId": NEW_LEAD,
        "primaryAttributeValueId": lead_id,
        "primaryAttributeValue": "Ada K",
        "attributes": [
            {"name": "Created Date", "value": server.clock.now().date().isoformat()},
            {"name": "Source Type", "value": "Web service API"},
            {"name": "API Method Name", "value": "syncLead"},
            {"name": "Modifying User", "value": USER},
            {"name": "Request Id", "value": answer.body["requestId"]},
        ],
    }
    assert list(row) == [
        *("id", "marketoGUID", "leadId", "activityDate", "activityTypeId"),
        *("primaryAttributeValueId", "primaryAttributeValue", "attributes"),
    ]


@pytest.mark.fact("R", "5.1")
def test_campaign_and_what_a_type_does_not_have(server: Rehearsal) -> None:
    token = now_token(server)
    lead_id = create(server)
    with_campaign = ActivityBatch(24, server.clock.now(), 1_234, [(lead_id, 5, "News", "[]")])
    bare = ActivityBatch(24, server.clock.now(), None, [(lead_id, None, None, "[]")])
    server.store.write_now(lambda tx: append_activities(tx, [with_campaign, bare]))
    first, second = rows(server, token, activityTypeIds=24)
    assert list(first) == [
        *("id", "marketoGUID", "leadId", "activityDate", "activityTypeId", "campaignId"),
        *("primaryAttributeValueId", "primaryAttributeValue", "attributes"),
    ]
    assert first["campaignId"] == 1_234
    assert list(second) == [
        *("id", "marketoGUID", "leadId", "activityDate", "activityTypeId", "attributes")
    ]
    assert second["id"] == first["id"] + 1


@pytest.mark.fact("R", "1.3")
@pytest.mark.fact("R", "1.4")
def test_a_page_without_rows_has_no_result(server: Rehearsal) -> None:
    token = now_token(server)
    body = page(server, token, activityTypeIds=1).body
    assert list(body) == ["requestId", "success", "nextPageToken", "moreResult"]
    assert body["moreResult"] is False
    create(server)
    body = page(server, body["nextPageToken"], activityTypeIds=1).body
    assert "result" not in body
    body = page(server, body["nextPageToken"]).body
    assert list(body) == ["requestId", "result", "success", "nextPageToken", "moreResult"]


@pytest.mark.fact("D", "1.4")
@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8, 300, 1000])
def test_pages_of_any_size_hold_every_row_once_in_order(server: Rehearsal, size: int) -> None:
    token = now_token(server)
    leads = new_leads(server, 4)
    for lead_id in leads[:3]:
        sync(server, {"id": lead_id, "title": "T"}, action="updateOnly", lookupField="id")
    bodies = list(pages(server, token, batchSize=size))
    seen = [row["id"] for body in bodies for row in body["result"]]
    assert len(seen) == 7
    assert seen == sorted(set(seen))
    assert [body["moreResult"] for body in bodies] == [True] * (len(bodies) - 1) + [False]
    assert len(bodies) == -(-7 // size)
    last = bodies[-1]["nextPageToken"]
    assert followed(server, last) == []
    new = new_leads(server, 1)
    assert [row["leadId"] for row in rows(server, last)] == new


@pytest.mark.fact("D", "1.4")
def test_a_page_holds_300_rows_at_most(server: Rehearsal) -> None:
    token = now_token(server)
    leads = new_leads(server, 300) + new_leads(server, 1)
    for size in ("", "300", "9999"):
        first, second = pages(server, token, batchSize=size)
        assert [row["leadId"] for row in first["result"]] == leads[:300]
        assert [row["leadId"] for row in second["result"]] == leads[300:]


@pytest.mark.fact("D", "5.2")
def test_types_are_merged_by_id(server: Rehearsal) -> None:
    token = now_token(server)
    kind = approved_type(server, "merged")
    expected = []
    for _ in range(3):
        lead_id = create(server)
        expected += [(lead_id, NEW_LEAD), (lead_id, kind), (lead_id, CHANGE)]
        add(server, record(lead_id, kind))
        sync(server, {"id": lead_id, "title": "T"}, action="updateOnly", lookupField="id")
    asked = f"{kind},13,12,{kind},1,2,3,6,7"
    for size in (1, 4, 300):
        found = [
            (row["leadId"], row["activityTypeId"])
            for body in pages(server, token, activityTypeIds=asked, batchSize=size)
            for row in body["result"]
        ]
        assert found == expected
    assert [row["activityTypeId"] for row in rows(server, token, activityTypeIds=13)] == [
        CHANGE
    ] * 3


@pytest.mark.fact("D", "5.2")
def test_leads(server: Rehearsal) -> None:
    token = now_token(server)
    leads = new_leads(server, 5)
    for lead_id in reversed(leads):
        sync(server, {"id": lead_id, "title": "T"}, action="updateOnly", lookupField="id")
    wanted = f"{leads[3]}, {leads[1]},{leads[3]},999999999"
    for size in (1, 3, 300):
        found = [
            (row["leadId"], row["activityTypeId"])
            for body in pages(server, token, leadIds=wanted, batchSize=size)
            for row in body["result"]
        ]
        assert found == [
            (leads[1], NEW_LEAD),
            (leads[3], NEW_LEAD),
            (leads[3], CHANGE),
            (leads[1], CHANGE),
        ]
    only = rows(server, token, leadIds=leads[0], activityTypeIds=13)
    assert [row["leadId"] for row in only] == [leads[0]]
    assert rows(server, token, leadIds="999999999") == []


@pytest.mark.fact("D", "5.2")
def test_assets(server: Rehearsal) -> None:
    token = now_token(server)
    leads = new_leads(server, 4)
    wanted = {"assetIds": f"{leads[2]},{leads[1]},{10**9}"}
    for size in (1, 2, 300):
        assert len(followed(server, token, **wanted, batchSize=size)) == 2
    found = rows(server, token, **wanted)
    assert [row["primaryAttributeValueId"] for row in found] == leads[1:3]
    assert rows(server, token, assetIds=10**9) == []


@pytest.mark.fact("D", "3.12")
def test_deletions_are_not_told_here(server: Rehearsal) -> None:
    token = now_token(server)
    lead_id = create(server)
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": lead_id}]})
    assert page(server, token, activityTypeIds=DELETE).body["success"] is True
    assert rows(server, token, activityTypeIds=DELETE) == []
    found = rows(server, token, activityTypeIds="37,12")
    # What else is known of a deleted lead stays in the log (docs/reference/differences.md).
    assert [(row["leadId"], row["activityTypeId"]) for row in found] == [(lead_id, NEW_LEAD)]


TOKEN = ("1003", "Invalid paging token")


@pytest.mark.fact("D", "5.2")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"nextPageToken": ""}, ("1002", "nextPageToken")),
        ({"activityTypeIds": ""}, ("1002", "activityTypeIds")),
        ({"activityTypeIds": " , "}, ("1002", "activityTypeIds")),
    ],
)
def test_what_must_be_there(
    server: Rehearsal, query: dict[str, str], expected: tuple[str, str]
) -> None:
    good = {"nextPageToken": token_since(server), "activityTypeIds": "12"}
    assert server.get(ACTIVITIES, good).body["success"]
    code, name = expected
    text = f"Missing value for the required parameter '{name}'"
    assert server.get(ACTIVITIES, good | query).error == (code, text)
    (left_out,) = query
    assert server.get(ACTIVITIES, {k: v for k, v in good.items() if k != left_out}).error[0] == code


@pytest.mark.fact("D", "5.2")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"activityTypeIds": "12,1023"}, ("1003", "Invalid activity type id '1023'")),
        ({"activityTypeIds": "0"}, ("1003", "Invalid activity type id '0'")),
        ({"activityTypeIds": "-12"}, ("1003", "Invalid activity type id '-12'")),
        ({"activityTypeIds": "12,x"}, ("1001", "Invalid value 'x'. Required of type 'Integer'")),
        ({"leadIds": "y"}, ("1001", "Invalid value 'y'. Required of type 'Integer'")),
        (
            {"leadIds": "9" * 20},
            ("1001", f"Invalid value '{'9' * 20}'. Required of type 'Integer'"),
        ),
        ({"assetIds": "1.5"}, ("1001", "Invalid value '1.5'. Required of type 'Integer'")),
        ({"batchSize": "0"}, ("1003", "Invalid batchSize")),
        ({"batchSize": "z"}, ("1001", "Invalid value 'z'. Required of type 'Integer'")),
        ({"nextPageToken": "ABC"}, TOKEN),
        ({"nextPageToken": "BFRV7OMVSNJWDVKVTUFS3XHT4E======"}, TOKEN),
        (
            {"activityTypeIds": "1,2,3,6,7,8,9,10,11,12,13"},
            ("1003", "Too many activityTypeIds. Maximum allowed is 10"),
        ),
        (
            {"leadIds": ",".join(map(str, range(1, 32)))},
            ("1003", "Too many leadIds. Maximum allowed is 30"),
        ),
    ],
)
def test_what_is_refused(
    server: Rehearsal, query: dict[str, str], expected: tuple[str, str]
) -> None:
    good = {"nextPageToken": token_since(server), "activityTypeIds": "12"}
    assert server.get(ACTIVITIES, good).body["success"]
    assert server.get(ACTIVITIES, good | query).error == expected


@pytest.mark.fact("D", "5.2")
def test_the_limits_themselves_are_allowed(server: Rehearsal) -> None:
    token = now_token(server)
    lead_id = create(server)
    leads = ",".join(map(str, [lead_id, *range(10_000_001, 10_000_030)]))
    types = "1,2,3,6,7,8,9,10,11,12"
    assert [row["leadId"] for row in rows(server, token, leadIds=leads, activityTypeIds=types)] == [
        lead_id
    ]


@pytest.mark.fact("U", "1.4")
def test_a_token_of_another_endpoint_is_refused(server: Rehearsal) -> None:
    new_leads(server, 2)
    query = {"filterType": "leadPartitionId", "filterValues": "1", "batchSize": 1}
    foreign = server.get("/rest/v1/leads.json", query).body["nextPageToken"]
    assert page(server, foreign).error == TOKEN
    assert server.get("/rest/v1/leads.json", query | {"nextPageToken": foreign}).result
    own = token_since(server)
    assert server.get("/rest/v1/leads.json", query | {"nextPageToken": own}).error == TOKEN


@pytest.mark.fact("D", "2.3")
@pytest.mark.parametrize("permission", ["Read-Only Activity", "Read-Write Activity"])
def test_permission(server: Rehearsal, permission: str) -> None:
    token = token_since(server)
    assert page(server, token, caller=token_with(server, permission)).body["success"]
    other = token_with(server, "Read-Write Lead", "Read-Write Activity Metadata")
    assert page(server, token, caller=other).error == ("603", "Access denied")


@pytest.mark.fact("R", "1.6")
def test_as_a_form(server: Rehearsal) -> None:
    token = now_token(server)
    lead_id = create(server)
    form = {"nextPageToken": token, "activityTypeIds": [12, 13], "_method": "GET"}
    assert [row["leadId"] for row in server.request("POST", ACTIVITIES, form=form).result] == [
        lead_id
    ]
