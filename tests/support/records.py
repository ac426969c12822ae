"""What the tests of companies, custom objects and all between share: each object as data."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from leadkeep.testing import Rehearsal
from tests.support.leads import create

_numbers = count(1)


@dataclass(frozen=True)
class Target:
    """An object that is synced, queried and deleted by the common rules."""

    name: str
    path: str
    new_key: Callable[[Rehearsal], dict[str, Any]]
    """Returns dedupe values that no other record has; what they refer to is there."""
    field: str
    """A further field: a text of 255 characters, or a boolean if not ``is_text``."""
    permission: str
    id_name: str = "marketoGUID"
    wanted: dict[str, Any] = dataclasses.field(default_factory=dict)
    """What a new record must have beside its key."""
    missing: str = "Record not found"
    is_text: bool = True

    @property
    def values(self) -> tuple[Any, Any]:
        """Two values of the field."""
        return ("one", "two") if self.is_text else (True, False)

    @property
    def empty(self) -> Any:  # noqa: ANN401
        """What the field shows when it has no value."""
        return None if self.is_text else False

    def deleted(self, seq: int, record_id: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return the result item of a deleted record; that of a named account carries both ids."""
        twice = {"id": record_id} if self.path.startswith("namedaccount") else {}
        return {"seq": seq, **twice, self.id_name: record_id, "status": "deleted"}

    @property
    def url(self) -> str:
        return f"/rest/v1/{self.path}.json"

    @property
    def delete_url(self) -> str:
        return f"/rest/v1/{self.path}/delete.json"

    @property
    def describe_url(self) -> str:
        return f"/rest/v1/{self.path}/describe.json"


def external(name: str) -> Callable[[Rehearsal], dict[str, Any]]:
    """Return what makes keys of one text field."""
    return lambda _server: {name: f"Key-{next(_numbers)}"}


NO_OBJECT = "Object not found"
COMPANY = Target(
    "Company", "companies", external("externalCompanyId"), "industry", "Company", id_name="id"
)
SALES_PERSON = Target(
    *("Sales Person", "salespersons", external("externalSalesPersonId"), "title", "Sales Person"),
    id_name="id",
)
OPPORTUNITY = Target(
    *("Opportunity", "opportunities", external("externalOpportunityId"), "stage", "Opportunity"),
    wanted={"name": "Big Deal"},
    missing=NO_OBJECT,
)
NAMED_ACCOUNT = Target("Named Account", "namedaccounts", external("name"), "city", "Named Account")

_parents: WeakKeyDictionary[Rehearsal, dict[str, Any]] = WeakKeyDictionary()


def _new_role(server: Rehearsal) -> dict[str, Any]:
    if server not in _parents:
        opportunity = {"externalOpportunityId": "Parent"}
        put(server, OPPORTUNITY, {**opportunity, "name": "Parent"})
        _parents[server] = opportunity | {"leadId": create(server)}
    return _parents[server] | {"role": f"Role-{next(_numbers)}"}


ROLE = Target(
    *("Opportunity Role", "opportunities/roles", _new_role, "isPrimary", "Opportunity"),
    missing=NO_OBJECT,
    is_text=False,
)


SCHEMA = "/rest/v1/customobjects/schema"
_types: WeakKeyDictionary[Rehearsal, set[str]] = WeakKeyDictionary()
_pupils: WeakKeyDictionary[Rehearsal, int] = WeakKeyDictionary()


def schema(server: Rehearsal, api_name: str, verb: str, body: Any = None) -> Any:  # noqa: ANN401
    """Call one of the operations on a type of custom objects; return its error, if any."""
    return server.post(f"{SCHEMA}/{api_name}/{verb}.json", body).body.get("errors")


def make_type(server: Rehearsal, api_name: str, *fields: dict[str, Any]) -> None:
    """Make and approve a type of custom objects."""
    answer = server.post(f"{SCHEMA}.json", {"apiName": api_name, "displayName": api_name})
    assert answer.result == []
    items = [{"displayName": each["name"], "dataType": "string"} | each for each in fields]
    assert schema(server, api_name, "addField", {"input": items}) is None
    assert schema(server, api_name, "approve") is None


def ensure_type(server: Rehearsal, api_name: str, *fields: dict[str, Any]) -> None:
    """Make a type once on each server."""
    known = _types.setdefault(server, set())
    if api_name not in known:
        known.add(api_name)
        make_type(server, api_name, *fields)


VIN: dict[str, Any] = {"name": "vin", "isDedupeField": True}
LEAD_LINK: dict[str, Any] = {"dataType": "link", "relatedTo": {"name": "Lead", "field": "id"}}


def _new_car(server: Rehearsal) -> dict[str, Any]:
    owner = {"name": "owner", **LEAD_LINK}
    year = {"name": "year", "dataType": "integer"}
    ensure_type(server, "car_c", VIN, owner, {"name": "color"}, year)
    return {"vin": f"Vin-{next(_numbers)}"}


def _new_course(server: Rehearsal) -> dict[str, Any]:
    ensure_type(
        server,
        "course",
        {"name": "pupil", "isDedupeField": True, **LEAD_LINK},
        {"name": "subject", "isDedupeField": True},
        {"name": "passed", "dataType": "boolean"},
    )
    if server not in _pupils:
        _pupils[server] = create(server)
    return {"pupil": _pupils[server], "subject": f"Subject-{next(_numbers)}"}


CAR = Target("Car", "customobjects/car_c", _new_car, "color", "Custom Object", missing=NO_OBJECT)
COURSE = Target(
    *("Course", "customobjects/course", _new_course, "passed", "Custom Object"),
    missing=NO_OBJECT,
    is_text=False,
)
OBJECTS = [COMPANY, SALES_PERSON, OPPORTUNITY, ROLE, NAMED_ACCOUNT, CAR, COURSE]


def put(server: Rehearsal, of: Target, *records: Any, **wrapper: Any) -> Any:  # noqa: ANN401
    """Sync records and return the result."""
    return server.post(of.url, {"input": list(records), **wrapper}).result


def made(server: Rehearsal, of: Target, **values: Any) -> tuple[dict[str, Any], Any]:  # noqa: ANN401
    """Make a record; return its key and its id."""
    key = of.new_key(server)
    (item,) = put(server, of, {**key, **of.wanted, **values})
    assert item["status"] == "created", item
    return key, item[of.id_name]


def drop(server: Rehearsal, of: Target, *records: Any, **wrapper: Any) -> Any:  # noqa: ANN401
    """Delete records and return the result."""
    return server.post(of.delete_url, {"input": list(records), **wrapper}).result


def found(server: Rehearsal, of: Target, filter_type: str, *values: object, **query: object) -> Any:  # noqa: ANN401
    """Query records by single values and return the result."""
    wanted = {"filterType": filter_type, "filterValues": ",".join(map(str, values)), **query}
    return server.get(of.url, wanted).result


def by_keys(server: Rehearsal, of: Target, *keys: dict[str, Any], **body: Any) -> Any:  # noqa: ANN401
    """Query records by their dedupe fields, as a JSON body, and return the reply's body."""
    sent = {"filterType": "dedupeFields", "input": list(keys), **body}
    return server.request("POST", of.url, {"_method": "GET"}, json=sent).body


def shown(server: Rehearsal, of: Target, record_id: object, *fields: str) -> dict[str, Any]:
    """Return fields of one record."""
    (item,) = found(server, of, "idField", record_id, fields=",".join(fields))
    return {name: item[name] for name in fields}


def refused(seq: int, code: str, message: str) -> dict[str, Any]:
    """Return the result item of a record that was skipped (behaviour.md 7.1)."""
    reason = {"code": code, "message": message}
    return {"seq": seq, "status": "skipped", "reasons": [reason]}
