"""Bulk Export Activities: filters and columns (behaviour.md 6.2, 6.3)."""

from typing import Any

import msgspec
import pytest

from leadkeep.testing import Rehearsal
from tests.support.bulk import ACTIVITIES_EXPORT, around_now, create_export, export, rows
from tests.support.leads import create, east_token, sync
from tests.support.lists import add, new_list

COLUMNS = [
    *("marketoGUID", "leadId", "activityDate", "activityTypeId", "campaignId"),
    *("primaryAttributeValueId", "primaryAttributeValue", "attributes"),
]
JANUARY = {"startAt": "2026-01-01T00:00:00Z", "endAt": "2026-01-31T00:00:00Z"}


def exported(server: Rehearsal, **changed: Any) -> list[list[str]]:  # noqa: ANN401
    """Return the rows of an export of all activities, changed by members of the filter."""
    body = {"filter": {"createdAt": around_now(server)} | changed}
    return export(server, body, ACTIVITIES_EXPORT)


@pytest.mark.fact("D", "6.3")
@pytest.mark.parametrize("fields", [{}, {"fields": None}, {"fields": []}])
def test_default_columns(server: Rehearsal, fields: dict[str, Any]) -> None:
    lead_id = create(server, firstName="Ada", lastName="Byron")
    sync(server, {"id": lead_id, "city": "Rome"}, lookupField="id", action="updateOnly")
    body = {"filter": {"createdAt": around_now(server)}} | fields
    head, new, changed = export(server, body, ACTIVITIES_EXPORT)
    assert head == COLUMNS
    assert new[1:7] == [
        *(str(lead_id), "2026-01-15T18:00:00Z", "12", "null", str(lead_id), "Ada Byron")
    ]
    assert msgspec.json.decode(new[7])["Source Type"] == "Web service API"
    attributes = msgspec.json.decode(changed[7])
    assert attributes["New Value"] == "Rome"
    assert int(changed[0]) > int(new[0])


@pytest.mark.fact("D", "6.2")
def test_chosen_columns_and_filters(server: Rehearsal) -> None:
    lead_id = create(server)
    sync(server, {"id": lead_id, "city": "Rome"}, lookupField="id", action="updateOnly")
    sync(server, {"id": lead_id, "country": "Italy"}, lookupField="id", action="updateOnly")
    fields = ["primaryAttributeValue", "actionResult", "leadId"]
    wanted = {"createdAt": around_now(server), "activityTypeIds": [13, "37"]}
    found = export(server, {"fields": fields, "filter": wanted}, ACTIVITIES_EXPORT)
    names = [row[0] for row in found[1:]]
    assert found[0] == fields
    assert found[1][1:] == ["succeeded", str(lead_id)]
    assert len(names) == 2
    by_value = exported(server, activityTypeIds=[13], primaryAttributeValues=[names[1]])
    assert [row[6] for row in by_value[1:]] == names[1:]
    number = by_value[1][5]
    by_id = exported(server, activityTypeIds=[13], primaryAttributeValueIds=[number])
    assert by_id == by_value


def test_what_is_logged_in_the_range(server: Rehearsal) -> None:
    create(server)
    ends = dict.fromkeys(("startAt", "endAt"), server.clock.now().isoformat())
    server.clock.advance(seconds=1)
    create(server)
    assert len(exported(server, createdAt=ends)) == 2
    assert len(exported(server)) == 3
    later = dict.fromkeys(("startAt", "endAt"), "2026-03-01T00:00:00Z")
    assert exported(server, createdAt=later) == [COLUMNS]
    earlier = dict.fromkeys(("startAt", "endAt"), "2025-03-01T00:00:00Z")
    assert exported(server, createdAt=earlier) == [COLUMNS]


def test_deleted_leads_keep_their_activities_without_the_deletion(server: Rehearsal) -> None:
    lead_id = create(server)
    add(server, new_list(server), lead_id)
    server.delete("/rest/v1/leads.json", {"input": [{"id": lead_id}]})
    assert [row[3] for row in exported(server)[1:]] == ["12", "24"]
    assert exported(server, activityTypeIds=[37]) == [COLUMNS]


def test_activities_of_other_partitions_are_left_out(server: Rehearsal) -> None:
    token = east_token(server)
    create(server)
    (east,) = sync(server, {"email": "east@example.com"}, token=token)
    body = {"fields": ["leadId"], "filter": {"createdAt": around_now(server)}}
    path = f"{ACTIVITIES_EXPORT}/{create_export(server, body, ACTIVITIES_EXPORT, token)}"
    server.post(f"{path}/enqueue.json", token=token)
    server.run_jobs()
    assert rows(server.get(f"{path}/file.json", token=token)) == [["leadId"], [str(east["id"])]]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "609"),
        ({"filter": {}}, "1002"),
        ({"filter": {"createdAt": JANUARY, "activityTypeIds": [4_711]}}, "1003"),
        ({"filter": {"createdAt": JANUARY, "activityTypeIds": ["x"]}}, "1001"),
        ({"filter": {"createdAt": JANUARY, "primaryAttributeValueIds": [1]}}, "1002"),
        (
            {
                "filter": {
                    "createdAt": JANUARY,
                    "activityTypeIds": [13],
                    "primaryAttributeValueIds": [1],
                    "primaryAttributeValues": ["x"],
                }
            },
            "1003",
        ),
        (
            {
                "filter": {
                    "createdAt": JANUARY,
                    "activityTypeIds": [13],
                    "primaryAttributeValueIds": list(range(51)),
                }
            },
            "1003",
        ),
        ({"fields": ["hat"], "filter": {"createdAt": JANUARY}}, "1003"),
    ],
)
def test_wrong_bodies(server: Rehearsal, body: dict[str, Any], code: str) -> None:
    assert server.post(f"{ACTIVITIES_EXPORT}/create.json", body).error[0] == code
    assert create_export(server, {"filter": {"createdAt": JANUARY}}, ACTIVITIES_EXPORT)
