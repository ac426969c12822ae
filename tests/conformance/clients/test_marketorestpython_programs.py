"""marketorestpython from PyPI, unmodified: programs, their members, channels, tags and tokens."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.conformance.clients.marketo import Client, new_leads

# The client waits between its calls, by the clock on the wall.
pytestmark = [pytest.mark.process, pytest.mark.slow]

_numbers = count(1)


@pytest.fixture
def program(client: Client) -> Iterator[int]:
    """Make a program in a folder of its own, as the client writes both: in no strict JSON."""
    number = next(_numbers)
    (zone,) = client.execute(method="get_folder_by_name", name="Marketing Activities")
    root = f"{{'id': {zone['id']}, 'type': Folder}}"
    below = client.execute(method="browse_folders", root=root, maxDepth=1)
    (part,) = [each for each in below if each["path"] == "/Marketing Activities/Default"]
    (folder,) = client.execute(
        method="create_folder", name=f"Folder {number}", parentId=part["id"], parentType="Folder"
    )
    (made,) = client.execute(
        method="create_program",
        folderId=folder["id"],
        folderType="Folder",
        name=f"Fair's {number}",
        type="Event",
        channel="Live Event",
        tags={"Program Owner": "Sales"},
        costs=[{"startDate": "2026-01-01", "cost": 2000}],
    )
    yield made["id"]
    client.execute(method="delete_program", id=made["id"])


def test_a_program_as_an_asset(client: Client, program: int) -> None:
    (found,) = client.execute(method="get_program_by_id", id=program)
    assert found["tags"] == [{"tagType": "Program Owner", "tagValue": "Sales"}]
    assert found["costs"] == [{"startDate": "2026-01-01", "cost": 2000}]
    (named,) = client.execute(method="get_program_by_name", name=found["name"])
    assert named["id"] == program
    client.execute(
        method="update_program", id=program, description="Told", tags={"Program Owner": "Marketing"}
    )
    tagged = client.execute(
        method="get_program_by_tag_type", tagType="Program Owner", tagValue="Marketing"
    )
    assert [each["id"] for each in tagged] == [program]
    assert tagged[0]["description"] == "Told"
    (copy,) = client.execute(
        method="clone_program",
        id=program,
        name=f"{found['name']} again",
        folderId=found["folder"]["value"],
        folderType=found["folder"]["type"],
    )
    listed = client.execute(
        method="browse_programs",
        maxReturn=1,
        earliestUpdatedAt="2000-11-24T09:32:11.843989+00:00",
        latestUpdatedAt="2099-11-24T09:32:11.843989+00:00",
    )
    assert {program, copy["id"]} <= {each["id"] for each in listed}
    assert client.execute(method="delete_program", id=copy["id"]) == [{"id": copy["id"]}]


def test_its_members(client: Client, program: int) -> None:
    leads = [
        each["id"]
        for each in client.execute(
            method="create_update_leads", leads=new_leads(3), action="createOnly"
        )
    ]
    skipped = client.execute(
        method="change_lead_program_status", id=program, leadIds=leads[:1], status="Attended"
    )
    assert skipped[0]["status"] == "skipped"
    (described,) = client.execute(method="describe_program_member")
    assert described["dedupeFields"] == ["leadId", "programId"]
    client.authenticate()
    client._api_call(
        "post",
        f"{client.host}/rest/v1/programs/{program}/members/status.json",
        {"access_token": client.token},
        {"statusName": "Invited", "input": [{"leadId": each} for each in leads]},
    )
    done = client.execute(
        method="change_lead_program_status", id=program, leadIds=leads, status="Attended"
    )
    assert done == [{"id": each, "status": "Attended"} for each in leads]
    data = [{"leadId": each, "registrationCode": f"code {each}"} for each in leads]
    done = client.execute(method="sync_program_member_data", id=program, input=data)
    assert {each["status"] for each in done} == {"updated"}
    found = client.execute(
        method="get_multiple_leads_by_program_id", programId=program, fields="id", batchSize=2
    )
    assert [each["id"] for each in found] == leads
    assert all(each["membership"]["reachedSuccess"] for each in found)


def test_tokens(client: Client, program: int) -> None:
    wanted = {"id": program, "folderType": "Program"}
    client.execute(method="create_token", **wanted, type="text", name="message", value="Hello")
    (found,) = client.execute(method="get_tokens", **wanted)
    assert [(each["name"], each["value"]) for each in found["tokens"]] == [("message", "Hello")]
    client.execute(method="delete_tokens", **wanted, name="message", type="text")


def test_channels_and_tags(client: Client) -> None:
    channels = client.execute(method="get_channels", maxReturn=200)
    (webinar,) = client.execute(method="get_channel_by_name", name="Webinar")
    assert webinar in channels
    assert len({each["id"] for each in channels}) == len(channels) > 2
    (owner,) = client.execute(method="get_tag_by_name", name="Program Owner")
    assert owner["allowableValues"] == "[Marketing, Sales]"
    assert "Program Owner" in {each["tagType"] for each in client.execute(method="get_tags")}
