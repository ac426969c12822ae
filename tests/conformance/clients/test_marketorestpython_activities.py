"""marketorestpython from PyPI, unmodified: activities across pages, custom types and activities."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from tests.conformance.clients.marketo import Client, new_leads

# The client waits between its calls, by the clock on the wall.
pytestmark = [pytest.mark.process, pytest.mark.slow]

NEW_LEAD, CHANGE = "12", "13"
SEVERAL = 11
PAGE = 3

numbers = count(1)


@pytest.fixture(scope="module")
def since() -> str:
    return (datetime.now(UTC) - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")


def make_leads(client: Client, **values: object) -> list[int]:
    done = client.execute(method="create_update_leads", leads=new_leads(SEVERAL, **values))
    return [each["id"] for each in done]


def of_leads(rows: list[dict[str, Any]], leads: list[int]) -> list[dict[str, Any]]:
    return [row for row in rows if row["leadId"] in leads]


def test_activities_across_pages(client: Client, since: str) -> None:
    leads = make_leads(client, firstName="A")
    changes = [{"id": key, "firstName": "B"} for key in leads]
    client.execute(
        method="create_update_leads", leads=changes, action="updateOnly", lookupField="id"
    )
    asked = {"activityTypeIds": [NEW_LEAD, CHANGE], "sinceDatetime": since}
    whole = client.execute(method="get_lead_activities", **asked)
    paged = client.execute(method="get_lead_activities", **asked, batchSize=PAGE)
    assert paged == whole
    assert [row["id"] for row in whole] == sorted({row["id"] for row in whole})
    ours = of_leads(whole, leads)
    assert [row["leadId"] for row in ours] == [*leads, *leads]
    pages = list(client.execute(method="get_lead_activities_yield", **asked, batchSize=PAGE))
    assert len(pages) > 2 * SEVERAL // PAGE
    assert [row for page in pages for row in page] == whole


def test_lead_changes_across_pages(client: Client, since: str) -> None:
    leads = make_leads(client, title="Old")
    changes = [{"id": key, "title": "New"} for key in leads]
    client.execute(
        method="create_update_leads", leads=changes, action="updateOnly", lookupField="id"
    )
    asked = {"fields": ["title"], "sinceDatetime": since}
    whole = client.execute(method="get_lead_changes", **asked)
    assert client.execute(method="get_lead_changes", **asked, batchSize=PAGE) == whole
    told = [row["fields"][0] for row in of_leads(whole, leads) if row["fields"]]
    assert [(each["name"], each["oldValue"], each["newValue"]) for each in told] == [
        ("title", "Old", "New")
    ] * SEVERAL


def test_deletions_across_pages(client: Client, since: str) -> None:
    leads = make_leads(client)
    client.execute(method="delete_lead", id=leads)
    whole = client.execute(method="get_deleted_leads", sinceDatetime=since)
    paged = client.execute(method="get_deleted_leads", sinceDatetime=since, batchSize=PAGE)
    assert paged == whole
    assert [row["leadId"] for row in of_leads(whole, leads)] == leads


def test_the_life_of_a_custom_type(client: Client, since: str) -> None:
    name = f"webinar{next(numbers)}"
    (made,) = client.execute(
        method="create_custom_activity_type",
        apiName=name,
        name="Attend Webinar",
        triggerName="Attends Webinar",
        filterName="Attended Webinar",
        primaryAttributeApiName="title",
        primaryAttributeName="Title",
    )
    assert made["status"] == "draft"
    attributes = [{"apiName": "seats", "name": "Seats", "dataType": "integer"}]
    client.execute(
        method="create_custom_activity_type_attribute", apiName=name, attributes=attributes
    )
    (approved,) = client.execute(method="approve_custom_activity_type", apiName=name)
    assert approved["status"] == "approved"
    leads = make_leads(client)
    records = [
        {
            "leadId": key,
            "activityDate": "2026-01-02T03:04:05Z",
            "activityTypeId": made["id"],
            "primaryAttributeValue": "The talk",
            "attributes": [{"name": "seats", "value": key}],
        }
        for key in leads
    ]
    added = client.execute(method="add_custom_activities", input=records)
    assert {each["status"] for each in added} == {"added"}
    found = client.execute(
        method="get_lead_activities",
        activityTypeIds=[str(made["id"])],
        sinceDatetime=since,
        batchSize=PAGE,
    )
    assert [(row["leadId"], row["attributes"]) for row in found] == [
        (key, [{"name": "Seats", "value": key}]) for key in leads
    ]
    client.execute(method="update_custom_activity_type", apiName=name, description="Changed")
    (draft,) = client.execute(method="describe_custom_activity_type", apiName=name, draft=True)
    assert (draft["status"], draft["description"]) == ("approved with draft", "Changed")
    client.execute(method="discard_custom_activity_type_draft", apiName=name)
    assert name in [each["apiName"] for each in client.execute(method="get_custom_activity_types")]
    (gone,) = client.execute(method="delete_custom_activity_type", apiName=name)
    assert gone["status"] == "deleted"
