"""marketorestpython from PyPI, unmodified: lists and the activity log."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conformance.clients.marketo import Client, new_leads

# The client waits between its calls, by the clock on the wall.
pytestmark = [pytest.mark.process, pytest.mark.slow]

MANY = 310
NEW_LEAD, CHANGE_DATA_VALUE = 12, 13


def make_leads(client: Client, number: int, **values: object) -> list[int]:
    made = []
    leads = new_leads(number, **values)
    for start in range(0, number, 300):
        done = client.execute(method="create_update_leads", leads=leads[start : start + 300])
        assert {each["status"] for each in done} == {"created"}
        made += [each["id"] for each in done]
    return made


def recently() -> str:
    return (datetime.now(UTC) - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_life_of_a_list(client: Client) -> None:
    ids = make_leads(client, MANY)
    (folder,) = client.execute(method="get_folder_by_name", name="Group Lists")
    name = f"Readers {ids[0]}"
    (made,) = client.execute(
        method="create_list", name=name, folderId=folder["id"], folderType="Folder"
    )
    key = made["id"]
    for start in (0, 300):
        part = ids[start : start + 300]
        done = client.execute(method="add_leads_to_list", listId=key, id=part)
        assert done == [{"id": each, "status": "added"} for each in part]
    (known,) = client.execute(method="get_multiple_lists", name=[name])
    assert known["id"] == key
    members = client.execute(method="get_multiple_leads_by_list_id", listId=str(key), fields="id")
    assert [each["id"] for each in members] == ids
    assert client.execute(method="remove_leads_from_list", listId=key, id=ids[:1]) == [
        {"id": ids[0], "status": "removed"}
    ]
    assert client.execute(method="member_of_list", listId=key, id=ids[:2]) == [
        {"id": ids[0], "status": "notmemberof"},
        {"id": ids[1], "status": "memberof"},
    ]
    assert client.execute(method="delete_list", id=key) == [{"id": key}]


def test_the_activity_log(client: Client) -> None:
    since = recently()
    (key,) = make_leads(client, 1, firstName="Ada")
    types = {each["name"]: each["id"] for each in client.execute(method="get_activity_types")}
    assert types["New Lead"] == NEW_LEAD
    assert types["Change Data Value"] == CHANGE_DATA_VALUE
    change = [{"id": key, "firstName": "Augusta"}]
    client.execute(
        method="create_update_leads", leads=change, action="updateOnly", lookupField="id"
    )
    found = client.execute(
        method="get_lead_activities",
        activityTypeIds=[str(NEW_LEAD), str(CHANGE_DATA_VALUE)],
        sinceDatetime=since,
        leadIds=str(key),
    )
    assert [each["activityTypeId"] for each in found] == [NEW_LEAD, CHANGE_DATA_VALUE]
    changes = client.execute(method="get_lead_changes", fields="firstName", sinceDatetime=since)
    ours = [each for each in changes if each["leadId"] == key]
    assert [(each["newValue"], each["oldValue"]) for each in ours[-1]["fields"]] == [
        ("Augusta", "Ada")
    ]


def test_deleted_leads_are_listed(client: Client) -> None:
    since = recently()
    ids = make_leads(client, 2)
    client.execute(method="delete_lead", id=ids)
    found = client.execute(method="get_deleted_leads", sinceDatetime=since)
    assert {each["leadId"] for each in found} >= set(ids)
