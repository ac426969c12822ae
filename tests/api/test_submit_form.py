"""Submit Form (behaviour.md 1.7, 1.10, 3.7, 5.3)."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.blueprint import apply_blueprint
from leadkeep.blueprint.file import parse_blueprint
from leadkeep.domain.fields import trimmed
from leadkeep.domain.instance.access import save_partition
from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.rehearsal import KEY
from tests.support.forms import (
    FORMS_FOLDER,
    PAGE,
    SUBMIT,
    ask,
    new_form,
    submit,
    visitor_with_history,
)
from tests.support.leads import (
    ENGINES,
    Logged,
    add_fields,
    bad_value,
    create,
    fresh,
    ids_of,
    logged,
    module_server,
    new_field,
    read,
    refused,
    token_with,
)
from tests.support.lists import add_workspace, fresh_name, post, reference, zone
from tests.support.programs import (
    DATA_CHANGE,
    DENIED,
    MEMBER_FIELDS,
    NO_PROGRAM,
    STATUS_CHANGE,
    member,
    new_program,
    statuses,
)

NO_FORM = ("1013", "Form not found")
VISIT, FILLED, NEW_LEAD, CHANGE = 1, 2, 12, 13


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        add_fields(running, {"tier": "string", "size": "integer"})
        members = [new_field("seat"), new_field("guests", "integer")]
        running.post(MEMBER_FIELDS, {"input": members})
        yield running


@pytest.fixture(scope="module")
def contact(server: Rehearsal) -> int:
    return new_form(server, "title", "tier", "size", "address", name="Contact")


def told(server: Rehearsal, lead_id: int, *types: int) -> list[Logged]:
    return [row for row in logged(server, lead_id) if not types or row.type_id in types]


def attributes(row: Logged) -> dict[str, Any]:
    return dict(row.attributes)


@pytest.mark.fact("D", "3.7")
@pytest.mark.fact("R", "3.7")
@pytest.mark.fact("R", "5.3")
def test_a_new_lead(server: Rehearsal, contact: int) -> None:
    email = fresh()
    answer = ask(server, contact, {"leadFormFields": {"email": email, "firstName": "Ada"}})
    assert list(answer.body) == ["requestId", "result", "success"]
    (lead_id,) = ids_of(server, "email", email)
    assert answer.result == [{"id": lead_id, "status": "created"}]
    assert list(answer.result[0]) == ["id", "status"]
    new, filled = told(server, lead_id)
    assert attributes(new)["Source Type"] == "Web form fillout"
    assert attributes(new)["Form Name"] == "Contact"
    assert attributes(new)["API Method Name"] == "submitForm"
    assert (filled.type_id, filled.primary_id, filled.primary_value) == (FILLED, contact, "Contact")
    sizes = f's:5:"email";s:{len(email)}:"{email}";s:9:"firstName";s:3:"Ada";'
    assert filled.attributes == [("Form Fields", f"a:2:{{{sizes}}}")]
    sources = read(server, lead_id, "originalSourceType", "registrationSourceInfo")
    assert sources == {
        "originalSourceType": "Web form fillout",
        "registrationSourceInfo": "Contact",
    }


@pytest.mark.fact("D", "3.7")
@pytest.mark.fact("R", "5.3")
def test_a_known_lead(server: Rehearsal, contact: int) -> None:
    email = fresh()
    lead_id = create(server, email=email, firstName="Ada", title="Dr")
    fields = {"email": email, "firstName": "Grace", "title": "Prof"}
    assert submit(server, contact, fields) == {"id": lead_id, "status": "updated"}
    assert read(server, lead_id, "firstName", "title") == {"firstName": "Grace", "title": "Prof"}
    for row in told(server, lead_id, CHANGE):
        assert attributes(row)["Source"] == "Web form fillout"
        assert attributes(row)["Reason"] == "Form fill-out, URL: "
    assert [row.type_id for row in told(server, lead_id)] == [NEW_LEAD, CHANGE, CHANGE, FILLED]
    # The same once more: it was filled out again, and nothing has changed.
    assert submit(server, contact, fields) == {"id": lead_id, "status": "updated"}
    assert [row.type_id for row in told(server, lead_id)][4:] == [FILLED]


@pytest.mark.fact("D", "3.7")
def test_what_is_told_of_the_visitor(server: Rehearsal, contact: int) -> None:
    email = fresh()
    visitor = {
        "pageURL": PAGE,
        "queryString": "a=1&b=2",
        "leadClientIpAddress": "192.0.2.5",
        "userAgentString": "Mozilla/5.0",
    }
    values = {"email": email, "title": "Dr", "size": 7, "address": "Ærø \U0001f600", "tier": None}
    item = submit(server, contact, values, visitorData=visitor)
    (filled,) = told(server, item["id"], FILLED)
    assert [name for name, _ in filled.attributes] == [
        *("Client IP Address", "Form Fields", "Query Parameters", "Referrer URL", "User Agent")
    ]
    said = attributes(filled)
    assert said["Client IP Address"] == "192.0.2.5"
    assert (said["Query Parameters"], said["Referrer URL"]) == ("a=1&b=2", PAGE)
    assert said["User Agent"] == "Mozilla/5.0"
    assert said["Form Fields"] == (
        f'a:5:{{s:5:"email";s:{len(email)}:"{email}";s:5:"title";s:2:"Dr";s:4:"size";i:7;'
        's:7:"address";s:10:"Ærø \U0001f600";s:4:"tier";N;}'
    )
    submit(server, contact, {"email": email, "size": 8}, visitorData=visitor)
    (change,) = told(server, item["id"], CHANGE)
    assert attributes(change)["Reason"] == f"Form fill-out, URL: {PAGE}"
    long = dict.fromkeys(visitor, "x" * 5_000)
    submit(server, contact, {"email": email, "size": 9}, visitorData=long)
    said = attributes(told(server, item["id"], FILLED)[-1])
    for name in ("Client IP Address", "Query Parameters", "Referrer URL", "User Agent"):
        assert said[name] == "x" * 2_000
    reason = attributes(told(server, item["id"], CHANGE)[-1])["Reason"]
    assert reason == "Form fill-out, URL: " + "x" * 2_000


@pytest.mark.fact("D", "3.7")
def test_the_form_of_a_program(server: Rehearsal) -> None:
    """Only fields of members make the form's own program count."""
    name = fresh_name("Program")
    program = new_program(server, name=name)
    plain = new_form(server, folder=reference(program, "Program"), name="Plain")
    seats = new_form(server, "seat", "guests", folder=reference(program, "Program"), name="Seats")
    item = submit(server, plain, {"email": fresh()})
    assert statuses(server, program) == {}
    assert told(server, item["id"], FILLED)[0].primary_value == f"{name}.Plain"
    email = fresh()
    item = submit(server, seats, {"email": email, "seat": "A1", "guests": 2})
    lead_id = item["id"]
    assert statuses(server, program) == {lead_id: "Invited"}
    assert member(server, program, lead_id, "seat", "guests") == {"seat": "A1", "guests": 2}
    rows = told(server, lead_id)
    assert [row.type_id for row in rows] == [
        *(NEW_LEAD, CHANGE, CHANGE, STATUS_CHANGE, DATA_CHANGE, DATA_CHANGE, FILLED)
    ]
    assert attributes(rows[3])["Reason"] == "Form fill-out, URL: "
    assert attributes(rows[4])["Source"] == "Web form fillout"
    assert 's:4:"seat";s:2:"A1";s:6:"guests";i:2;' in attributes(rows[-1])["Form Fields"]
    assert read(server, lead_id, "acquisitionProgramId") == {"acquisitionProgramId": program}
    # Without any of them filled in too: the form has them.
    other = submit(server, seats, {"email": fresh()})
    assert statuses(server, program) == dict.fromkeys([lead_id, other["id"]], "Invited")


@pytest.mark.fact("D", "3.7")
def test_another_program(server: Rehearsal, contact: int) -> None:
    own, other = new_program(server), new_program(server)
    seats = new_form(server, "seat", folder=reference(own, "Program"))
    one = submit(server, contact, {"email": fresh()}, program=other)
    two = submit(server, seats, {"email": fresh(), "seat": "B2"}, program=other)
    assert statuses(server, other) == dict.fromkeys([one["id"], two["id"]], "Invited")
    assert statuses(server, own) == {}
    assert member(server, other, two["id"], "seat") == {"seat": "B2"}


def test_a_member_never_goes_back(server: Rehearsal, contact: int) -> None:
    program, email = new_program(server), fresh()
    lead_id = create(server, email=email)
    path = f"/rest/v1/programs/{program}/members/status.json"
    server.post(path, {"statusName": "Attended", "input": [{"leadId": lead_id}]})
    assert submit(server, contact, {"email": email}, program=program)["status"] == "updated"
    assert statuses(server, program) == {lead_id: "Attended"}


@pytest.mark.fact("D", "1.7")
@pytest.mark.fact("U", "3.7")
def test_records_that_are_skipped(server: Rehearsal, contact: int) -> None:
    program, twin = new_program(server), fresh()
    seats = new_form(server, "seat", "guests", folder=reference(program, "Program"))
    for _ in range(2):
        create(server, email=twin)
    email = fresh()
    no_email = refused("1003", "Value for lookup field 'email' not found")
    long_email = "x" * 250 + "@example.com"
    cases: list[tuple[int, dict[str, Any], dict[str, Any]]] = [
        (contact, {"firstName": "A"}, no_email),
        (contact, {"email": None}, no_email),
        (contact, {"email": ""}, no_email),
        (contact, {"email": "bademail"}, bad_value("email", "bademail")),
        (contact, {"email": long_email}, refused("1077", "Value for field exceeds max length")),
        (contact, {"email": email, "phone": "1"}, refused("1006", "Field 'phone' not found")),
        (contact, {"email": email, "id": 1}, refused("1006", "Field 'id' not found")),
        (contact, {"email": email, "cookies": "x"}, refused("1006", "Field 'cookies' not found")),
        (contact, {"email": email, "Email": email}, refused("1006", "Field 'Email' not found")),
        (contact, {"email": email, "seat": "A"}, refused("1006", "Field 'seat' not found")),
        (contact, {"email": email, "size": 1.5}, bad_value("size", "1.5")),
        (contact, {"email": email, "title": ["x"]}, bad_value("title", '["x"]')),
        (contact, {"email": email, "title": "a\0b"}, bad_value("title", "a\0b")),
        (contact, {"email": twin}, refused("1007", "Multiple lead match lookup criteria")),
        (seats, {"email": email, "guests": "many"}, bad_value("guests", "many")),
        (seats, {"email": email, "seat": {"a": 1}}, bad_value("seat", '{"a":1}')),
    ]
    for form_id, fields, outcome in cases:
        assert submit(server, form_id, fields) == outcome
    assert ids_of(server, "email", email) == []
    assert statuses(server, program) == {}
    item = submit(server, seats, {"email": email, "guests": 1, "seat": "A"})
    assert item["status"] == "created"


@pytest.mark.fact("D", "3.7")
def test_required_fields(server: Rehearsal) -> None:
    form_id, email = new_form(server), fresh()
    post(server, f"form/{form_id}/field/LastName.json", required="true")
    missing = refused("1003", "Value for required field 'lastName' not found")
    for fields in ({}, {"lastName": None}, {"lastName": ""}, {"lastName": "  "}):
        assert submit(server, form_id, {"email": email, **fields}) == missing
    assert submit(server, form_id, {"email": email, "lastName": "L"})["status"] == "created"


@pytest.mark.fact("C", "3.5")
def test_texts_are_cut(server: Rehearsal, contact: int) -> None:
    email = fresh()
    fields = {"email": email, "title": "x" * 300, "address": "é" * 20_000}
    item = submit(server, contact, fields)
    found = read(server, item["id"], "title", "address")
    assert found == {"title": "x" * 255, "address": "é" * 15_000}
    (filled,) = told(server, item["id"], FILLED)
    assert f's:5:"title";s:255:"{"x" * 255}"' in attributes(filled)["Form Fields"]


@pytest.mark.fact("U", "3.7")
@pytest.mark.fact("C", "3.7")
@pytest.mark.fact("D", "1.10")
def test_calls_that_are_refused_do_nothing(server: Rehearsal, contact: int) -> None:
    email, draft = fresh(), new_form(server, is_approved=False)
    good = {"leadFormFields": {"email": email}}
    no_leads, too_many = "Leads not specified", "Too many records. Maximum allowed is 1"
    cases: list[tuple[Response, tuple[str, str]]] = [
        (ask(server, contact), ("1003", no_leads)),
        (server.post(SUBMIT, {"formId": contact}), ("1003", no_leads)),
        (ask(server, contact, good, good), ("1003", too_many)),
        (ask(server, contact, {}), ("1003", "leadFormFields not specified")),
        (ask(server, contact, {"leadFormFields": {}}), ("1003", "leadFormFields not specified")),
        (ask(server, 999_999, good), NO_FORM),
        (ask(server, -1, good), NO_FORM),
        (ask(server, draft, good), NO_FORM),
        (ask(server, contact, good, programId=999_999), NO_PROGRAM),
        (server.post(SUBMIT), missing("formId")),
        (ask(server, None, good), missing("formId")),
        (ask(server, "", good), missing("formId")),
    ]
    for sent in ("abc", "12abc", 1.5, True, [contact], {"id": contact}, 10**30, "9" * 30):
        cases.append((ask(server, sent, good), bad_member("formId")))
        cases.append((ask(server, contact, good, programId=sent), bad_member("programId")))
    for element in (
        *(5, "x", None, [good]),
        *({"leadFormFields": "x"}, {"leadFormFields": ["x"]}, {"leadFormFields": 5}),
        *(good | {"visitorData": "x"}, good | {"visitorData": {"pageURL": 5}}),
        *(good | {"visitorData": {"leadClientIpAddress": ["x"]}}, good | {"cookie": 5}),
    ):
        answer = ask(server, contact, element)
        cases.append((answer, bad_member("input")))
    answer = server.post(SUBMIT, {"formId": contact, "input": good})
    cases.append((answer, bad_member("input")))
    for answer, error in cases:
        assert answer.error == error
    form = {"formId": str(contact), "input": "x"}
    assert server.request("POST", SUBMIT, form=form).error == ("1002", missing("formId")[1])
    assert ids_of(server, "email", email) == []
    # Numbers may come as text, and what is null is not there.
    nothing = {"visitorData": None, "cookie": None}
    answer = ask(server, f" {contact} ".strip(), good | nothing, programId=None)
    assert answer.result[0]["status"] == "created"
    post(server, f"form/{draft}/approveDraft.json")
    assert submit(server, draft, {"email": email})["status"] == "updated"


def missing(name: str) -> tuple[str, str]:
    return "1002", f"Missing value for the required parameter '{name}'"


def bad_member(name: str) -> tuple[str, str]:
    return "609", f"Invalid value specified for attribute '{name}'"


def test_email_is_taken_though_the_form_does_not_ask_for_it(server: Rehearsal) -> None:
    form_id, email = new_form(server), fresh()
    for name in ("Email", "LastName"):
        assert post(server, f"form/{form_id}/field/{name}/delete.json").result
    assert submit(server, form_id, {"email": email})["status"] == "created"
    again = submit(server, form_id, {"email": email, "lastName": "L"})
    assert again == refused("1006", "Field 'lastName' not found")


@pytest.mark.fact("D", "3.7")
@pytest.mark.fact("D", "8.3")
def test_a_cookie_brings_its_history(server: Rehearsal, contact: int) -> None:
    token, other = visitor_with_history(server), visitor_with_history(server)
    cookie = f"id:000-LKP-000&token:{token}"
    lead_id = submit(server, contact, {"email": fresh()}, cookie=cookie)["id"]
    assert ids_of(server, "cookies", token) == [lead_id]
    assert [row.type_id for row in told(server, lead_id)] == [NEW_LEAD, CHANGE, VISIT, FILLED]
    (visit,) = told(server, lead_id, VISIT)
    assert visit.primary_value == PAGE
    (change,) = told(server, lead_id, CHANGE)
    assert (change.primary_value, attributes(change)["Source"]) == ("Cookies", "Web form fillout")
    # A lead that is known gets it too, and none of it comes twice.
    email = fresh()
    known = create(server, email=email)
    for _ in range(2):
        assert submit(server, contact, {"email": email}, cookie=other)["id"] == known
    assert len(told(server, known, VISIT)) == 1


USELESS = [
    "undefined",
    "null",
    "deleted",
    "_mch-example.com",
    "id:000-LKP-000&token:_mch-exam",
    "id:999-XXX-999&token:_mch-example.com-1374552656411-90718",
    "GA1.2.1033501218.1368477899",
]


@pytest.mark.parametrize("cookie", USELESS)
def test_a_useless_cookie_loses_no_lead(server: Rehearsal, contact: int, cookie: str) -> None:
    """The cookie of another vendor or instance, cut off, or none: the activity shows it."""
    email = fresh()
    item = submit(server, contact, {"email": email}, cookie=cookie)
    assert item["status"] == "created"
    assert read(server, item["id"], "email", "cookies") == {"email": email, "cookies": None}
    (filled,) = [each for each in logged(server, item["id"]) if each.type_id == FILLED]
    assert dict(filled.attributes)["Ignored Cookie"] == cookie


@pytest.mark.parametrize("blank", [None, "", "  ", "\u00a0", "\u200b \ufeff"])
def test_a_blank_answer_changes_nothing(server: Rehearsal, blank: str | None) -> None:
    """A form changes what was answered; a setting of the form lets blank answers clear fields."""
    program, name = new_program(server), fresh_name("Clearing")
    seats = new_form(server, "seat", folder=reference(program, "Program"))
    clear = f"forms: [{{name: {name}, fields: [email, firstName], blankValuesClear: true}}]"
    apply_blueprint(server.store, parse_blueprint("own.yaml", clear.encode()), KEY)
    (clearing,) = server.get("/rest/asset/v1/form/byName.json", {"name": name}).result
    email = fresh()
    lead_id = submit(server, seats, {"email": email, "firstName": "Ada", "seat": "A"})["id"]
    again = {"email": email, "firstName": blank, "seat": blank}
    assert submit(server, seats, again) == {"id": lead_id, "status": "updated"}
    assert read(server, lead_id, "firstName") == {"firstName": "Ada"}
    assert member(server, program, lead_id, "seat")["seat"] == "A"
    submit(server, clearing["id"], {"email": email, "firstName": blank})
    assert not trimmed(read(server, lead_id, "firstName")["firstName"] or "")


@pytest.mark.fact("D", "3.7")
@pytest.mark.fact("D", "8.3")
def test_a_cookie_of_another_lead(server: Rehearsal, contact: int) -> None:
    """What it did stays where it is; what it does from now on is the new lead's."""
    token, first, second = visitor_with_history(server), fresh(), fresh()
    one = submit(server, contact, {"email": first}, cookie=token)["id"]
    two = submit(server, contact, {"email": second}, cookie=token)["id"]
    assert ids_of(server, "cookies", token) == [two]
    assert len(told(server, one, VISIT)) == 1
    assert told(server, two, VISIT) == []
    back = submit(server, contact, {"email": first}, cookie=token)
    assert (back["id"], ids_of(server, "cookies", token)) == (one, [one])
    assert len(told(server, one, VISIT)) == 1


def test_forms_that_race_with_one_cookie(server: Rehearsal, contact: int) -> None:
    """And with calls that tie it otherwise: its history comes once, and nobody waits for ever."""
    token, emails = visitor_with_history(server), [fresh() for _ in range(4)]
    known = create(server)

    async def race() -> list[Response]:
        forms = [
            {"formId": contact, "input": [{"leadFormFields": {"email": each}, "cookie": token}]}
            for each in emails
        ]
        sync = {"input": [{"email": each, "cookies": token} for each in emails]}
        path = f"/rest/v1/leads/{known}/associate.json"
        return await asyncio.gather(
            *(server.send("POST", SUBMIT, json=each) for each in forms),
            server.send("POST", "/rest/v1/leads.json", json=sync),
            server.send("POST", path, {"cookie": token}),
        )

    assert all(answer.body["success"] for answer in server.run(race()))
    leads = [known, *(ids_of(server, "email", each)[0] for each in emails)]
    (owner,) = ids_of(server, "cookies", token)
    assert owner in leads
    assert len(told(server, known, VISIT)) <= 1
    assert sum(len(told(server, each, VISIT)) for each in leads) <= 1


@pytest.mark.fact("D", "2.3")
def test_permission(server: Rehearsal, contact: int) -> None:
    element = {"leadFormFields": {"email": fresh()}}
    denied = token_with(server, "Read-Only Lead", "Read-Write Assets")
    assert ask(server, contact, element, token=denied).error == DENIED
    allowed = token_with(server, "Read-Write Lead")
    assert ask(server, contact, element, token=allowed).result[0]["status"] == "created"


@pytest.mark.fact("D", "3.7")
def test_workspaces(server: Rehearsal, contact: int) -> None:
    """New leads belong to the form's workspace; a program of another one is none of its own."""
    north = add_workspace(server)
    theirs = reference(zone(server, "/Design Studio/North/Forms", north))
    program = new_program(server)
    (item,) = post(server, "forms.json", name="North", folder=theirs, token=north).result
    post(server, f"form/{item['id']}/approveDraft.json", token=north)
    email = fresh()
    element = {"leadFormFields": {"email": email}}
    assert ask(server, contact, element, token=north).error == NO_FORM
    assert ask(server, item["id"], element).error == NO_FORM
    both = server.token_for(server.add_client(fresh_name("both")))
    server.store.write_now(lambda tx: save_partition(tx, "North leads", ["North", "Default"]))
    assert ask(server, item["id"], element, token=both).error == NO_FORM
    assert ask(server, item["id"], element, token=north, programId=program).error == NO_PROGRAM
    (made,) = ask(server, item["id"], element, token=north).result
    (lead,) = server.get(
        f"/rest/v1/lead/{made['id']}.json", {"fields": "leadPartitionId"}, token=north
    ).result
    assert lead["leadPartitionId"] == 2


def test_forms_that_race_on_a_key_make_one_lead(server: Rehearsal) -> None:
    program, email = new_program(server), fresh()
    form_id = new_form(server, "seat", folder=reference(program, "Program"))

    async def race() -> list[Response]:
        body = {"formId": form_id}
        elements = [{"leadFormFields": {"email": email, "seat": f"A{n}"}} for n in range(8)]
        sent = [{**body, "input": [each]} for each in elements]
        return await asyncio.gather(*(server.send("POST", SUBMIT, json=each) for each in sent))

    answers = server.run(race())
    made = {answer.result[0]["id"] for answer in answers}
    assert len(made) == 1
    assert statuses(server, program) == dict.fromkeys(made, "Invited")
    (lead_id,) = made
    assert len(told(server, lead_id, FILLED)) == 8
    assert len(told(server, lead_id, NEW_LEAD)) == 1
    assert len(told(server, lead_id, STATUS_CHANGE)) == 1


def test_the_folder_of_forms_is_the_original_one(server: Rehearsal) -> None:
    assert zone(server, "/Design Studio/Default/Forms") == FORMS_FOLDER
