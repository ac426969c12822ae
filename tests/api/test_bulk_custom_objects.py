"""Bulk import and export of custom objects (behaviour.md 6.1, 6.2)."""

from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.bulk import around_now, create_export, export, rows, upload
from tests.support.leads import create
from tests.support.lists import add, new_list
from tests.support.records import LEAD_LINK, VIN, make_type

CARS = "/bulk/v1/customobjects/car_c"


def make_cars(server: Rehearsal) -> None:
    owner = {"name": "owner", **LEAD_LINK}
    year = {"name": "year", "dataType": "integer", "displayName": "Year Built"}
    make_type(server, "car_c", VIN, owner, {"name": "color"}, year)


def run_import(server: Rehearsal, text: str) -> dict[str, Any]:
    (item,) = upload(server, text, f"{CARS}/import.json", {"format": "csv"}).result
    assert list(item) == ["batchId", "status", "objectApiName"]
    server.run_jobs()
    (found,) = server.get(f"{CARS}/import/{item['batchId']}/status.json").result
    done: dict[str, Any] = found
    return done


def cars(server: Rehearsal, *vins: str) -> list[dict[str, Any]]:
    query = {"filterType": "vin", "filterValues": ",".join(vins), "fields": "vin,color,year"}
    return [
        {name: value for name, value in each.items() if name in {"vin", "color", "year"}}
        for each in server.get("/rest/v1/customobjects/car_c.json", query).result
    ]


@pytest.mark.fact("D", "6.1")
def test_an_import_of_records(server: Rehearsal) -> None:
    make_cars(server)
    owner = create(server)
    text = f"VIN,color,year,Owner,hat\nv1,red,1999,{owner},x\nv2,blue,,,x\nv1,,2001,,x\n"
    done = run_import(server, text)
    assert done == {
        "batchId": done["batchId"],
        "operation": "import",
        "status": "Complete",
        "objectApiName": "car_c",
        "numOfObjectsProcessed": 3,
        "numOfRowsFailed": 0,
        "numOfRowsWithWarning": 0,
        "importTime": "0 second(s)",
        "message": "Import succeeded, 3 records imported (3 members)",
    }
    assert cars(server, "v1", "v2") == [
        {"vin": "v1", "color": None, "year": 2001},
        {"vin": "v2", "color": "blue", "year": None},
    ]
    for name in ("failures", "warnings"):
        answer = server.get(f"{CARS}/import/{done['batchId']}/{name}.json")
        assert (answer.status, answer.content) == (404, b"File not found\n")


@pytest.mark.fact("D", "6.1")
def test_rows_that_fail(server: Rehearsal) -> None:
    make_cars(server)
    done = run_import(server, "vin,year,owner\n,1999,\nv1,old,\nv2,1999,999\nv3,1,\n")
    text = "Import completed with errors, 1 records imported (1 members), 3 failed"
    assert done["message"] == text
    file = server.get(f"{CARS}/import/{done['batchId']}/failures.json")
    assert [row[-1] for row in rows(file)] == [
        "Import Failure Reason",
        "missing.dedupe.fields",
        "Invalid data type in field Year Built",
        "Lead not found",
    ]


@pytest.mark.fact("D", "6.1")
def test_a_header_with_a_blank_is_another_name(server: Rehearsal) -> None:
    make_cars(server)
    done = run_import(server, " vin,color\nv1,red\nv2,red\n")
    assert done["numOfRowsFailed"] == 2
    file = server.get(f"{CARS}/import/{done['batchId']}/failures.json")
    assert {row[-1] for row in rows(file)[1:]} == {"missing.dedupe.fields"}


def test_many_rows_of_one_key_cost_two_rounds(server: Rehearsal) -> None:
    make_cars(server)
    lines = [f"v{number % 2},{number}" for number in range(1_500)]
    done = run_import(server, "\n".join(["vin,year", *lines]))
    assert done["numOfObjectsProcessed"] == 1_500
    assert [each["year"] for each in cars(server, "v0", "v1")] == [1_498, 1_499]


def test_a_later_row_with_a_wrong_value_fails_alone(server: Rehearsal) -> None:
    make_cars(server)
    done = run_import(server, "VIN,year\nv1,1\nv2,2\nV1,old\nv1,3\nv2,4\n")
    assert (done["numOfObjectsProcessed"], done["numOfRowsFailed"]) == (4, 1)
    assert [each["year"] for each in cars(server, "v1", "v2")] == [3, 4]
    file = server.get(f"{CARS}/import/{done['batchId']}/failures.json")
    wrong = "Invalid data type in field Year Built"
    assert rows(file) == [["VIN", "year", "Import Failure Reason"], ["V1", "old", wrong]]


def test_later_rows_of_a_key_fail_together(server: Rehearsal) -> None:
    make_cars(server)
    done = run_import(server, "vin,year,owner\nv1,1,\nv1,2,\nv1,3,999\n")
    assert (done["numOfObjectsProcessed"], done["numOfRowsFailed"]) == (1, 2)
    assert cars(server, "v1") == [{"vin": "v1", "color": None, "year": 1}]


def test_keys_are_compared_as_they_are_stored(server: Rehearsal) -> None:
    number = {"name": "number", "dataType": "integer", "isDedupeField": True}
    make_type(server, "car_c", number, {"name": "color"})
    done = run_import(server, "number,color\n7,red\n07,blue\n7,green\n")
    assert (done["numOfObjectsProcessed"], done["numOfRowsFailed"]) == (3, 0)
    query = {"filterType": "number", "filterValues": "7", "fields": "number,color"}
    (found,) = server.get("/rest/v1/customobjects/car_c.json", query).result
    assert (found["number"], found["color"]) == (7, "green")


def test_an_unknown_type(server: Rehearsal) -> None:
    make_cars(server)
    missing = ("1013", "Object not found")
    hats = CARS.replace("car_c", "hat")
    assert upload(server, "vin\nx\n", f"{hats}/import.json").error == missing
    body = {"fields": ["vin"], "filter": {"updatedAt": around_now(server)}}
    assert server.post(f"{hats}/export/create.json", body).error == missing
    assert create_export(server, body, f"{CARS}/export")


@pytest.mark.fact("D", "6.2")
def test_exports_of_records(server: Rehearsal) -> None:
    make_cars(server)
    people = [create(server) for _ in range(2)]
    lines = [f"v1,red,{people[0]}", f"v2,blue,{people[1]}", "v3,green,"]
    run_import(server, "\n".join(["vin,color,owner", *lines]))
    fields = ["owner", "VIN", "color", "marketoGUID"]

    def found(**by: Any) -> list[list[str]]:  # noqa: ANN401
        body = {"fields": fields, "filter": by}
        head, *records = export(server, body, f"{CARS}/export")
        assert head == fields
        return [row[:3] for row in records]

    first, second = [str(people[0]), "v1", "red"], [str(people[1]), "v2", "blue"]
    assert found(updatedAt=around_now(server)) == [first, second, ["null", "v3", "green"]]
    later = dict.fromkeys(("startAt", "endAt"), "2026-03-01T00:00:00Z")
    assert found(updatedAt=later) == []
    list_id = new_list(server, "Owners")
    add(server, list_id, people[1])
    assert found(staticListId=list_id) == [second]
    assert found(staticListName="Owners") == [second]


@pytest.mark.fact("D", "6.2")
def test_wrong_exports(server: Rehearsal) -> None:
    make_cars(server)
    make_type(server, "lonely", VIN)
    path = f"{CARS}/export/create.json"
    dates = {"updatedAt": around_now(server)}
    list_id = new_list(server)
    for body, code in (
        ({"fields": ["hat"], "filter": dates}, "1003"),
        ({"filter": dates}, "1003"),
        ({"fields": ["vin"]}, "609"),
        ({"fields": ["vin"], "filter": {"createdAt": around_now(server)}}, "1003"),
        ({"fields": ["vin"], "filter": {"staticListId": 99}}, "1013"),
    ):
        assert server.post(path, body).error[0] == code, body
    unsupported = ("1035", "Unsupported filter type for target subscription")
    by_list = {"fields": ["vin"], "filter": {"staticListId": list_id}}
    assert server.post(path.replace("car_c", "lonely"), by_list).error == unsupported
    assert server.post(path, by_list).result
