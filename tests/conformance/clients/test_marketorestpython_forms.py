"""marketorestpython from PyPI, unmodified: forms, Submit Form, Push Lead."""

import pytest

from tests.conformance.clients.marketo import Client, new_leads

# The client waits between its calls, by the clock on the wall.
pytestmark = [pytest.mark.process, pytest.mark.slow]

FORMS_FOLDER = 4


def test_a_form_from_its_making_to_its_end(client: Client) -> None:
    (made,) = client.execute(
        method="create_form",
        name="Fair's form",
        folderId=FORMS_FOLDER,
        folderType="Folder",
        description="Ask us",
        progressiveProfiling=True,
    )
    form_id = made["id"]
    assert (made["status"], made["progressiveProfiling"]) == ("draft", True)
    (field,) = client.execute(
        method="create_form_field", id=form_id, fieldId="Title", label="Your title", required=True
    )
    assert (field["id"], field["required"], field["rowNumber"]) == ("Title", True, 3)
    client.execute(method="update_form_field", id=form_id, fieldId="Title", label="Title?")
    client.execute(method="delete_form_field", id=form_id, fieldId="LastName")
    fields = client.execute(method="get_form_fields", id=form_id)
    assert [each["label"] for each in fields] == ["First Name:", "Email Address:", "Title?"]
    (approved,) = client.execute(method="approve_form", id=form_id)
    assert approved["status"] == "approved"
    client.execute(method="update_form", id=form_id, description="Told", formTheme="round")
    (named,) = client.execute(method="get_form_by_name", name="Fair's form", status="approved")
    assert (named["id"], named["description"], named["theme"]) == (form_id, "Told", "round")
    (copy,) = client.execute(
        method="clone_form",
        id=form_id,
        name="Fair's copy",
        folderId=FORMS_FOLDER,
        folderType="Folder",
    )
    found = client.execute(method="get_forms", folderId=FORMS_FOLDER, folderType="Folder")
    assert {form_id, copy["id"]} <= {each["id"] for each in found}
    (item,) = client.execute(
        method="submit_form",
        formId=form_id,
        input={
            "leadFormFields": {"email": new_leads(1)[0]["email"], "title": "Dr"},
            "visitorData": {"pageURL": "https://www.example.com/", "queryString": "a=1"},
            "cookie": "",
        },
    )
    assert item["status"] == "created"
    assert client.execute(method="unapprove_form", id=form_id)[0]["status"] == "draft"
    for each in (form_id, copy["id"]):
        assert client.execute(method="delete_form", id=each) == [{"id": each}]


def test_a_push(client: Client) -> None:
    (made,) = client.execute(
        method="create_program",
        folderId=15,
        folderType="Folder",
        name="Pushed to",
        type="Event",
        channel="Live Event",
    )
    leads = new_leads(2, firstName="Ada")
    for status in ("created", "updated"):
        result = client.execute(
            method="push_lead",
            leads=leads,
            programName="Pushed to",
            programStatus="Registered",
            source="Site",
            reason="Demo",
            lookupField="email",
        )
        assert [each["status"] for each in result] == [status] * 2
    found = client.execute(method="get_multiple_leads_by_program_id", programId=made["id"])
    assert [each["membership"]["progressionStatus"] for each in found] == ["Registered"] * 2
