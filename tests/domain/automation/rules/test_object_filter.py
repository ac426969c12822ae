"""Filters on custom objects: by each way of linking, by fields, by number of records."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.blueprint.file import BlueprintError
from leadkeep.domain.automation.rules import (
    FilterVerdict,
    check_rules,
    explain_filters,
    filters_in_words,
    matching,
    parse_rules,
)
from leadkeep.testing import Rehearsal
from tests.support.campaigns import apply, campaign_id, pass_through, values_of
from tests.support.leads import ENGINES, create, fresh, module_server
from tests.support.lists import fresh_name
from tests.support.records import ensure_type

RED = (
    "where: [{attribute: color, values: [red]}, "
    "{attribute: price, operator: at least, values: [5]}]"
)

RED_COLOR = {"attribute": "color", "values": ["red"]}


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        fields: list[dict[str, Any]] = [
            {"name": "key", "isDedupeField": True},
            {"name": "color"},
            {"name": "price", "dataType": "currency"},
        ]
        for name, field in {"car": "id", "boat": "email"}.items():
            related = {"name": "Lead", "field": field}
            link = {"name": "owner", "dataType": "link", "relatedTo": related}
            ensure_type(running, name, *fields, link)
        ensure_type(running, "stone", fields[0])
        yield running


def own(server: Rehearsal, name: str, lead: int, color: str, price: object) -> None:
    owner = lead if name == "car" else values_of(server, lead, "email")[0]
    record = {"key": fresh(), "owner": owner, "color": color, "price": price}
    (item,) = server.post(f"/rest/v1/customobjects/{name}.json", {"input": [record]}).result
    assert item["status"] == "created"


@pytest.mark.parametrize("name", ["car", "boat"])
def test_leads_are_found_by_their_records(server: Rehearsal, name: str) -> None:
    one, two, blue, none = leads = [create(server, email=fresh()) for _ in range(4)]
    own(server, name, one, "red", "5.000000000000000001")
    own(server, name, two, "red", 7)
    own(server, name, two, "Red", 9)
    own(server, name, blue, "blue", 9)
    own(server, name, blue, "red", "4.999999999999999999")
    red = [
        {"attribute": "color", "values": ["red"]},
        {"attribute": "Price", "operator": "at least", "values": [5]},
    ]

    def found(**members: object) -> list[int]:
        rules = parse_rules({"filters": [{"customObject": name.upper(), **members}]})
        return server.store.read_now(lambda tx: sorted(matching(tx, check_rules(tx, rules), leads)))

    assert found() == [one, two, blue]
    assert found(where=red) == [one, two]
    assert found(where=red, minTimes=2) == [two]
    assert found(minTimes=2) == [two, blue]
    assert found(**{"where": red, "not": True}) == [blue, none]
    assert found(**{"not": True}) == [none]


def test_campaigns_and_smart_lists_use_them_and_are_named(server: Rehearsal) -> None:
    lead, other, name = create(server), create(server), fresh_name("Owners")
    own(server, "car", lead, "red", 6)
    apply(
        server,
        f"""
smartLists: [{{name: {name}, filters: [{{customObject: car, {RED}}}]}}]
campaigns:
- name: {name}
  active: true
  triggers: [{{type: Campaign is Requested}}]
  filters: [{{memberOfSmartList: {name}}}]
  flow:
  - changeDataValue: {{field: title, value: b}}
    choices: [{{if: {{customObject: car}}, value: a}}]
""",
    )
    pass_through(server, campaign_id(server, name), lead, other)
    assert [values_of(server, each, "title") for each in (lead, other)] == [["a"], [None]]
    result = server.get("/rest/v1/customobjects/schema/car/dependentAssets.json").result
    mine = [
        (each["assetType"], each["assetName"], each.get("usedFields"))
        for each in result
        if name in each["assetName"]
    ]
    assert mine == [
        ("Smart Campaign", f"{name} (Smart List)", None),
        ("Smart List", name, None),
        ("Smart List", name, ["color", "price"]),
    ]


def test_words_say_that_a_field_was_deleted(server: Rehearsal) -> None:
    """The field of a type may go; then the filter matches no lead, with or without records."""
    link = {"name": "owner", "dataType": "link", "relatedTo": {"name": "Lead", "field": "id"}}
    ensure_type(server, "van", {"name": "key", "isDedupeField": True}, {"name": "color"}, link)
    lead, sent = create(server), {"customObject": "van", "where": [RED_COLOR], "not": True}
    rules = server.store.read_now(lambda tx: check_rules(tx, parse_rules({"filters": [sent]})))

    def explained() -> tuple[list[str], list[FilterVerdict]]:
        return server.store.read_now(
            lambda tx: (filters_in_words(tx, rules), explain_filters(tx, rules, lead))
        )

    (words,), (verdict,) = explained()
    assert verdict.is_met
    assert "color is red" in words
    schema = "/rest/v1/customobjects/schema/van"
    gone = server.post(f"{schema}/deleteField.json", {"input": [{"name": "color"}]})
    assert gone.body["success"], gone.body
    assert server.post(f"{schema}/approve.json").body["success"]
    (words,), (verdict,) = explained()
    assert words == "van (matches no lead: van has no field named color)"
    assert (verdict.words, verdict.is_met, verdict.seen) == (words, False, None)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("{customObject: caar}", "did you mean car"),
        ("{customObject: stone}", "no custom object with a link to leads is named stone"),
        ("{customObject: car, where: [{attribute: colr, values: [a]}]}", "did you mean color"),
        ("{customObject: car, where: [{attribute: price, values: [a]}]}", "a is not a number"),
        ("{customObject: car, minTimes: 0}", "minTimes must be a number from 1"),
    ],
)
def test_what_does_not_exist_is_refused(server: Rehearsal, rule: str, text: str) -> None:
    with pytest.raises(BlueprintError, match=text):
        apply(server, f"smartLists: [{{name: X, filters: [{rule}]}}]")
