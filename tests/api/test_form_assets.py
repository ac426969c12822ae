"""Forms and their fields as assets (behaviour.md 1.3, 1.8, 4.4)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal, Response
from tests.support.forms import FORMS_FOLDER, new_form
from tests.support.leads import ENGINES, add_fields, module_server, new_field, token_with
from tests.support.lists import (
    ASSETS,
    GROUP_LISTS,
    NOTHING_FOUND,
    add_workspace,
    fresh_name,
    get,
    new_folder,
    post,
    reference,
    zone,
)
from tests.support.programs import DENIED, MEMBER_FIELDS, new_program

NO_FORM = ("702", "Form not found")
NO_FIELD = ("702", "Field not found")


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        add_fields(running, {"tier": "string"})
        members = [new_field("seat"), new_field("guests", "integer")]
        running.post(MEMBER_FIELDS, {"input": members})
        yield running


def rule(text: str) -> tuple[str, str]:
    return ("709", f"Business Rule Violation: {text}")


def create(server: Rehearsal, **form: Any) -> Response:  # noqa: ANN401
    good = {"name": fresh_name("Form"), "folder": reference(FORMS_FOLDER)}
    return post(server, "forms.json", **good | form)


def fields_of(server: Rehearsal, form_id: int) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = get(server, f"form/{form_id}/fields.json").result
    return result


def names_of(server: Rehearsal, form_id: int) -> list[str]:
    return [each["id"] for each in fields_of(server, form_id)]


def browse(server: Rehearsal, **query: Any) -> list[int]:  # noqa: ANN401
    body = get(server, "forms.json", **query).body
    assert body["warnings"] == ([] if "result" in body else NOTHING_FOUND)
    return [item["id"] for item in body.get("result", [])]


def test_an_item_is_as_documented(server: Rehearsal) -> None:
    name, moment = fresh_name("Contact"), server.clock.now().isoformat()[:19] + "Z+0000"
    body = create(server, name=f" {name} ", language="French", locale="fr_FR").body
    assert list(body) == ["success", "errors", "requestId", "warnings", "result"]
    (item,) = body["result"]
    form_id, url = item.pop("id"), item.pop("url")
    assert re.fullmatch(rf"https://[a-z.-]+/#FO{form_id}A1", url)
    assert list(item.items()) == [
        ("name", name),
        ("description", ""),
        ("createdAt", moment),
        ("updatedAt", moment),
        ("status", "draft"),
        ("theme", "simple"),
        ("language", "French"),
        ("locale", "fr_FR"),
        ("progressiveProfiling", False),
        ("labelPosition", "left"),
        ("fontFamily", "Helvetica"),
        ("fontSize", "13px"),
        ("folder", {"type": "Folder", "value": FORMS_FOLDER, "folderName": "Forms"}),
        ("knownVisitor", {"type": "form", "template": None}),
        ("thankYouList", [{"followupType": "none", "followupValue": None, "default": True}]),
        ("buttonLocation", 120),
        ("buttonLabel", "Submit"),
        ("waitingLabel", "Please Wait"),
    ]
    item |= {"id": form_id, "url": url}
    assert get(server, f"form/{form_id}.json").result == [item]
    for sent in (name, f" {name.upper()} "):
        assert get(server, "form/byName.json", name=sent).result == [item]


def test_a_new_form_asks_for_three_fields(server: Rehearsal) -> None:
    (first, last, email) = fields_of(server, new_form(server))
    assert [list(each) for each in (first, last)] == [
        [
            *("id", "label", "dataType", "validationMessage", "rowNumber", "columnNumber"),
            *("maxLength", "required", "formPrefill", "visibilityRules"),
        ]
    ] * 2
    assert first == {
        "id": "FirstName",
        "label": "First Name:",
        "dataType": "text",
        "validationMessage": "This field is required.",
        "rowNumber": 0,
        "columnNumber": 0,
        "maxLength": 255,
        "required": False,
        "formPrefill": True,
        "visibilityRules": {"ruleType": "alwaysShow"},
    }
    assert (last["id"], last["rowNumber"]) == ("LastName", 1)
    assert (email["id"], email["dataType"], email["rowNumber"]) == ("Email", "email", 2)


def test_fields_are_added_changed_and_dropped(server: Rehearsal) -> None:
    form_id = new_form(server)
    path = f"form/{form_id}/fields.json"
    server.clock.advance(hours=0.01)
    more = {"label": "How many?", "required": "true", "hintText": "Roughly", "defaultValue": "1"}
    more |= {"validationMessage": "A number, please", "instructions": "Count them"}
    (added,) = post(server, path, fieldId="NumberOfEmployees", **more).result
    assert added == fields_of(server, form_id)[3]
    assert added == {
        "id": "NumberOfEmployees",
        "label": "How many?",
        "dataType": "number",
        "defaultValue": "1",
        "validationMessage": "A number, please",
        "rowNumber": 3,
        "columnNumber": 0,
        "required": True,
        "formPrefill": True,
        "visibilityRules": {"ruleType": "alwaysShow"},
        "hintText": "Roughly",
        "instructions": "Count them",
    }
    moment = server.clock.now().isoformat()[:19] + "Z+0000"
    assert get(server, f"form/{form_id}.json").result[0]["updatedAt"] == moment
    for name in ("tier", "unsubscribed", "billingCity"):  # by REST name too
        assert post(server, path, fieldId=name).result
    one = f"form/{form_id}/field/NumberOfEmployees"
    (changed,) = post(server, f"{one}.json", label="Count", hintText="").result
    assert (changed["label"], "hintText" in changed) == ("Count", False)
    assert (changed["required"], changed["rowNumber"]) == (True, 3)
    (changed,) = post(server, f"form/{form_id}/field/firstName.json", required="1").result
    assert changed["required"] is True
    assert post(server, f"{one}/delete.json").result == [{"id": "NumberOfEmployees"}]
    assert names_of(server, form_id) == [
        *("FirstName", "LastName", "Email", "tier", "Unsubscribed", "BillingCity")
    ]
    kinds = [each["dataType"] for each in fields_of(server, form_id)]
    assert kinds == ["text", "text", "email", "text", "single_checkbox", "text"]


def test_fields_that_are_refused(server: Rehearsal) -> None:
    form_id = new_form(server)
    path, one = f"form/{form_id}/fields.json", f"form/{form_id}/field/Email.json"
    for name in ("nothing", "updatedAt", "id", "leadPartitionId", "email ", "seat\0"):
        answer = post(server, path, fieldId=name)
        refused = rule(f"Field '{name}' does not exist")
        assert answer.error == refused if name.strip() == name else True
    assert post(server, path, fieldId="email").error == rule("Field 'email' is on the form already")
    assert post(server, path, fieldId="seat").error == rule(
        "Field 'seat' is of program members, and the form is in no program"
    )
    assert post(server, path).error == ("701", "fieldId cannot be blank")
    assert post(server, path, fieldId="phone", required="maybe").error == (
        "1001",
        "Invalid value 'maybe'. Required of type 'Boolean'",
    )
    assert post(server, one, label="x" * 2_001).error == rule(
        "label is longer than 2000 characters"
    )
    assert post(server, one, label="a\0b").error == rule("label holds a NUL character")
    for call in ("field/Phone.json", "field/Phone/delete.json", "field/%00.json"):
        assert post(server, f"form/{form_id}/{call}").error == NO_FIELD
    assert names_of(server, form_id) == ["FirstName", "LastName", "Email"]


def test_member_fields_need_a_program(server: Rehearsal) -> None:
    program = new_program(server)
    form_id = new_form(server, "seat", "guests", folder=reference(program, "Program"))
    assert names_of(server, form_id)[3:] == ["seat", "guests"]
    (item,) = get(server, f"form/{form_id}.json").result
    assert item["folder"]["type"] == "Program"
    assert item["folder"]["value"] == program
    # It stands there like any other asset: the program is not empty.
    assert post(server, f"program/{program}/delete.json").error == rule("program is not empty")
    assert post(server, f"form/{form_id}/delete.json").result == [{"id": form_id}]
    assert post(server, f"program/{program}/delete.json").result == [{"id": program}]


def test_available_fields(server: Rehearsal) -> None:
    found: dict[str, dict[str, Any]] = {}
    for offset in range(0, 400, 20):
        page = get(server, "form/fields.json", offset=offset).body.get("result", [])
        found |= {each["id"]: each for each in page}
        assert len(page) == 20 or offset > 0
    assert found["FirstName"] == {
        "id": "FirstName",
        "isRequired": False,
        "dataType": "string",
        "maxLength": 255,
    }
    assert found["NumberOfEmployees"]["dataType"] == "int"
    assert found["tier"]["dataType"] == "string"
    assert not found.keys() & {"Id", "UpdatedAt", "seat"}
    everything = get(server, "form/fields.json", maxReturn=200).result
    assert [each["id"] for each in everything] == list(found)
    form_id = new_form(server)
    names = found.keys() - {"FirstName", "LastName", "Email"}
    for name in sorted(names)[::10]:
        assert post(server, f"form/{form_id}/fields.json", fieldId=name).result
    members = get(server, "form/programMemberFields.json").result
    assert [each["id"] for each in members] == ["seat", "guests"]


def test_pages_and_filters(server: Rehearsal) -> None:
    folder = reference(new_folder(server, reference(FORMS_FOLDER)))
    made = [new_form(server, folder=folder, is_approved=not n % 2) for n in range(6)]
    assert browse(server, folder=folder) == made
    assert browse(server, folder=folder, offset=2, maxReturn=3) == made[2:5]
    assert browse(server, folder=folder, status="draft") == made[1::2]
    assert browse(server, folder=folder, status="Approved") == made[::2]
    assert browse(server, folder=folder, offset=6) == []
    for status, found in (("draft", made[1]), ("approved", made[0])):
        other = made[0] if status == "draft" else made[1]
        assert get(server, f"form/{found}.json", status=status).result
        assert get(server, f"form/{other}.json", status=status).body["warnings"] == NOTHING_FOUND
        assert get(server, f"form/{found}/fields.json", status=status).result
        fields = get(server, f"form/{other}/fields.json", status=status)
        assert fields.body["warnings"] == NOTHING_FOUND
    for path in ("forms.json", f"form/{made[0]}.json"):
        answer = get(server, path, status="live")
        assert answer.error == ("1003", "Invalid status 'live' specified")
    assert get(server, "forms.json", folder="x").error == (
        "609",
        "Invalid value specified for attribute 'folder'",
    )
    assert get(server, "forms.json", maxReturn=0).error == ("1003", "Invalid maxReturn")


def test_nothing_found(server: Rehearsal) -> None:
    for path, query in (
        ("form/999999.json", {}),
        ("form/byName.json", {"name": "none"}),
        ("form/byName.json", {"name": "a\0b"}),
        ("form/999999/fields.json", {}),
        ("forms.json", {"folder": reference(999_999)}),
    ):
        body = get(server, path, **query).body
        assert list(body) == ["success", "errors", "requestId", "warnings"]
        assert (body["success"], body["warnings"]) == (True, NOTHING_FOUND)
    assert get(server, "form/byName.json").error == ("701", "name cannot be blank")
    assert get(server, "form/abc.json").error == (
        "1001",
        'For input string: "abc" failed to convert to a number',
    )
    for call in (".json", "/delete.json", "/approveDraft.json", "/field/Email.json"):
        assert post(server, f"form/999999{call}").error == NO_FORM
    assert post(server, "form/999999/fields.json", fieldId="phone").error == NO_FORM


def test_changes(server: Rehearsal) -> None:
    name = fresh_name("Form")
    form_id = new_form(server, name=name, description="Why", theme="round")
    before = get(server, f"form/{form_id}.json").result
    assert post(server, f"form/{form_id}.json").result == before
    server.clock.advance(hours=0.01)
    sent = {"name": f"{name} two", "description": "", "progressiveProfiling": "true"}
    (item,) = post(server, f"form/{form_id}.json", **sent, fontSize="20px").result
    assert item == before[0] | {
        "name": f"{name} two",
        "description": "",
        "progressiveProfiling": True,
        "fontSize": "20px",
        "updatedAt": server.clock.now().isoformat()[:19] + "Z+0000",
    }
    assert item["theme"] == "round"
    assert item["status"] == "approved"
    assert get(server, f"form/{form_id}.json").result == [item]
    assert post(server, f"form/{form_id}/delete.json").result == [{"id": form_id}]
    assert get(server, f"form/{form_id}.json").body["warnings"] == NOTHING_FOUND
    assert post(server, f"form/{form_id}/delete.json").error == NO_FORM


def test_approval(server: Rehearsal) -> None:
    form_id = new_form(server, is_approved=False)
    path = f"form/{form_id}/approveDraft.json"
    writer = token_with(server, "Read-Write Assets")
    assert post(server, path, token=writer).error == DENIED
    (item,) = post(server, path, token=token_with(server, "Approve Assets")).result
    assert item["status"] == "approved"
    assert post(server, path).error == rule("Form has no draft")
    back = f"form/{form_id}/unapprove.json"
    assert post(server, back, token=writer).error == DENIED
    (item,) = post(server, back).result
    assert item["status"] == "draft"
    assert post(server, back).error == rule("Form is not approved")
    assert post(server, path).result[0]["status"] == "approved"


def test_a_clone(server: Rehearsal) -> None:
    program, name = new_program(server), fresh_name("Copy")
    source = new_form(server, "seat", "tier", folder=reference(program, "Program"), theme="round")
    path, place = f"form/{source}/clone.json", reference(new_program(server), "Program")
    (copy,) = post(server, path, name=name, folder=place, description="Why").result
    assert (copy["name"], copy["description"], copy["status"]) == (name, "Why", "draft")
    assert (copy["theme"], copy["folder"]["type"]) == ("round", "Program")
    assert fields_of(server, copy["id"]) == fields_of(server, source)
    assert post(server, path, name=name, folder=place).error == rule("Form name already exists")
    assert post(
        server, path, name=fresh_name("Copy"), folder=reference(FORMS_FOLDER)
    ).error == rule("Field 'seat' is of program members, and the form is in no program")
    assert post(server, path, name=" ", folder=place).error == ("701", "name cannot be blank")
    no_parent = ("710", "Parent Folder Not Found")
    assert post(server, path, name="X", folder=reference(999_999)).error == no_parent
    gone = post(server, "form/999999/clone.json", name=name, folder=place)
    assert gone.error == NO_FORM


def test_names_are_unique_among_neighbours(server: Rehearsal) -> None:
    name, program = fresh_name("Form"), new_program(server)
    form_id = new_form(server, name=name)
    taken = rule("Form name already exists")
    assert create(server, name=name.upper()).error == taken
    other = new_form(server, name=name, folder=reference(program, "Program"))
    assert create(server, name=name, folder=reference(program, "Program")).error == taken
    assert get(server, "form/byName.json", name=name).result[0]["id"] == form_id
    found = get(server, "form/byName.json", name=name, folder=reference(program, "Program"))
    assert [each["id"] for each in found.result] == [other]
    third = new_form(server)
    assert post(server, f"form/{third}.json", name=name).error == taken


def test_what_is_refused(server: Rehearsal) -> None:
    for blank in ("", "  "):
        assert create(server, name=blank).error == ("701", "name cannot be blank")
        assert create(server, folder=blank).error == ("701", "folder cannot be blank")
    form_id = new_form(server)
    assert post(server, f"form/{form_id}.json", name=" ").error == ("701", "name cannot be blank")
    for path in ("forms.json", f"form/{form_id}.json"):
        good = {"name": fresh_name("Form"), "folder": reference(FORMS_FOLDER)}
        for sent, error in (
            ({"name": "x" * 256}, rule("name is longer than 255 characters")),
            ({"name": "a\0b"}, rule("name holds a NUL character")),
            ({"description": "x" * 2_001}, rule("description is longer than 2000 characters")),
            ({"theme": "x" * 2_001}, rule("theme is longer than 2000 characters")),
            ({"fontSize": "a\0b"}, rule("font_size holds a NUL character")),
        ):
            assert post(server, path, **good | sent).error == error
        answer = post(server, path, **good, progressiveProfiling="perhaps")
        assert answer.error == ("1001", "Invalid value 'perhaps'. Required of type 'Boolean'")
        json = server.post(f"{ASSETS}/{path}", good)
        assert json.error == ("612", "Invalid Content Type")
    assert create(server, folder=reference(999_999)).error == ("710", "Parent Folder Not Found")
    wrong_kind = ("711", "Incompatible Folder Type")
    assert create(server, folder=reference(GROUP_LISTS)).error == wrong_kind


def test_permission(server: Rehearsal) -> None:
    form_id = new_form(server)
    reader, writer = token_with(server, "Read-Only Assets"), token_with(server, "Read-Write Assets")
    nobody = token_with(server, "Read-Write Lead")
    for path in (f"form/{form_id}.json", f"form/{form_id}/fields.json", "form/fields.json"):
        for token in (reader, writer):
            assert get(server, path, token).result
        assert get(server, path, nobody).error == DENIED
    assert post(server, f"form/{form_id}.json", token=reader, name="X").error == DENIED
    assert post(server, f"form/{form_id}/delete.json", token=reader).error == DENIED
    assert post(server, f"form/{form_id}/delete.json", token=writer).result


def test_forms_of_other_workspaces_are_not_there(server: Rehearsal) -> None:
    ours = new_form(server)
    north = add_workspace(server)
    theirs = reference(zone(server, "/Design Studio/North/Forms", north))
    (item,) = post(server, "forms.json", name=fresh_name("Form"), folder=theirs, token=north).result
    assert get(server, f"form/{ours}.json", north).body["warnings"] == NOTHING_FOUND
    assert get(server, f"form/{item['id']}.json").body["warnings"] == NOTHING_FOUND
    assert item["id"] not in browse(server, maxReturn=200)
    assert post(server, f"form/{ours}/delete.json", token=north).error == NO_FORM
    assert create(server, folder=theirs).error == ("710", "Parent Folder Not Found")


@pytest.mark.fact("D", "13")
def test_a_field_with_values_to_pick_from(server: Rehearsal) -> None:
    form_id = new_form(server, "salutation", is_approved=False)
    path = f"form/{form_id}/field/Salutation.json"
    first = '{"label":"Select...","value":"","isDefault":true,"selected":true}'
    values = f'[{first},{{"label":"Ms","value":"MS"}}]'
    (item,) = post(server, path, values=values, fieldWidth="150").result
    assert item["dataType"] == "select"
    assert "maxLength" not in item
    assert item["fieldMetaData"] == {
        "multiSelect": False,
        "values": [
            {"label": "Select...", "value": "", "isDefault": True, "selected": True},
            {"label": "Ms", "value": "MS"},
        ],
        "visibleLines": 1,
    }
    assert item["fieldWidth"] == 150
    assert fields_of(server, form_id)[-1] == item
    for member, bad in (("values", '[{"label":1}]'), ("values", "{"), ("fieldWidth", "-1")):
        answer = post(server, path, **{member: bad})
        assert answer.error == ("609", f"Invalid value specified for attribute '{member}'")
    many = "[" + ",".join(['{"label":"a","value":"b"}'] * 501) + "]"
    assert post(server, path, values=many).error == (
        "1003",
        "Too many values. Maximum allowed is 500",
    )
    (item,) = post(server, path, values="[]").result
    assert (item["dataType"], item.get("fieldMetaData")) == ("text", None)
