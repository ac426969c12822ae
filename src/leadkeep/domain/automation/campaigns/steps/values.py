"""Steps that change what leads hold: Change Data Value, Change Score (behaviour.md 9.1, 9.3)."""

import contextlib
import re
from collections.abc import Sequence
from typing import Any

from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityType,
    append_activities,
    attribute_items,
)
from leadkeep.domain.automation.campaigns.assets.names import Names
from leadkeep.domain.automation.campaigns.steps.model import Arguments, Group, Situation, StepKind
from leadkeep.domain.fields import Field, TooLong, Unacceptable, lead_catalog
from leadkeep.domain.leads import Draft, lock_leads, write_leads

CLEARS = "NULL"
"""The value that empties a field (behaviour.md 9.1)."""
SCORE_TYPES = frozenset({"integer", "score"})
MOST_POINTS = 2**53

_POINTS = re.compile(r"\s*([+=]?)\s*(-?)\s*([0-9]{1,15})\s*").fullmatch


class ValueArguments(Arguments, frozen=True):
    """The field to change, and what it is to hold."""

    field: str
    value: str | int | float | bool | None


class ScoreArguments(Arguments, frozen=True):
    """The score to change: ``+5``, ``-5``, or ``=5`` to set it."""

    field: str
    change: str | int


def _check_value(names: Names, arguments: ValueArguments) -> None:
    field = lead_catalog(names.work.tx).by_name.get(arguments.field)
    if field is None:
        raise LookupError(f"no field is named {arguments.field}")
    if not field.is_settable:
        raise ValueError(f"the field {field.name} cannot be set")
    if "{{" not in str(arguments.value):
        try:
            _stored(field, arguments.value)
        except (Unacceptable, TooLong):
            text = f"{arguments.value} is no value of the field {field.name}"
            raise ValueError(text) from None


def _check_score(names: Names, arguments: ScoreArguments) -> None:
    field = lead_catalog(names.work.tx).by_name.get(arguments.field)
    if field is None:
        raise LookupError(f"no field is named {arguments.field}")
    if field.type.name not in SCORE_TYPES or not field.is_settable:
        raise ValueError(f"the field {field.name} is no score")
    if "{{" not in str(arguments.change) and not _POINTS(str(arguments.change)):
        raise ValueError(f"{arguments.change} is no change of a score, such as +5, -5 or =5")


def _stored(field: Field, value: Any) -> Any:  # noqa: ANN401
    """Return a value as it is stored.

    Raises:
        Unacceptable: it is not one of the field's type.
        TooLong: it is longer than the field holds.
    """
    if value is None or value in ("", CLEARS):
        return field.type.empty
    if field.type.name in {"string", "text", "email", "phone", "url"} and not isinstance(
        value, str
    ):
        value = str(value)
    return field.parse(value)


def change_values(at: Situation, groups: Sequence[Group[ValueArguments]]) -> None:
    """Give fields their values; what cannot be stored leaves the lead as it is."""
    catalog = lead_catalog(at.work.tx)
    lead_ids = {lead_id for group in groups for lead_id in group.lead_ids}
    names = {group.arguments.field for group in groups} & catalog.by_name.keys()
    wanted = _texts(at, [(each.arguments.value, each.lead_ids) for each in groups])
    drafts = lock_leads(at.work.tx, catalog, lead_ids, names)
    for group, values in zip(groups, wanted, strict=True):
        field = catalog.by_name.get(group.arguments.field)
        if field is None:
            continue
        for lead_id in group.lead_ids:
            draft = drafts.get(lead_id)
            if draft is not None:
                assign_text(draft, field, values[lead_id])
    changed = [each for each in drafts.values() if each.steps]
    write_leads(at.work.because(at.cause("Change Data Value")), changed)


def assign_text(draft: Draft, field: Field, value: Any) -> None:  # noqa: ANN401
    """Give a lead's field a value that came as text; what cannot be stored leaves it as it is."""
    with contextlib.suppress(Unacceptable, TooLong):
        draft.assign({field.name: _stored(field, value)})


def _texts(at: Situation, wanted: Sequence[tuple[Any, Sequence[int]]]) -> list[dict[int, Any]]:
    """Return for each value and its leads what it is for each of them, tokens filled in."""
    templates = [each for each, _ in wanted if isinstance(each, str) and "{{" in each]
    lead_ids = {lead_id for each, ids in wanted if each in templates for lead_id in ids}
    filled = at.tokens.all_texts(templates, lead_ids) if templates else {}
    return [
        filled[each] if isinstance(each, str) and each in filled else dict.fromkeys(ids, each)
        for each, ids in wanted
    ]


def change_scores(at: Situation, groups: Sequence[Group[ScoreArguments]]) -> None:
    """Change scores; a score that stays the same leaves no record."""
    catalog = lead_catalog(at.work.tx)
    cause = at.cause("Change Score")
    lead_ids = {lead_id for group in groups for lead_id in group.lead_ids}
    names = {group.arguments.field for group in groups} & catalog.by_name.keys()
    wanted = _texts(at, [(str(each.arguments.change), each.lead_ids) for each in groups])
    drafts = lock_leads(at.work.tx, catalog, lead_ids, names)
    told = []
    for group, changes in zip(groups, wanted, strict=True):
        field = catalog.by_name.get(group.arguments.field)
        if field is None:
            continue
        for lead_id in group.lead_ids:
            draft = drafts.get(lead_id)
            item = None if draft is None else _scored(draft, field, changes[lead_id], cause.reason)
            if item is not None:
                told.append((lead_id, field.id, field.display_name, item))
    # The change of the score, then that of its field (behaviour.md 5.3).
    batch = ActivityBatch(ActivityType.CHANGE_SCORE, at.work.moment, at.campaign.id, sorted(told))
    append_activities(at.work.tx, [batch])
    write_leads(at.work.because(cause), [each for each in drafts.values() if each.steps])


def _scored(draft: Draft, field: Field, change: str, reason: str) -> str | None:
    """Change a lead's score; return the attributes that tell of it, None when nothing changed."""
    found = _POINTS(change)
    if found is None:
        return None
    points = int(found[3]) * (-1 if found[2] else 1)
    old = draft.values[field.name]
    new = points if found[1] == "=" else (old or 0) + points
    if new == old or abs(new) > MOST_POINTS:
        return None
    draft.assign({field.name: new})
    told = f"={new}" if found[1] == "=" else f"{points:+}"
    items = [("Change Value", told), ("New Value", new), ("Old Value", old), ("Reason", reason)]
    return f"[{attribute_items(items)}]"


CHANGE_DATA_VALUE = StepKind(
    "changeDataValue",
    "Change Data Value",
    ValueArguments,
    change_values,
    "Sets a field; `NULL` empties it. Leaves 13, if the value differs.",
    check=_check_value,
)
CHANGE_SCORE = StepKind(
    "changeScore",
    "Change Score",
    ScoreArguments,
    change_scores,
    "Changes a score by `+5` or `-5`, or sets it by `=5`. Leaves 22, then 13.",
    check=_check_score,
)
