"""Records of custom objects: names, types, links, and what hangs on leads (behaviour.md 7.2)."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import inspect

from leadkeep.domain.objects.custom import move_custom_objects
from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, create, module_server
from tests.support.records import (
    CAR,
    COMPANY,
    COURSE,
    LEAD_LINK,
    by_keys,
    drop,
    ensure_type,
    found,
    made,
    put,
    refused,
    shown,
)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


@pytest.mark.fact("U", "7.3")
def test_names_of_fields_have_no_letter_case(server: Rehearsal) -> None:
    key = CAR.new_key(server)
    (item,) = put(server, CAR, {"VIN": key["vin"], "Color": "red", "OWNER": create(server)})
    guid = item["marketoGUID"]
    (record,) = found(server, CAR, "Vin", key["vin"].lower(), fields="COLOR,vin")
    assert record == {"seq": 0, "marketoGUID": guid, "color": "red", **key}
    assert put(server, CAR, {"Vin": key["vin"], "COLOR": "blue"})[0]["status"] == "updated"
    assert shown(server, CAR, guid, "color") == {"color": "blue"}
    wanted = {"VIN": key["vin"]}
    assert by_keys(server, CAR, wanted, fields=["Color"])["result"][0]["color"] == "blue"
    assert drop(server, CAR, wanted)[0]["status"] == "deleted"
    upper = CAR.url.replace("car_c", "CAR_C")
    assert server.post(upper, {"input": [key]}).result[0]["status"] == "created"


def test_values_stand_in_columns_of_their_types(server: Rehearsal) -> None:
    kinds = ("integer", "float", "boolean", "date", "datetime", "email", "phone", "text")
    fields = [{"name": f"a_{kind}", "dataType": kind} for kind in (*kinds, "currency")]
    odd = [{"name": "id"}, {"name": "ctid"}, {"name": "select"}, {"name": "field_9"}]
    ensure_type(server, "sorts", {"name": "key", "isDedupeField": True}, *fields, *odd)
    record = {
        "key": "k",
        "a_integer": 5,
        "a_float": 1.5,
        "a_boolean": True,
        "a_date": "2026-01-02",
        "a_datetime": "2026-01-02T03:04:05Z",
        "a_email": "a@example.com",
        "a_phone": "1",
        "a_text": "long",
        "a_currency": 10,
        "id": "one",
        "ctid": "two",
        "select": "three",
        "field_9": "four",
    }
    url = "/rest/v1/customobjects/sorts.json"
    assert server.post(url, {"input": [record]}).result[0]["status"] == "created"
    query = {"filterType": "key", "filterValues": "k", "fields": ",".join(record)}
    (item,) = server.get(url, query).result
    assert {name: item[name] for name in record} == record
    with server.store.core_connection() as connection:
        columns = {each["name"] for each in inspect(connection).get_columns("object_sorts")}
    assert {"id", "marketoGUID", "a_integer", "a_date"} <= columns


@pytest.mark.fact("D", "7.2")
def test_links(server: Rehearsal) -> None:
    lead_id = create(server, email="pete@example.com")
    company, number = made(server, COMPANY)
    car, _ = made(server, CAR)
    ensure_type(
        server,
        "linked",
        {"name": "key", "isDedupeField": True},
        {"name": "lead", **LEAD_LINK},
        {"name": "mail", "dataType": "link", "relatedTo": {"name": "Lead", "field": "email"}},
        {
            "name": "firm",
            "dataType": "link",
            "relatedTo": {"name": "Company", "field": "externalCompanyId"},
        },
        {"name": "firmId", "dataType": "link", "relatedTo": {"name": "Company", "field": "id"}},
        {"name": "car", "dataType": "link", "relatedTo": {"name": "car_c", "field": "vin"}},
    )
    url = "/rest/v1/customobjects/linked.json"
    good = {
        "lead": lead_id,
        "mail": "PETE@example.com",
        "firm": company["externalCompanyId"],
        "firmId": number,
        "car": car["vin"],
    }
    bad = {
        "lead": (999_999, "1004", "Lead not found"),
        "mail": ("nobody@example.com", "1004", "Lead not found"),
        "firm": ("nobody", "1013", "Company not found"),
        "firmId": (999_999, "1013", "Company not found"),
        "car": ("nothing", "1013", "Object not found"),
    }
    records = [{"key": name, **good, name: value} for name, (value, _, _) in bad.items()]
    items = server.post(url, {"input": [*records, {"key": "good", **good}]}).result
    for seq, (_, code, text) in enumerate(bad.values()):
        assert items[seq] == refused(seq, code, text)
    assert items[-1]["status"] == "created"
    for name, value in good.items():
        query = {"filterType": name, "filterValues": str(value).lower(), "fields": "key"}
        assert [each["key"] for each in server.get(url, query).result] == ["good"]
    # An empty link is no link.
    empty = {"key": "empty", **dict.fromkeys(good)}
    assert server.post(url, {"input": [empty]}).result[0]["status"] == "created"


def test_records_go_with_the_lead_that_they_name(server: Rehearsal) -> None:
    (one, kept), (two, other) = (
        (made(server, CAR)[0], create(server)),
        (
            made(server, CAR)[0],
            create(server),
        ),
    )
    put(server, CAR, {**one, "owner": kept}, {**two, "owner": other})
    COURSE.new_key(server)
    put(server, COURSE, {"pupil": other, "subject": "maths"}, {"pupil": kept, "subject": "maths"})
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": other}]})
    assert len(by_keys(server, CAR, one, two)["result"]) == 1
    assert found(server, CAR, "owner", kept, other, fields="owner")[0]["owner"] == kept
    assert [each["pupil"] for each in found(server, COURSE, "pupil", kept, other)] == [kept]


def test_records_of_merged_leads_move_without_doubling(server: Rehearsal) -> None:
    winner, one, two = (create(server) for _ in range(3))
    car = made(server, CAR, owner=one)[1]
    COURSE.new_key(server)
    for pupil, subject in ((winner, "a"), (one, "A"), (one, "b"), (two, "b"), (two, "c")):
        put(server, COURSE, {"pupil": pupil, "subject": subject, "passed": pupil == two})
    merge = f"/rest/v1/leads/{winner}/merge.json"
    assert server.post(merge, query={"leadIds": f"{one},{two}"}).body["success"]
    records = found(server, COURSE, "pupil", winner, one, two, fields="pupil,subject,passed")
    assert [(each["pupil"], each["subject"], each["passed"]) for each in records] == [
        (winner, "a", False),
        (winner, "b", False),
        (winner, "c", True),
    ]
    assert shown(server, CAR, car, "owner") == {"owner": winner}


def test_what_a_merge_did_to_records_is_told(server: Rehearsal) -> None:
    winner, loser = create(server), create(server)
    COURSE.new_key(server)
    for pupil in (winner, loser):
        put(server, COURSE, {"pupil": pupil, "subject": "a"})
    other: dict[str, Any] = defaultdict(lambda: None)  # links by other fields
    sides = [(loser, other)], (winner, other)
    (told,) = server.store.write_now(lambda tx: move_custom_objects(tx, *sides))
    assert (told.lead_id, told.field) == (loser, "pupil")
    assert told.removed is not None
    assert told.removed["subject"] == "a"
