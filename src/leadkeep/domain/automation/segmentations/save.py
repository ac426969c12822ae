"""Create and change segmentations (behaviour.md 4.4, request_forms.md Assets)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import delete, insert, update

from leadkeep.domain.assets.folders import checked_name
from leadkeep.domain.automation.rules import (
    MEMBER_OF_LIST,
    MEMBER_OF_PROGRAM,
    OPERATORS,
    FieldFilter,
    Rules,
    check_rules,
)
from leadkeep.domain.automation.segmentations.assign import compute_later
from leadkeep.domain.automation.segmentations.segmentation import (
    DEFAULT,
    NewSegment,
    Segment,
    Segmentation,
    SegmentationStatus,
    load_segmentations,
)
from leadkeep.domain.automation.segmentations.tables import (
    SEGMENT_IDS,
    SEGMENTATION_IDS,
    segment,
    segmentation,
)
from leadkeep.domain.fields import SEGMENT_TYPE, create_segment_field, lead_catalog, normalised_key
from leadkeep.store import Transaction

DERIVED = frozenset({"mktoName", "updatedAt"})
LOGGED = frozenset({FieldFilter.kind, MEMBER_OF_LIST, MEMBER_OF_PROGRAM})
"""The kinds of filters whose result for a lead changes only together with an activity of the
lead."""
SEGMENT_LIMIT = 100
SEGMENTATION_LIMIT = 20
"""Limit: segmentations, because each approved one is a column of every lead."""


@dataclass(frozen=True, slots=True)
class NewSegmentation:
    """A segmentation to create."""

    name: str
    description: str | None
    status: SegmentationStatus
    workspace_id: int


def save_segmentation(
    tx: Transaction,
    name: str,
    status: SegmentationStatus,
    segments: Sequence[NewSegment] | None,
    workspace_id: int,
    description: str | None = None,
) -> tuple[Segmentation, str]:
    """Create or change the segmentation with this name, and assign its leads if it is approved.

    If ``segments`` or ``description`` is None, the present ones stay. Segments are identified by
    their names. An approved segmentation stays approved. A job assigns the leads.

    Returns:
        The segmentation; and created, updated or unchanged.

    Raises:
        Refusal: 701, 709, the name is blank or too long.
        ValueError: the segments or their rules are not valid, or an approved segmentation would
            become a draft.
    """
    tx.lock_keys(["segmentations"])
    name = checked_name(name)
    known = load_segmentations(tx)
    present = next((e for e in known if normalised_key(e.name) == normalised_key(name)), None)
    if segments is not None:
        _check(tx, segments)
    if present is None:
        if len(known) >= SEGMENTATION_LIMIT:
            raise ValueError(f"there are {SEGMENTATION_LIMIT} segmentations already")
        new = NewSegmentation(name, description, status, workspace_id)
        return _create(tx, new, segments or ()), "created"
    if present.is_approved and status is SegmentationStatus.DRAFT:
        raise ValueError("what is approved does not become a draft again")
    old = [(e.name, e.rules) for e in present.segments[:-1]]
    description = present.description if description is None else description
    new_segments = old if segments is None else [(e.name.strip(), e.rules) for e in segments]
    before = (present.name, present.description, present.status, old)
    if before == (name, description, status, new_segments):
        return present, "unchanged"
    wanted = [NewSegment(*each) for each in new_segments]
    _store_segments(tx, present.id, present.segments, wanted)
    values = {
        "name": name,
        "description": description,
        "status": status.value,
        "updated_at": tx.moment_after(present.updated_at),
    }
    tx.execute(update(segmentation).where(segmentation.c.id == present.id).values(**values))
    return _start_assignment(tx, present.id, is_new=not present.is_approved), "updated"


def _create(tx: Transaction, new: NewSegmentation, segments: Sequence[NewSegment]) -> Segmentation:
    number = tx.allocate(SEGMENTATION_IDS, 1)[0]
    tx.execute(
        insert(segmentation).values(
            id=number,
            name=new.name,
            name_key=normalised_key(new.name),
            description=new.description,
            workspace_id=new.workspace_id,
            status=new.status.value,
            created_at=tx.moment,
            updated_at=tx.moment,
        )
    )
    _store_segments(tx, number, (), segments)
    return _start_assignment(tx, number, is_new=True)


def _start_assignment(tx: Transaction, number: int, *, is_new: bool) -> Segmentation:
    """Create the lead field of an approved segmentation; enqueue the job that assigns all leads."""
    found = next(each for each in load_segmentations(tx) if each.id == number)
    if found.is_approved and found.field_name is None:
        field_name = create_segment_field(tx, found.name)
        own = segmentation.c.id == number
        tx.execute(update(segmentation).where(own).values(field_name=field_name))
        found = next(each for each in load_segmentations(tx) if each.id == number)
    if found.is_approved:
        compute_later(tx, found, is_new=is_new)
    tx.bump_version()  # Every process caches all segmentations.
    return found


def _check(tx: Transaction, segments: Sequence[NewSegment]) -> None:
    if len(segments) > SEGMENT_LIMIT:
        raise ValueError(f"there are more than {SEGMENT_LIMIT} segments")
    seen = {normalised_key(DEFAULT)}
    for each in segments:
        key = normalised_key(checked_name(each.name))
        if key in seen:
            raise ValueError(f"there are two segments named {each.name}")
        seen.add(key)
        try:
            _check_rules(tx, each.rules)
        except ValueError as error:
            raise ValueError(f"segment {each.name}: {error}") from None


def _check_rules(tx: Transaction, rules: Rules) -> None:
    """Refuse rules whose result for a lead can change without an activity of the lead."""
    if rules.triggers or not rules.filters:
        raise ValueError("a segment has filters and no triggers")
    for index, each in enumerate(rules.filters, start=1):
        if each.kind not in LOGGED:
            raise ValueError(f"filter {index}: segments look at fields, lists and programs only")
        if isinstance(each, FieldFilter) and _is_derived(tx, each):
            raise ValueError(f"filter {index}: segments cannot look at {each.condition.name}")
        if isinstance(each, FieldFilter) and OPERATORS[each.condition.operator].is_relative:
            raise ValueError(f"filter {index}: what a segment says must not change with the day")
    check_rules(tx, rules)


def _is_derived(tx: Transaction, rule: FieldFilter) -> bool:
    """Return whether a filter tests a field derived from others, whose changes are not logged."""
    field = lead_catalog(tx).by_name.get(rule.condition.name)
    return field is not None and (field.name in DERIVED or field.type.name == SEGMENT_TYPE)


def _store_segments(
    tx: Transaction,
    segmentation_id: int,
    present: Sequence[Segment],
    wanted: Sequence[NewSegment],
) -> None:
    known = {normalised_key(each.name): each for each in present}
    keys = set()
    for position, each in enumerate((*wanted, NewSegment(DEFAULT))):
        name = each.name.strip()
        key = normalised_key(name)
        keys.add(key)
        values = {
            "position": position,
            "name": name,
            "rules": msgspec.json.encode(each.rules.spelled()).decode(),
        }
        old = known.get(key)
        if old is None:
            number = tx.allocate(SEGMENT_IDS, 1)[0]
            dates = {"created_at": tx.moment, "updated_at": tx.moment}
            row = {
                "id": number,
                "segmentation_id": segmentation_id,
                "name_key": key,
                **values,
                **dates,
            }
            tx.execute(insert(segment).values(**row))
        else:
            is_same = (old.name, old.rules) == (name, each.rules)
            values["updated_at"] = old.updated_at if is_same else tx.moment_after(old.updated_at)
            tx.execute(update(segment).where(segment.c.id == old.id).values(**values))
    gone = [each.id for key, each in known.items() if key not in keys]
    for number in gone:
        tx.execute(delete(segment).where(segment.c.id == number))


def change_rules_of_segments(tx: Transaction, change: Callable[[Rules], Rules]) -> int:
    """Store the rules that ``change`` returns for those of each segment.

    Returns:
        How many segments have other rules now. The moments of their last change stay.
    """
    count = 0
    for each in (one for known in load_segmentations(tx) for one in known.segments):
        rules = change(each.rules)
        if rules != each.rules:
            text = msgspec.json.encode(rules.spelled()).decode()
            tx.execute(update(segment).where(segment.c.id == each.id).values(rules=text))
            count += 1
    return count
