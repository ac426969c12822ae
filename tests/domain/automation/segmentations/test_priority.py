"""Each lead is in exactly one segment: the first one, in order, whose rules match."""

from collections.abc import Collection, Mapping, Sequence
from itertools import permutations
from typing import Any

import pytest

from leadkeep.domain.automation.rules import parse_rules
from leadkeep.domain.automation.segmentations import (
    DEFAULT,
    NewSegment,
    Segmentation,
    SegmentationStatus,
    assign,
    save_segmentation,
)
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import lock_leads_in_scope
from leadkeep.errors import Reason, Refusal
from leadkeep.testing import Rehearsal
from tests.support.leads import create, logged, read, sync

APPROVED, DRAFT = SegmentationStatus.APPROVED, SegmentationStatus.DRAFT
CHANGE_SEGMENT = 108
CITY = {"field": "city", "operator": "is", "values": ["Paris"]}
COUNTRY = {"field": "country", "operator": "is", "values": ["France"]}
LARGE = {"field": "numberOfEmployees", "operator": "at least", "values": [100]}
RULES: Mapping[str, dict[str, Any]] = {"City": CITY, "Country": COUNTRY, "Large": LARGE}
VALUES: Mapping[str, dict[str, Any]] = {
    "City": {"city": "paris"},
    "Country": {"country": "France"},
    "Large": {"numberOfEmployees": 100},
}


def segments(*names: str) -> list[NewSegment]:
    return [NewSegment(name, parse_rules({"filters": [RULES[name]]})) for name in names]


def save(
    server: Rehearsal,
    wanted: Sequence[NewSegment] | None,
    status: SegmentationStatus = APPROVED,
    name: str = "Place",
) -> tuple[Segmentation, str]:
    """Save a segmentation and run the jobs that assign its leads."""
    found = server.store.write_now(lambda tx: save_segmentation(tx, name, status, wanted, 1))
    server.run_jobs()
    return found


def segment_of(server: Rehearsal, lead_id: int) -> str:
    found: str = read(server, lead_id, "placeSegment")["placeSegment"]
    return found


def moves(server: Rehearsal, lead_id: int) -> int:
    return sum(each.type_id == CHANGE_SEGMENT for each in logged(server, lead_id))


def test_the_first_segment_that_matches_counts_in_every_order(server: Rehearsal) -> None:
    """A reordered segmentation moves the leads that are there, by its job."""
    names = tuple(RULES)
    meets = [
        tuple(name for place, name in enumerate(names) if number >> place & 1)
        for number in range(2 ** len(names))
    ]
    leads = {
        met: create(server, **{k: v for name in met for k, v in VALUES[name].items()})
        for met in meets
    }
    for order in permutations(names):
        save(server, segments(*order))
        for met, lead_id in leads.items():
            wanted = next((name for name in order if name in met), DEFAULT)
            assert segment_of(server, lead_id) == wanted, (order, met)


def test_a_change_moves_a_lead_at_once_and_tells_it_once(server: Rehearsal) -> None:
    save(server, segments("City", "Country"))
    lead_id = create(server, country="France")
    assert (segment_of(server, lead_id), moves(server, lead_id)) == ("Country", 1)
    sync(server, {"id": lead_id, "city": "Paris"}, lookupField="id")
    assert (segment_of(server, lead_id), moves(server, lead_id)) == ("City", 2)
    sync(server, {"id": lead_id, "country": None}, lookupField="id")
    assert (segment_of(server, lead_id), moves(server, lead_id)) == ("City", 2)
    sync(server, {"id": lead_id, "city": None}, lookupField="id")
    assert (segment_of(server, lead_id), moves(server, lead_id)) == (DEFAULT, 3)


def test_the_first_assignment_is_no_change_and_a_later_one_is(server: Rehearsal) -> None:
    lead_id = create(server, city="Paris", country="France")
    save(server, segments("City", "Country"))
    assert (segment_of(server, lead_id), moves(server, lead_id)) == ("City", 0)
    save(server, segments("Country", "City"))
    assert (segment_of(server, lead_id), moves(server, lead_id)) == ("Country", 1)
    save(server, segments("City"))
    assert (segment_of(server, lead_id), moves(server, lead_id)) == ("City", 2)
    save(server, [])
    assert (segment_of(server, lead_id), moves(server, lead_id)) == (DEFAULT, 3)


def test_a_draft_assigns_nobody_until_it_is_approved(server: Rehearsal) -> None:
    lead_id = create(server, city="Paris")
    draft, status = save(server, segments("City"), DRAFT)
    assert (draft.field_name, status) == (None, "created")
    approved, status = save(server, None)
    assert (approved.field_name, status) == ("placeSegment", "updated")
    assert segment_of(server, lead_id) == "City"
    assert save(server, None)[1] == "unchanged"
    with pytest.raises(ValueError, match="does not become a draft"):
        save(server, None, DRAFT)


def test_a_segment_keeps_its_id_by_its_name(server: Rehearsal) -> None:
    before, _ = save(server, segments("City", "Country"))
    after, _ = save(server, segments("Large", "Country", "City"))
    old = {each.name: each.id for each in before.segments}
    new = {each.name: each.id for each in after.segments}
    assert [each.name for each in after.segments] == ["Large", "Country", "City", DEFAULT]
    assert old.items() <= new.items()
    assert new["Large"] not in old.values()


WRONG: Mapping[str, tuple[list[dict[str, Any]], str]] = {
    "no filter": ([], "filters and no triggers"),
    "a relative date": (
        [{"field": "createdAt", "operator": "in past", "values": ["1 day"]}],
        "must not change with the day",
    ),
    "a derived field": (
        [{"field": "updatedAt", "operator": "is not empty"}],
        "cannot look at updatedAt",
    ),
    "an unknown field": ([{"field": "moon", "operator": "is empty"}], "moon"),
    "a smart list": ([{"memberOfSmartList": "Any"}], "fields, lists and programs only"),
}


@pytest.mark.parametrize(("filters", "problem"), WRONG.values(), ids=WRONG)
def test_rules_whose_result_may_change_unseen_are_refused(
    server: Rehearsal, filters: list[dict[str, Any]], problem: str
) -> None:
    wrong = NewSegment("Wrong", parse_rules({"filters": filters}))
    with pytest.raises(ValueError, match=f"segment Wrong: .*{problem}"):
        save(server, [*segments("City"), wrong])
    assert save(server, segments("City"))[1] == "created", "the refusal has stored nothing"


@pytest.mark.parametrize("name", ["city", " CITY ", "default", DEFAULT])
def test_two_segments_of_one_name_are_refused(server: Rehearsal, name: str) -> None:
    twin = NewSegment(name, parse_rules({"filters": [COUNTRY]}))
    with pytest.raises(ValueError, match="two segments named"):
        save(server, [*segments("City"), twin])
    assert save(server, segments("City", "Country"))[1] == "created"


def test_the_numbers_of_segments_and_segmentations_have_limits(server: Rehearsal) -> None:
    rules = parse_rules({"filters": [CITY]})
    many = [NewSegment(f"Segment {number}", rules) for number in range(101)]
    with pytest.raises(ValueError, match="more than 100 segments"):
        save(server, many, DRAFT)
    for number in range(20):
        save(server, many[:100] if number == 0 else None, DRAFT, f"Place {number}")
    with pytest.raises(ValueError, match="20 segmentations already"):
        save(server, None, DRAFT, "One more")
    assert save(server, segments("City"), DRAFT, "place 19")[1] == "updated"


@pytest.mark.parametrize(
    ("name", "reason"), [(" ", Reason.BLANK), ("x" * 256, Reason.TEXT_TOO_LONG)]
)
def test_a_name_that_cannot_be_is_refused(server: Rehearsal, name: str, reason: Reason) -> None:
    with pytest.raises(Refusal) as refused:
        save(server, segments("City"), DRAFT, name)
    assert refused.value.problem.reason is reason
    assert save(server, segments("City"), DRAFT, "x" * 255)[1] == "created"


def test_leads_that_are_in_their_segment_are_not_locked_again(
    server: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change that moves one lead of many locks that one."""
    locked: set[int] = set()

    def lock(work: Work, lead_ids: Collection[int]) -> set[int]:
        locked.update(lead_ids)
        return lock_leads_in_scope(work, lead_ids)

    leads = [create(server, city="Paris") for _ in range(5)]
    moving = create(server, country="France")
    odd = create(server, city="Z\u00fcrich")
    save(server, segments("City"))
    monkeypatch.setattr(assign, "lock_leads_in_scope", lock)
    save(server, segments("City", "Country"))
    # SQL cannot say what is beyond ASCII, so that lead is looked at, and stays.
    assert locked == {moving, odd}
    found = [segment_of(server, each) for each in (*leads, moving, odd)]
    assert found == [*["City"] * 5, "Country", DEFAULT]
    assert moves(server, odd) == 0
