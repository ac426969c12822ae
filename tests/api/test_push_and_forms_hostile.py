"""Push Lead and Submit Form, by those who mean no good: odd types, giant values, other partitions.

What is answered is documented, never a failure of ours, and nothing is stored that should not be.
"""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.domain.instance.access import save_partition, save_workspace
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal, Response
from tests.support.forms import SUBMIT, new_form, submit
from tests.support.leads import (
    ENGINES,
    create,
    fresh,
    ids_of,
    logged,
    module_server,
    new_field,
    read,
    refused,
    sync,
)
from tests.support.lists import fresh_name, reference
from tests.support.programs import MEMBER_FIELDS, new_program, statuses

PUSH = "/rest/v1/leads/push.json"
FILLED, PUSHED = 2, 145
ODD: list[Any] = [None, True, -1, 1.5, 10**40, "", " ", "\0", [], [None], {}, {"a": {"b": [1]}}]
GIANT = 900_000
"""Characters: as many as a body of 1 MB can hold in one place."""


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        running.post(MEMBER_FIELDS, {"input": [new_field("seat")]})
        yield running


@pytest.fixture(autouse=True)
def no_failure(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR] == []


def assert_documented(answer: Response) -> None:
    assert answer.status == 200
    body = answer.body
    if body["success"]:
        assert {item["status"] for item in body["result"]} <= {"created", "updated", "skipped"}
        problems = [each for item in body["result"] for each in item.get("reasons", ())]
    else:
        (problem,) = body["errors"]
        problems = [problem]
    assert {each["code"] for each in problems} <= {
        *("609", "1002", "1003", "1004", "1006", "1007", "1011", "1012", "1013", "1025", "1077")
    }


def replaced(tree: Any, path: tuple[Any, ...], value: Any) -> Any:  # noqa: ANN401
    """Return a copy of a JSON value with another one in one place."""
    if not path:
        return value
    step, *rest = path
    if isinstance(tree, list):
        return [
            replaced(each, tuple(rest), value) if index == step else each
            for index, each in enumerate(tree)
        ]
    return tree | {step: replaced(tree.get(step), tuple(rest), value)}


def test_odd_types_in_each_place_of_a_push(server: Rehearsal) -> None:
    name = fresh_name("Program")
    program = new_program(server, name=name)
    good = {"programName": name, "input": [{"email": fresh(), "firstName": "Ada"}]}
    places: list[tuple[Any, ...]] = [
        *((member,) for member in ("programName", "programStatus", "lookupField", "source")),
        *(("partitionName",), ("reason",), ("input",), ("input", 0), ("noSuchMember",)),
        *(("input", 0, "email"), ("input", 0, "firstName"), ("input", 0, "leadScore")),
        *(("input", 0, "cookies"), ("input", 0, "id"), ("input", 0, "mktToken")),
    ]
    for place in places:
        for odd in ODD:
            assert_documented(server.post(PUSH, replaced(good, place, odd)))
    for odd in ODD:
        assert_documented(server.post(PUSH, odd)) if isinstance(odd, dict | list) else None
        record = {"mktToken": odd, "firstName": "B"}
        answer = server.post(PUSH, {**good, "lookupField": "mktToken", "input": [record]})
        assert answer.result[0]["status"] == "skipped"
    assert set(statuses(server, program).values()) <= {"Invited"}
    assert server.post(PUSH, good).result[0]["status"] in {"created", "updated"}


def test_odd_types_in_each_place_of_a_form(server: Rehearsal) -> None:
    program = new_program(server)
    form_id = new_form(server, "seat", "title", folder=reference(program, "Program"))
    email = fresh()
    fields = {"email": email, "title": "Dr", "seat": "A"}
    element = {"leadFormFields": fields, "visitorData": {"pageURL": "x"}, "cookie": None}
    good = {"formId": form_id, "programId": program, "input": [element]}
    one = ("input", 0)
    places: list[tuple[Any, ...]] = [
        *(("formId",), ("programId",), ("input",), one, ("noSuchMember",)),
        *((*one, "leadFormFields"), (*one, "visitorData"), (*one, "cookie"), (*one, "extra")),
        *((*one, "leadFormFields", name) for name in ("email", "title", "seat", "firstName")),
        *(
            (*one, "visitorData", name)
            for name in ("pageURL", "queryString", "leadClientIpAddress", "userAgentString")
        ),
    ]
    for place in places:
        for odd in ODD:
            assert_documented(server.post(SUBMIT, replaced(good, place, odd)))
    assert set(statuses(server, program).values()) <= {"Invited"}
    assert server.post(SUBMIT, good).result[0]["status"] in {"created", "updated"}


def test_giant_values_of_a_push(server: Rehearsal) -> None:
    name, email, giant = fresh_name("Program"), fresh(), "x" * GIANT
    program = new_program(server, name=name)
    good: dict[str, Any] = {"programName": name, "input": [{"email": email}]}
    for member in ("programName", "programStatus", "lookupField", "partitionName", "reason"):
        answer = server.post(PUSH, good | {member: giant})
        assert answer.body["success"] is False
        assert_documented(answer)
    many: dict[str, Any] = {f"field{number}": number for number in range(20_000)}
    records: list[dict[str, Any]] = [
        {"email": email, giant: 1},
        {"email": f"{giant}@example.com"},
        {"email": email, "firstName": giant},
        {"email": email, **many},
    ]
    for record in records:
        (item,) = server.post(PUSH, good | {"input": [record]}).result
        assert item["status"] == "skipped"
    token = {"lookupField": "mktToken", "input": [{"mktToken": giant}]}
    assert server.post(PUSH, good | token).result == [refused("1004", "Lead not found")]
    too_much = server.post(PUSH, good | {"source": "x" * 1_100_000})
    assert (too_much.status, too_much.content) == (413, b"")
    assert ids_of(server, "email", email) == []
    assert statuses(server, program) == {}
    useless = {"email": email, "cookies": f"_mch-{giant}-1"}
    assert server.post(PUSH, good | {"input": [useless]}).result[0]["status"] == "created"


def test_giant_values_of_a_form(server: Rehearsal) -> None:
    """What is stored of one call stays small, however much was sent."""
    form_id, email, giant = new_form(server, "title", "address"), fresh(), "x" * GIANT
    many: dict[str, Any] = {f"field{number}": number for number in range(20_000)}
    refusable: list[dict[str, Any]] = [
        {"email": email, giant: 1},
        {"email": f"{giant}@example.com"},
        {"email": email, **many},
    ]
    for fields in refusable:
        assert submit(server, form_id, fields)["status"] == "skipped"
    assert ids_of(server, "email", email) == []
    cookie = f"id:000-LKP-000&token:_mch-{giant}-1"
    assert submit(server, form_id, {"email": email}, cookie=cookie)["status"] == "created"
    for member in ("pageURL", "queryString", "leadClientIpAddress", "userAgentString"):
        item = submit(server, form_id, {"email": email}, visitorData={member: giant})
    for name in ("title", "address"):
        item = submit(server, form_id, {"email": email, name: giant})
    rows = [row for row in logged(server, item["id"]) if row.type_id == FILLED]
    assert len(rows) == 7
    for row in rows:
        assert sum(len(value) for _, value in row.attributes if isinstance(value, str)) < 35_000
    assert len(read(server, item["id"], "address")["address"]) == 30_000
    too_much = {"leadFormFields": {"email": email}, "visitorData": {"pageURL": "x" * 1_100_000}}
    answer = server.post(SUBMIT, {"formId": form_id, "input": [too_much]})
    assert (answer.status, answer.content) == (413, b"")


def test_a_push_of_300_over_several_partitions(server: Rehearsal) -> None:
    """Some within reach, some not, some twice, some bad: each gets its own answer."""

    def divide(tx: Transaction) -> None:
        save_workspace(tx, "Far")
        save_partition(tx, "Near leads", ["Default", "Far"])
        save_partition(tx, "Far leads", ["Far"])

    server.store.write_now(divide)
    far = server.token_for(server.add_client(fresh_name("far"), workspace="Far"))
    name = fresh_name("Program")
    program = new_program(server, name=name)
    emails = [fresh(f"of-{number}") for number in range(60)]
    homes = ["Default", "Near leads", "Far leads", None, None]
    ours = {home: emails[index::5] for index, home in enumerate(homes) if home}
    known: dict[str, int] = {}
    for home, some in ours.items():
        token = None if home == "Default" else far
        records = [{"email": email} for email in some]
        items = sync(server, *records, token=token, partitionName=home)
        known |= {email: item["id"] for email, item in zip(some, items, strict=True)}
    order = [*emails * 4, *emails[::-1]]
    assert len(order) == 300
    sent: list[dict[str, Any]] = [
        {"email": email, "leadScore": "many" if index % 7 == 6 else index}
        for index, email in enumerate(order)
    ]
    result = server.post(PUSH, {"programName": name, "input": sent}).result
    denied = refused("1008", "Access denied to partition 'Far leads'")
    seen: dict[str, int] = {}
    for index, (email, item) in enumerate(zip(order, result, strict=True)):
        if index % 7 == 6:
            assert item["reasons"][0]["code"] == "1003"
        elif email in ours["Far leads"]:
            assert item == denied
        elif email in known or email in seen:
            assert item == {"id": known.get(email) or seen[email], "status": "updated"}
        else:
            assert item["status"] == "created"
            seen[email] = item["id"]
    assert len(set(seen.values())) == len(seen)
    reached = {*seen.values(), *(known[e] for e in (*ours["Default"], *ours["Near leads"]))}
    assert statuses(server, program) == dict.fromkeys(reached, "Invited")
    for lead_id in reached:
        assert [row.type_id for row in logged(server, lead_id)].count(PUSHED) == 1
    for email in ours["Far leads"]:
        assert [row.type_id for row in logged(server, known[email])] == [12]


def test_what_is_skipped_leaves_no_trace(server: Rehearsal) -> None:
    name = fresh_name("Program")
    program = new_program(server, name=name)
    twin = fresh()
    twins = [create(server, email=twin) for _ in range(2)]
    form_id = new_form(server, "seat", folder=reference(program, "Program"))
    before = [len(logged(server, each)) for each in twins]
    records = [{"email": twin, "firstName": "A"}, {"email": twin, "leadScore": "x"}]
    result = server.post(PUSH, {"programName": name, "input": records}).result
    assert {item["status"] for item in result} == {"skipped"}
    assert submit(server, form_id, {"email": twin, "seat": "A"})["status"] == "skipped"
    assert [len(logged(server, each)) for each in twins] == before
    assert statuses(server, program) == {}
