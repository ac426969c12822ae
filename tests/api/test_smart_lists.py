"""Smart lists as assets, in blueprints, and as a filter (behaviour.md 4.4, 9.1)."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import yaml

from leadkeep.blueprint.apply import apply_blueprint
from leadkeep.blueprint.export import write_blueprint
from leadkeep.blueprint.file import BlueprintError, parse_blueprint
from leadkeep.domain.automation.rules import matching, parse_rules
from leadkeep.domain.instance.access import save_partition, save_workspace
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.leads import ENGINES, create, module_server
from tests.support.lists import GROUP_LISTS, NOTHING_FOUND, fresh_name, get, post, reference

GROUP_SMART_LISTS = 13
FRENCH = "filters: [{field: country, operator: is, values: [France]}]"
RULES = """match: 1 and (2 or 3), filters: [
    {field: country, operator: is, values: [France, Spain]},
    {memberOfList: Smart News, in: false},
    {activity: Visited Web Page, where: [{attribute: Web Page, values: [home]}], minTimes: 2}]"""


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        apply(running, "lists: [{name: Smart News}]")
        yield running


def apply(server: Rehearsal, text: str) -> list[str]:
    blueprint = parse_blueprint("smart.yaml", text.encode())
    return [each.status for each in apply_blueprint(server.store, blueprint, b"k" * 32).changes]


def new_smart_list(server: Rehearsal, rules: str = FRENCH, **members: str) -> tuple[int, str]:
    name = fresh_name("Smart")
    more = "".join(f"{key}: {value}, " for key, value in members.items())
    assert apply(server, f"smartLists: [{{name: {name}, {more}{rules}}}]") == ["created"]
    (item,) = get(server, "smartList/byName.json", name=name.upper()).result
    assert item["name"] == name
    return item["id"], name


def test_a_smart_list_is_read_with_its_rules(server: Rehearsal) -> None:
    number, name = new_smart_list(server, RULES, description="Near us")
    (item,) = get(server, f"smartList/{number}.json").result
    assert item.pop("url").endswith(f"#SL{number}A1")
    assert item.pop("createdAt") == item.pop("updatedAt") == "2026-01-15T18:00:00Z+0000"
    expected = {
        "id": number,
        "name": name,
        "description": "Near us",
        "folder": {"id": GROUP_SMART_LISTS, "type": "Folder"},
        "workspace": "Default",
    }
    assert item == expected
    (item,) = get(server, f"smartList/{number}.json", includeRules="true").result
    rules = item["rules"]
    assert (rules["filterMatchType"], rules["triggers"]) == ("1 and (2 or 3)", [])
    shown = [(each["name"], each["ruleType"], each["operator"]) for each in rules["filters"]]
    assert shown == [
        ("Country", "Attribute", "is"),
        ("Member of List", "Member", "not in"),
        ("Visited Web Page", "Activity", "occurs"),
    ]
    page, times = rules["filters"][2]["conditions"]
    assert page["activityAttributeName"] == "Web Page"
    assert (page["operator"], page["values"], page["isPrimary"]) == ("is", ["home"], True)
    assert times["values"] == ["2"]


def test_what_is_not_there_is_not_found(server: Rehearsal) -> None:
    assert get(server, "smartList/999999.json").body["warnings"] == NOTHING_FOUND
    assert get(server, "smartList/byName.json", name="nowhere").body["warnings"] == NOTHING_FOUND
    assert get(server, "smartList/byName.json", name="a\0b").body["warnings"] == NOTHING_FOUND
    assert get(server, "smartList/byName.json").error[0] == "701"
    assert get(server, "smartList/x.json").error[0] == "1001"
    assert get(server, "smartList/1.json", includeRules="maybe").error[0] == "1001"
    assert post(server, "smartList/999999/delete.json").error == (
        "702",
        "Smart List not found or it has been deleted",
    )


def test_smart_lists_are_browsed_by_folder(server: Rehearsal) -> None:
    numbers = {new_smart_list(server)[0] for _ in range(2)}
    found = get(server, "smartLists.json", folder=reference(GROUP_SMART_LISTS), maxReturn=200)
    ids = [item["id"] for item in found.result]
    assert numbers <= set(ids)
    assert ids == sorted(ids)
    assert "rules" not in found.result[0]
    elsewhere = get(server, "smartLists.json", folder=reference(GROUP_LISTS))
    assert elsewhere.body["warnings"] == NOTHING_FOUND
    page = get(server, "smartLists.json", maxReturn=1, offset=1).result
    assert len(page) == 1


def test_a_clone_has_the_rules_and_may_be_deleted(server: Rehearsal) -> None:
    number, name = new_smart_list(server)
    form = {"name": f"{name} copy", "folder": reference(GROUP_SMART_LISTS)}
    (copy,) = post(server, f"smartList/{number}/clone.json", **form).result
    (shown,) = get(server, f"smartList/{copy['id']}.json", includeRules="1").result
    assert shown["rules"]["filters"][0]["conditions"][0]["values"] == ["France"]
    assert post(server, f"smartList/{number}/clone.json", **form).error[0] == "709"
    wrong = form | {"name": fresh_name("Copy"), "folder": reference(GROUP_LISTS)}
    assert post(server, f"smartList/{number}/clone.json", **wrong).error[0] == "711"
    assert post(server, f"smartList/{copy['id']}/delete.json").result == [{"id": copy["id"]}]
    assert get(server, f"smartList/{copy['id']}.json").body["warnings"] == NOTHING_FOUND


def test_other_workspaces_and_readers_are_kept_out(server: Rehearsal) -> None:
    number, _ = new_smart_list(server)
    server.store.write_now(lambda tx: save_workspace(tx, "Smart Other"))
    server.store.write_now(lambda tx: save_partition(tx, "Smart Other", ["Smart Other"]))
    role = server.save_role("smart reader", "Read-Only Assets")
    reader = server.token_for(server.add_client("smart reader", role))
    other = server.token_for(server.add_client("smart other", workspace="Smart Other"))
    assert get(server, f"smartList/{number}.json", token=reader).result
    assert post(server, f"smartList/{number}/delete.json", token=reader).error[0] == "603"
    assert get(server, f"smartList/{number}.json", token=other).body["warnings"] == NOTHING_FOUND
    assert post(server, f"smartList/{number}/delete.json", token=other).error[0] == "702"
    assert post(server, f"smartList/{number}/delete.json").result


def members(server: Rehearsal, one: dict[str, Any], lead_ids: list[int]) -> set[int]:
    rules = parse_rules({"filters": [one]})
    return server.store.read_now(lambda tx: matching(tx, rules, lead_ids))


def test_a_smart_list_is_a_filter(server: Rehearsal) -> None:
    number, name = new_smart_list(server)
    french, other = create(server, country="France"), create(server, country="Italy")
    inside = {"memberOfSmartList": name.lower()}
    assert members(server, inside, [french, other]) == {french}
    assert members(server, inside | {"in": False}, [french, other]) == {other}
    outer, outer_name = new_smart_list(server, f"filters: [{{memberOfSmartList: {name}}}]")
    assert members(server, {"memberOfSmartList": outer_name}, [french, other]) == {french}
    in_use = ("709", "Business Rule Violation: Smart List is in use")
    assert post(server, f"smartList/{number}/delete.json").error == in_use
    assert post(server, f"smartList/{outer}/delete.json").result
    assert post(server, f"smartList/{number}/delete.json").result
    assert members(server, inside, [french, other]) == set()


def test_a_circle_is_refused(server: Rehearsal) -> None:
    _, first = new_smart_list(server)
    _, second = new_smart_list(server, f"filters: [{{memberOfSmartList: {first}}}]")
    for through in (first, second):
        circle = f"smartLists: [{{name: {first}, filters: [{{memberOfSmartList: {through}}}]}}]"
        with pytest.raises(BlueprintError, match=f"rules of {first} lead back to itself"):
            apply(server, circle)


@pytest.mark.parametrize(
    ("item", "problem"),
    [
        ("{name: X, filters: [{memberOfSmartList: Nowhere}]}", "filter 1: no smart list is named"),
        ("{name: X, match: 1 or 2, " + FRENCH + "}", "there is no filter 2"),
        ("{name: X, filters: {}}", "expected `array"),
        (
            "{name: X, program: P, folder: F}",
            "a smart list needs a folder or a program as its parent",
        ),
        ("{name: X, folder: Group Lists}", "no folder named Group Lists takes this"),
        ("{name: X},\n{name: x}", "smartLists: x: is in line 1 already"),
    ],
)
def test_an_item_that_makes_no_sense_is_blamed(server: Rehearsal, item: str, problem: str) -> None:
    with pytest.raises(BlueprintError, match=problem) as blamed:
        apply(server, f"smartLists: [{item}]")
    assert "smartLists: " in str(blamed.value)


def test_an_export_makes_the_same_smart_lists(stores: StoreFactory) -> None:
    text = f"""
lists: [{{name: Smart News}}]
smartLists:
  - {{name: Inner, {RULES}}}
  - {{name: Outer, description: All, filters: [{{memberOfSmartList: Inner, in: false}}]}}
"""
    written = []
    for _ in range(2):
        store = stores.make()
        with Rehearsal(store) as server:
            apply(server, text)
            assert set(apply(server, text)) == {"unchanged"}
            target = StringIO()
            write_blueprint(server.store, target)
            text = target.getvalue()
            written.append(yaml.safe_load(text)["smartLists"])
        store.close()
    assert written[0] == written[1]
    assert [each["name"] for each in written[0]] == ["Inner", "Outer"]
