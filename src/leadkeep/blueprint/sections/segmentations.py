"""``segmentations``: segments in order; a lead that matches none is in the segment Default."""

from collections.abc import Iterator
from typing import Any

import msgspec

from leadkeep.blueprint.file import check_unique
from leadkeep.blueprint.sections.places import Places
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.automation.rules import parse_rules
from leadkeep.domain.automation.segmentations import (
    NewSegment,
    Segment,
    SegmentationStatus,
    load_segmentations,
    save_segmentation,
)
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import workspace_names
from leadkeep.store import Transaction

KEY = "segmentations"


class SegmentItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A segment: the leads that match its filters and are in no segment before it."""

    name: str
    rules: list[Any]
    match: str | int = "all"


class SegmentationItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A segmentation with its segments."""

    name: str
    status: str = "approved"
    workspace: str | None = None
    description: str | None = None
    segments: list[SegmentItem] | None = None


def _apply(run: Run) -> Iterator[Change]:
    places, items = Places(run.tx), run.blueprint.items(KEY, SegmentationItem)
    check_unique(
        run.blueprint, KEY, [(normalised_key(each.value.name), each.line) for each in items]
    )
    for item in items:
        wanted = item.value
        with run.errors_at(item.line, f"{KEY}: {wanted.name}"):
            segments = None if wanted.segments is None else [_new(each) for each in wanted.segments]
            workspace_id = places.workspace_id(wanted.workspace)
            found, status = save_segmentation(
                run.tx,
                wanted.name,
                _status(wanted.status),
                segments,
                workspace_id,
                wanted.description,
            )
        yield Change(KEY, found.name, status)


def _status(text: str) -> SegmentationStatus:
    found = SegmentationStatus.__members__.get(text.upper())
    if found is None:
        raise ValueError("status is draft or approved")
    return found


def _new(item: SegmentItem) -> NewSegment:
    try:
        return NewSegment(item.name, parse_rules({"match": item.match, "filters": item.rules}))
    except ValueError as error:
        raise ValueError(f"segment {item.name}: {error}") from None


def _present(tx: Transaction) -> Iterator[dict[str, object]]:
    workspaces = workspace_names(tx)
    first = next(iter(workspaces))
    for each in load_segmentations(tx):
        item: dict[str, object] = {"name": each.name, "status": each.status.value}
        if each.workspace_id != first:
            item["workspace"] = workspaces[each.workspace_id]
        if each.description:
            item["description"] = each.description
        yield item | {"segments": [_segment(one) for one in each.segments[:-1]]}


def _segment(segment: Segment) -> dict[str, object]:
    match = {} if segment.rules.match == "all" else {"match": segment.rules.match}
    return {
        "name": segment.name,
        **match,
        "rules": [each.spelled() for each in segment.rules.filters],
    }


SECTION = Section(KEY, _apply, _present)
