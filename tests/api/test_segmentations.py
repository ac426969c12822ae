"""Segmentations: every lead in one segment, always (behaviour.md 4.4, 9.1; request_forms.md)."""

from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from typing import Any

import pytest
import yaml

from leadkeep.blueprint.apply import apply_blueprint
from leadkeep.blueprint.export import write_blueprint
from leadkeep.blueprint.file import BlueprintError, parse_blueprint
from leadkeep.domain.automation.rules import check_rules, matching, parse_rules
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.costs import Prepare, assert_cost_is_fixed, watched
from tests.support.leads import LEADS, create, fresh, logged, read, sync
from tests.support.lists import NOTHING_FOUND, add, get

FIELD = "sizeSegment"
SIZE = """
lists: [{name: Friends}]
segmentations:
  - name: Size
    segments:
      - {name: Large, rules: [{field: numberOfEmployees, operator: at least, values: [1000]}]}
      - name: Near
        match: any
        rules: [{memberOfList: Friends}, {field: country, operator: is, values: [France]}]
"""


@pytest.fixture
def server(stores: StoreFactory) -> Iterator[Rehearsal]:
    with closing(stores.make()) as store, Rehearsal(store) as running:
        yield running


def apply(server: Rehearsal, text: str) -> list[str]:
    blueprint = parse_blueprint("segments.yaml", text.encode())
    return [each.status for each in apply_blueprint(server.store, blueprint, b"k" * 32).changes]


def segment_of(server: Rehearsal, lead_id: int) -> str:
    found: str = read(server, lead_id, FIELD)[FIELD]
    return found


def told(server: Rehearsal, lead_id: int) -> list[Any]:
    return [
        (row.primary_id, row.primary_value, row.attributes)
        for row in logged(server, lead_id)
        if row.type_id == 108
    ]


def test_a_lead_is_in_one_segment_after_each_change(server: Rehearsal) -> None:
    assert apply(server, SIZE) == ["created", "created"]
    email = fresh()
    lead_id = create(server, email=email)
    assert segment_of(server, lead_id) == "Default"
    assert told(server, lead_id) == []
    sync(server, {"email": email, "country": "france"})
    assert segment_of(server, lead_id) == "Near"
    sync(server, {"email": email, "numberOfEmployees": 1000})
    assert segment_of(server, lead_id) == "Large"
    sync(server, {"email": email, "numberOfEmployees": 5, "country": None})
    assert segment_of(server, lead_id) == "Default"
    (item,) = server.get("/rest/v1/lists.json", {"name": "Friends"}).result
    add(server, item["id"], lead_id)
    assert segment_of(server, lead_id) == "Near"
    large = create(server, numberOfEmployees=2000, country="France")
    assert segment_of(server, large) == "Large"
    segments = get(server, "segmentation/1001/segments.json").result
    ids = {each["name"]: each["id"] for each in segments}
    names = ("Near", "Large", "Default", "Near")
    assert told(server, lead_id) == [
        (1001, "Size", [("New Segment ID", ids[name])]) for name in names
    ]
    # A change that no segment asks for costs nothing more.
    assert not any(
        "list_member" in sql
        for sql in watched(server, lambda: sync(server, {"email": email, "city": "Paris"}))
    )


def test_segmentations_are_read_as_assets(server: Rehearsal) -> None:
    assert get(server, "segmentation.json").body["warnings"] == NOTHING_FOUND
    apply(server, SIZE + "  - {name: Idea, status: draft, segments: []}")
    first, second = get(server, "segmentation.json", batchSize=200).result
    assert first.pop("url").endswith("#SG1001A1")
    assert first == {
        "id": 1001,
        "name": "Size",
        "createdAt": "2026-01-15T18:00:00Z+0000",
        "updatedAt": "2026-01-15T18:00:00Z+0000",
        "status": "approved",
        "description": "",
        "folder": {"type": "Program", "value": 9, "folderName": None},
        "workspace": "Default",
    }
    assert (second["name"], second["status"]) == ("Idea", "draft")
    (page,) = get(server, "segmentation.json", batchSize=1, offset=1).result
    assert page["name"] == "Idea"
    (approved,) = get(server, "segmentation.json", status="approved").result
    assert approved["name"] == "Size"
    assert get(server, "segmentation.json", status="odd").error[0] == "1003"
    segments = get(server, "segmentation/1001/segments.json", status="approved").result
    assert [each["name"] for each in segments] == ["Large", "Near", "Default"]
    assert {each["segmentationId"] for each in segments} == {1001}
    nothing = get(server, "segmentation/1001/segments.json", status="draft")
    assert nothing.body["warnings"] == NOTHING_FOUND
    assert get(server, "segmentation/9/segments.json").body["warnings"] == NOTHING_FOUND


def test_the_segment_is_a_field_that_records_cannot_set(server: Rehearsal) -> None:
    apply(server, SIZE)
    described = {
        each["displayName"]: each for each in server.get("/rest/v1/leads/describe.json").result
    }
    own = described["Size Segment"]
    assert (own["rest"], own["dataType"]) == ({"name": FIELD, "readOnly": True}, "string")
    lead_id = create(server, **{FIELD: "Large"})
    assert segment_of(server, lead_id) == "Default"


def test_leads_that_are_there_are_moved_by_a_job(server: Rehearsal) -> None:
    records = [{"email": fresh(), "numberOfEmployees": number % 2 * 1000} for number in range(300)]
    lead_ids = [item["id"] for item in server.post(LEADS, {"input": records}).result]
    apply(server, SIZE)
    assert server.run_jobs() >= 1
    found = [segment_of(server, lead_id) for lead_id in lead_ids[:4]]
    assert found == ["Default", "Large", "Default", "Large"]
    assert told(server, lead_ids[1]) == []
    changed = SIZE.replace("[1000]", "[5000]")
    assert apply(server, changed) == ["unchanged", "updated"]
    assert apply(server, changed) == ["unchanged", "unchanged"]
    server.run_jobs()
    assert {segment_of(server, lead_id) for lead_id in lead_ids[:4]} == {"Default"}
    assert len(told(server, lead_ids[1])) == 1


def test_the_segment_is_a_filter(server: Rehearsal) -> None:
    apply(server, SIZE)
    large, other = create(server, numberOfEmployees=2000), create(server)

    def members(one: dict[str, Any]) -> set[int]:
        def ask(tx: Any) -> set[int]:  # noqa: ANN401
            rules = parse_rules({"filters": [one]})
            check_rules(tx, rules)
            assert parse_rules(rules.spelled()) == rules
            return matching(tx, rules, [large, other])

        return server.store.read_now(ask)

    assert members({"segment": "size", "values": ["LARGE"]}) == {large}
    assert members({"segment": "Size", "operator": "is not", "values": ["Large"]}) == {other}
    for one, problem in (
        ({"segment": "Size", "values": ["Huge"]}, "has no segment Huge"),
        ({"segment": "Weight", "values": ["Large"]}, "no approved segmentation is named Weight"),
        ({"segment": "Size", "operator": "contains", "values": ["L"]}, "does not apply"),
    ):
        with pytest.raises(ValueError, match=problem):
            members(one)


@pytest.mark.parametrize(
    ("segments", "problem"),
    [
        ("[{name: Default, rules: [{memberOfList: Friends}]}]", "two segments named Default"),
        ("[{name: A, rules: []}]", "segment A: a segment has filters"),
        ("[{name: A, rules: [{activity: Was Added to List}]}]", "fields, lists and programs only"),
        (
            "[{name: A, rules: [{field: createdAt, operator: in past, values: [1 day]}]}]",
            "must not change with the day",
        ),
        ("[{name: A, rules: [{memberOfList: Nowhere}]}]", "segment A: filter 1: no list is named"),
        (
            "[{name: A, rules: [{field: updatedAt, operator: is empty}]}]",
            "cannot look at updatedAt",
        ),
    ],
)
def test_segments_that_make_no_sense_are_blamed(
    server: Rehearsal, segments: str, problem: str
) -> None:
    with pytest.raises(BlueprintError, match=problem):
        apply(server, f"segmentations: [{{name: Odd, segments: {segments}}}]")
    apply(server, SIZE)
    with pytest.raises(BlueprintError, match="does not become a draft again"):
        apply(server, "segmentations: [{name: Size, status: draft}]")


def test_an_export_makes_the_same_segmentations(stores: StoreFactory) -> None:
    text, written = SIZE, []
    for _ in range(2):
        with closing(stores.make()) as store, Rehearsal(store) as server:
            apply(server, text)
            assert set(apply(server, text)) == {"unchanged"}
            target = StringIO()
            write_blueprint(server.store, target)
            text = target.getvalue()
            written.append(yaml.safe_load(text))
    assert written[0] == written[1]
    assert written[0]["segmentations"][0]["segments"][1]["match"] == "any"
    assert "fields" not in written[0]


def updating(server: Rehearsal, size: int) -> Any:  # noqa: ANN401
    emails = [fresh("segment") for _ in range(size)]
    server.post(LEADS, {"input": [{"email": each} for each in emails]})
    records = [{"email": each, "numberOfEmployees": 1000} for each in emails]
    return lambda: server.post(LEADS, {"input": records}).result


def test_a_call_costs_the_same_statements_for_many_leads(server: Rehearsal) -> None:
    prepare: Prepare = updating
    watched(server, prepare(server, 3))
    bare = watched(server, prepare(server, 3))
    assert not any("segment" in sql for sql in bare)
    apply(server, SIZE)
    assert_cost_is_fixed(server, prepare, most=len(bare) + 8)
