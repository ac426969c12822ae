"""The life of types of custom objects: drafts, fields, approval, limits (behaviour.md 7.3)."""

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from leadkeep.domain.fields.tables import record_key
from leadkeep.store import Store
from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, module_server, token_with
from tests.support.records import LEAD_LINK, SCHEMA, VIN, make_type, schema
from tests.support.wire import settings

TYPES = f"{SCHEMA}.json"
OBJECTS = "/rest/v1/customobjects.json"

numbers = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        running.application = running.another(
            settings=settings(limit_custom_objects=False)
        ).application
        yield running


def fresh() -> str:
    return f"type{next(numbers)}_c"


def new_type(server: Rehearsal, **members: Any) -> str:  # noqa: ANN401
    name = fresh()
    body = {"apiName": name, "displayName": f"The {name}", **members}
    assert server.post(TYPES, body).body["result"] == []
    return name


def field(name: str, data_type: str = "string", **members: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"name": name, "displayName": f"The {name}", "dataType": data_type, **members}


def add(server: Rehearsal, api_name: str, *fields: dict[str, Any]) -> Any:  # noqa: ANN401
    return schema(server, api_name, "addField", {"input": list(fields)})


def refused(code: str, message: str) -> list[dict[str, str]]:
    return [{"code": code, "message": message}]


def told(server: Rehearsal, api_name: str, state: str | None = None) -> dict[str, Any]:
    query = {"state": state} if state else None
    (item,) = server.get(f"{SCHEMA}/{api_name}/describe.json", query).result
    found: dict[str, Any] = item
    return found


STANDARD = [
    {
        "name": "marketoGUID",
        "displayName": "Marketo GUID",
        "dataType": "string",
        "length": 36,
        "updateable": False,
        "crmManaged": False,
    },
    *(
        {
            "name": name,
            "displayName": shown,
            "dataType": "datetime",
            "updateable": False,
            "crmManaged": False,
        }
        for name, shown in (("createdAt", "Created At"), ("updatedAt", "Updated At"))
    ),
]


def named(item: Any, name: str) -> Any:  # noqa: ANN401
    (field,) = [each for each in item["fields"] if each["name"] == name]
    return field


@pytest.mark.fact("D", "7.3")
def test_a_fresh_draft(server: Rehearsal) -> None:
    name = new_type(server, pluralName="Them", description="What it is")
    item = told(server, name)
    assert list(item) == [
        *("state", "displayName", "description", "apiName", "idField", "createdAt"),
        *("updatedAt", "dedupeFields", "searchableFields", "relationships", "fields"),
    ]
    assert item == {
        "state": "draft",
        "displayName": f"The {name}",
        "description": "What it is",
        "apiName": name,
        "idField": None,
        "createdAt": None,
        "updatedAt": None,
        "dedupeFields": [],
        "searchableFields": [[]],
        "relationships": [],
        "fields": STANDARD,
    }
    assert server.get(OBJECTS, {"names": name}).result == []
    records = f"/rest/v1/customobjects/{name}.json"
    missing = ("1013", "Object not found")
    assert server.post(records, {"input": [{"vin": "x"}]}).error == missing
    assert server.get(records, {"filterType": "vin", "filterValues": "x"}).error == missing
    assert server.get(f"{SCHEMA}/{name}/describe.json", {"state": "approved"}).error == missing


@pytest.mark.fact("D", "7.3")
def test_the_life_of_a_type(server: Rehearsal) -> None:
    name = new_type(server)
    assert add(server, name, field("vin", isDedupeField=True), field("owner", **LEAD_LINK)) is None
    assert told(server, name)["fields"][4]["dataType"] == "link"
    assert schema(server, name, "approve") is None
    item = told(server, name)
    assert (item["state"], item["version"], item["idField"]) == ("approved", "1", "marketoGUID")
    assert item["dedupeFields"] == ["vin"]
    assert item["searchableFields"] == [["vin"], ["marketoGUID"], ["owner"]]
    assert item["relationships"] == [
        {"field": "owner", "type": "child", "relatedTo": {"name": "Lead", "field": "id"}}
    ]
    types = {each["name"]: each["dataType"] for each in item["fields"]}
    assert types == {
        "marketoGUID": "string",
        "createdAt": "datetime",
        "updatedAt": "datetime",
        "vin": "string",
        "owner": "integer",
    }
    assert add(server, name, field("color")) is None
    assert told(server, name)["state"] == "approvedWithDraft"
    assert "color" not in {each["name"] for each in told(server, name)["fields"]}
    draft = told(server, name, "draft")
    assert [each["name"] for each in draft["fields"][3:]] == ["vin", "owner", "color"]
    assert told(server, name, "approvedWithDraft") == draft
    assert schema(server, name, "discardDraft") is None
    assert told(server, name)["state"] == "approved"
    failed = refused("1048", "Discard of the draft failed")
    assert schema(server, name, "discardDraft") == failed
    assert schema(server, new_type(server), "discardDraft") == failed
    add(server, name, field("size", "integer"))
    schema(server, name, "approve")
    item = told(server, name)
    assert item["version"] == "2"
    assert named(item, "size")["dataType"] == "integer"
    assert schema(server, name, "approve") == refused(
        "1003", f"Custom object type '{name}' has no draft"
    )
    assert schema(server, name, "delete") is None
    gone = server.get(f"{SCHEMA}/{name}/describe.json")
    assert gone.error == ("1013", "Object not found")
    for verb in ("approve", "discardDraft", "delete"):
        assert schema(server, name, verb) == refused("1013", "Object not found")


def test_the_keys_of_a_type_go_with_it(server: Rehearsal) -> None:
    def keys() -> set[tuple[object, ...]]:
        query = select(record_key)
        return server.store.read_now(lambda tx: {tuple(row) for row in tx.execute(query)})

    before = keys()
    name = fresh()
    make_type(server, name, VIN, {"name": "owner", **LEAD_LINK})
    records = {"input": [{"vin": "A"}, {"vin": "B"}]}
    server.post(f"/rest/v1/customobjects/{name}.json", records)
    assert len(keys() - before) == 2
    assert schema(server, name, "delete") is None
    assert keys() == before


@pytest.mark.fact("D", "7.3")
def test_creating_and_changing(server: Rehearsal) -> None:
    name = new_type(server)
    body = {"apiName": name.upper(), "displayName": "Other"}
    assert server.post(TYPES, body | {"action": "createOnly"}).error == (
        "1017",
        "Object already exists",
    )
    assert server.post(TYPES, body | {"action": "updateOnly", "pluralName": "Others"}).result == []
    item = told(server, name)
    assert (item["displayName"], item["apiName"]) == ("Other", name)
    assert "pluralName" not in item  # behaviour.md 13
    unknown = {"apiName": fresh(), "displayName": "x", "action": "updateOnly"}
    assert server.post(TYPES, unknown).error == ("1013", "Object not found")
    assert server.post(TYPES, {"apiName": fresh()}).error == (
        "1002",
        "Missing value for the required parameter 'displayName'",
    )
    assert server.post(TYPES, {"displayName": "x"}).error == (
        "1002",
        "Missing value for the required parameter 'apiName'",
    )
    for bad in ("1st", "a b", "a-b", "schema", "x" * 51, "né"):
        answer = server.post(TYPES, {"apiName": bad, "displayName": "x"})
        assert answer.error == ("1003", f"Invalid value for field 'apiName' and value '{bad}'")
    answer = server.post(TYPES, body | {"action": "yoyo"})
    assert answer.error == ("1003", "Invalid action 'yoyo' specified")
    add(server, name, field("vin", isDedupeField=True))
    schema(server, name, "approve")
    assert server.post(TYPES, {"apiName": name, "displayName": "Third"}).error == (
        "1003",
        "Field 'displayName' is not allowed",
    )
    assert server.post(TYPES, {"apiName": name, "showInLeadDetail": True}).result == []
    assert told(server, name)["state"] == "approvedWithDraft"
    assert "showInLeadDetail" not in told(server, name, "draft")  # behaviour.md 13


@pytest.mark.fact("D", "7.3")
def test_fields_that_are_refused(server: Rehearsal) -> None:
    name = new_type(server)
    assert add(server, name, field("vin", isDedupeField=True)) is None
    for bad, expected in (
        (field("VIN"), ("1017", "Object already exists")),
        (field("a b"), ("1003", "Invalid value for field 'name' and value 'a b'")),
        (field("createdat"), ("1003", "Invalid value for field 'name' and value 'createdat'")),
        (field("x", "blob"), ("1003", "Invalid value for field 'dataType' and value 'blob'")),
        (field("x", "link"), ("1003", "A field of type 'link' needs 'relatedTo'")),
        (
            field("x", **LEAD_LINK | {"dataType": "string"}),
            (
                "1003",
                "A field of type 'link' needs 'relatedTo'",
            ),
        ),
        (
            field("x", "link", relatedTo={"name": "Lead", "field": "nope"}),
            (
                "1003",
                "Invalid value for field 'field' and value 'nope'",
            ),
        ),
        (
            field("x", "link", relatedTo={"name": "Moon", "field": "id"}),
            (
                "1003",
                "Invalid value for field 'name' and value 'Moon'",
            ),
        ),
        (
            {"name": "x", "dataType": "string"},
            (
                "1002",
                "Missing value for the required parameter 'displayName'",
            ),
        ),
    ):
        assert add(server, name, field("good"), bad) == refused(*expected)
    assert [each["name"] for each in told(server, name)["fields"][3:]] == ["vin"]  # all or none
    keys = [field(f"key{number}", isDedupeField=True) for number in range(3)]
    assert add(server, name, *keys) == refused(
        "1003", "Too many dedupe fields. Maximum allowed is 3"
    )
    assert add(server, name) == refused("1003", "Records not specified")
    keyless = new_type(server)
    add(server, keyless, field("x"))
    assert schema(server, keyless, "approve") == refused(
        "1003", f"Custom object type '{keyless}' needs at least one dedupe field"
    )


@pytest.mark.fact("D", "7.3")
def test_changing_fields(server: Rehearsal) -> None:
    name = new_type(server)
    add(server, name, field("vin", isDedupeField=True), field("size"), field("owner", **LEAD_LINK))

    def change(which: str, **members: Any) -> Any:  # noqa: ANN401
        return schema(server, name, f"{which}/updateField", members)

    assert change("size", name="width", dataType="integer", displayName="Width") is None
    assert told(server, name)["fields"][4] == {
        "name": "width",
        "displayName": "Width",
        "dataType": "integer",
        "updateable": True,
        "crmManaged": False,
    }
    assert change("size", displayName="x") == refused("1006", "Field 'size' not found")
    assert change("width", name="VIN") == refused("1017", "Object already exists")
    assert change("owner", relatedTo={"name": "lead", "field": "EMAIL"}) is None
    assert told(server, name)["relationships"][0]["relatedTo"] == {"name": "Lead", "field": "email"}
    schema(server, name, "approve")
    for members, member in (
        ({"name": "height"}, "name"),
        ({"dataType": "string"}, "dataType"),
        ({"isDedupeField": True}, "isDedupeField"),
    ):
        assert change("width", **members) == refused("1003", f"Field '{member}' is not allowed")
    lead = {"name": "Lead", "field": "id"}
    assert change("owner", relatedTo=lead) == refused("1003", "Field 'relatedTo' is not allowed")
    assert change("width", displayName="The width", description="In metres") is None
    schema(server, name, "approve")
    assert named(told(server, name), "width")["displayName"] == "The width"
    for late, member in (
        (field("k", isDedupeField=True), "isDedupeField"),
        (
            field("l", **LEAD_LINK),
            "relatedTo",
        ),
    ):
        assert add(server, name, late) == refused("1003", f"Field '{member}' is not allowed")


@pytest.mark.fact("D", "7.3")
def test_deleting_fields(server: Rehearsal) -> None:
    name = new_type(server)
    add(server, name, field("vin", isDedupeField=True), field("a"), field("b"))

    def drop(*names: str) -> Any:  # noqa: ANN401
        return schema(server, name, "deleteField", {"input": [{"name": each} for each in names]})

    assert drop("A") is None
    assert [each["name"] for each in told(server, name)["fields"][3:]] == ["vin", "b"]
    schema(server, name, "approve")
    records = f"/rest/v1/customobjects/{name}.json"
    server.post(records, {"input": [{"vin": "1", "b": "secret"}]})
    assert drop("vin") == refused("1003", "Field 'vin' is not allowed")
    assert drop("b", "zz") == refused("1006", "Field 'zz' not found")
    assert drop("b") is None
    query = {"filterType": "vin", "filterValues": "1", "fields": "b"}
    assert server.get(records, query).result[0]["b"] == "secret"  # the draft changes no record
    schema(server, name, "approve")
    assert server.get(records, query).error == ("1006", "Field 'b' not found")
    # A field of that name that comes later is another one, of any type, and empty.
    add(server, name, field("b", "integer"))
    schema(server, name, "approve")
    assert server.get(records, query).result[0]["b"] is None
    server.post(records, {"input": [{"vin": "1", "b": 7}]})
    assert server.get(records, query).result[0]["b"] == 7


@pytest.mark.fact("D", "7.3")
def test_lists_and_helpers(server: Rehearsal) -> None:
    draft, ready = new_type(server), fresh()
    make_type(server, ready, VIN)
    names = {"names": f"{draft.upper()},{ready}"}
    assert [each["apiName"] for each in server.get(TYPES, names).result] == [draft, ready]
    for state, expected in (("draft", [draft]), ("approved", [ready]), ("approvedWithDraft", [])):
        found = server.get(TYPES, names | {"state": state}).result
        assert [each["apiName"] for each in found] == expected
    assert server.get(TYPES, {"state": "x"}).error == ("1003", "Invalid state 'x'")
    (item,) = server.get(OBJECTS, names).result
    assert list(item)[:3] == ["name", "displayName", "createdAt"]
    assert item["name"] == ready
    (described,) = server.get(f"/rest/v1/customobjects/{ready.upper()}/describe.json").result
    assert {**item, "fields": described["fields"]} == described
    assert "fields" not in item
    types = server.get(f"{SCHEMA}/fieldDataTypes.json").result
    assert types == [
        *("string", "boolean", "integer", "float", "link", "email"),
        *("currency", "date", "datetime", "phone", "text"),
    ]
    targets = server.get(f"{SCHEMA}/linkableObjects.json").result
    by_name = {each["name"]: each["fields"] for each in targets}
    assert {each["displayName"] for each in targets} >= {"Lead", "Company", ready}
    assert {"name": "id", "displayName": "Id", "dataType": "integer"} in by_name["Lead"]
    external = {"name": "externalCompanyId", "displayName": "External Company Id"}
    assert {**external, "dataType": "string"} in by_name["Company"]
    assert [(each["name"], each["dataType"]) for each in by_name[ready]] == [("vin", "string")]
    child = fresh()
    link = {"dataType": "link", "relatedTo": {"name": ready, "field": "vin"}}
    make_type(server, child, {"name": "key", "isDedupeField": True}, {"name": "car", **link})
    (asset,) = server.get(f"{SCHEMA}/{ready}/dependentAssets.json").result
    assert (asset["assetName"], asset["usedFields"]) == (child, ["car"])
    assert schema(server, ready, "delete") == refused("1022", "Object in use")
    assert schema(server, child, "delete") is None
    assert server.get(f"{SCHEMA}/{ready}/dependentAssets.json").result == []
    assert schema(server, ready, "delete") is None


@pytest.mark.fact("D", "7.3")
def test_the_vendors_limits(store: Store) -> None:
    with closing(store), Rehearsal(store) as server:
        names = [new_type(server) for _ in range(10)]
        eleventh = server.post(TYPES, {"apiName": "more", "displayName": "More"})
        text = "Too many custom object types. Maximum allowed is 10"
        assert eleventh.error == ("1003", text)
        one, too_many = names[0], refused("1028", "Max field limit reached")
        first = [field("vin", isDedupeField=True), *(field(f"f{each}") for each in range(24))]
        assert add(server, one, *first) is None
        assert add(server, one, *(field(f"g{each}") for each in range(26))) == too_many
        schema(server, one, "approve")
        assert add(server, one, *(field(f"g{each}") for each in range(20))) is None
        assert add(server, one, field("last")) == too_many
        lifted = server.another(settings=settings(limit_custom_objects=False))
        assert add(lifted, one, field("last")) is None
        assert lifted.post(TYPES, {"apiName": "more", "displayName": "More"}).result == []


@pytest.mark.fact("D", "2.3")
def test_permission(server: Rehearsal) -> None:
    name = new_type(server)
    reader = token_with(server, "Read-Only Custom Object Type")
    other = token_with(server, "Read-Write Custom Object")
    denied = ("603", "Access denied")
    assert server.get(TYPES, {"names": name}, token=reader).result
    assert server.get(TYPES, token=other).error == denied
    for token in (reader, other):
        body = {"apiName": name, "displayName": "x"}
        assert server.post(TYPES, body, token=token).error == denied
        for verb in ("approve", "delete", "discardDraft"):
            assert server.post(f"{SCHEMA}/{name}/{verb}.json", token=token).error == denied
