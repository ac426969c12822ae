"""The flow steps Change Data Value and Change Score (behaviour.md 9.1, 9.3)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from leadkeep.domain.activities import (
    ActivityType,
    attribute_items,
)
from leadkeep.domain.automation.campaigns.assets.names import Names
from leadkeep.domain.automation.campaigns.steps.model import (
    Branch,
    StepArguments,
    StepContext,
    StepKind,
)
from leadkeep.domain.automation.campaigns.steps.text_formats import PLAIN
from leadkeep.domain.fields import Field, TooLong, Unacceptable, lead_catalog
from leadkeep.domain.leads import Draft, lock_leads, write_leads
from leadkeep.errors import nearest

CLEARS = "NULL"
"""The text that clears a field when it is the new value (behaviour.md 9.1)."""
SCORE_TYPES = frozenset({"integer", "score"})
HIGHEST_SCORE = 2**53

_POINTS = re.compile(r"\s*([+=]?)\s*(-?)\s*([0-9]{1,15})\s*").fullmatch


class ValueArguments(StepArguments, frozen=True):
    """The lead field to change, and its new value."""

    field: str
    value: str | int | float | bool | None


class ScoreArguments(StepArguments, frozen=True):
    """The score field to change, and the change: ``+5``, ``-5``, or ``=5`` to set the score."""

    field: str
    change: str | int


def _field_named(names: Names, name: str) -> Field:
    known = lead_catalog(names.work.tx).by_name
    if name not in known:
        raise LookupError(f"no field is named {name}{nearest(name, known)}")
    return known[name]


def _check_value(names: Names, arguments: ValueArguments) -> None:
    field = _field_named(names, arguments.field)
    if not field.is_settable:
        raise ValueError(f"the field {field.name} cannot be set")
    if "{{" not in str(arguments.value):
        try:
            _stored(field, arguments.value)
        except (Unacceptable, TooLong):
            text = f"{arguments.value} is no value of the field {field.name}"
            raise ValueError(text) from None


def _check_score(names: Names, arguments: ScoreArguments) -> None:
    field = _field_named(names, arguments.field)
    if field.type.name not in SCORE_TYPES or not field.is_settable:
        raise ValueError(f"the field {field.name} is no score")
    if "{{" not in str(arguments.change) and not _POINTS(str(arguments.change)):
        raise ValueError(f"{arguments.change} is no change of a score, such as +5, -5 or =5")


def _stored(field: Field, value: Any) -> Any:  # noqa: ANN401
    """Return a new value for a field in stored form.

    Raises:
        Unacceptable: the value does not have the field's data type.
        TooLong: the value is longer than the field allows.
    """
    if value is None or value in ("", CLEARS):
        return field.type.empty
    return field.parse(value)


A = TypeVar("A", ValueArguments, ScoreArguments)


def change_values(context: StepContext, branches: Sequence[Branch[ValueArguments]]) -> None:
    """Set lead fields; a value that cannot be stored changes nothing."""
    values = [branch.arguments.value for branch in branches]
    drafts, changes = _changes(context, branches, values)
    for draft, field, value in changes:
        assign_text(draft, field, value)
    changed = [each for each in drafts.values() if each.steps]
    write_leads(context.work.because(context.cause("Change Data Value")), changed)


def _changes(
    context: StepContext,
    branches: Sequence[Branch[A]],
    values: Sequence[Any],
) -> tuple[Mapping[int, Draft], Sequence[tuple[Draft, Field, Any]]]:
    """Lock the leads of a step; return them, and the values to set with their tokens replaced.

    ``values`` has one template for each branch. Leads and fields that no longer exist are left out.

    Returns:
        The drafts by lead id, and (draft, field, new value) for each lead.
    """
    catalog = lead_catalog(context.work.tx)
    lead_ids = {lead_id for branch in branches for lead_id in branch.lead_ids}
    names = {branch.arguments.field for branch in branches} & catalog.by_name.keys()
    pairs = zip(values, (branch.lead_ids for branch in branches), strict=True)
    texts = _texts(context, list(pairs))
    drafts = lock_leads(context.work.tx, catalog, lead_ids, names)
    changes = [
        (drafts[lead_id], field, text[lead_id])
        for branch, text in zip(branches, texts, strict=True)
        if (field := catalog.by_name.get(branch.arguments.field)) is not None
        for lead_id in branch.lead_ids
        if lead_id in drafts
    ]
    return drafts, changes


def assign_text(draft: Draft, field: Field, value: Any) -> bool:  # noqa: ANN401
    """Set a field of a lead draft from a text; return False if the text cannot be stored."""
    try:
        draft.assign({field.name: _stored(field, value)})
    except (Unacceptable, TooLong):
        return False
    return True


def _texts(
    context: StepContext, wanted: Sequence[tuple[Any, Sequence[int]]]
) -> list[dict[int, Any]]:
    """Return, for each (value, lead ids), the value by lead id, with tokens replaced."""
    templates = [each for each, _ in wanted if isinstance(each, str) and "{{" in each]
    lead_ids = {lead_id for each, ids in wanted if each in templates for lead_id in ids}
    filled = context.tokens.all_texts([(each, PLAIN) for each in templates], lead_ids)
    return [
        filled[each, PLAIN] if each in templates else dict.fromkeys(ids, each)
        for each, ids in wanted
    ]


def change_scores(context: StepContext, branches: Sequence[Branch[ScoreArguments]]) -> None:
    """Change scores; a score that stays the same gets no activity."""
    cause = context.cause("Change Score")
    values = [str(branch.arguments.change) for branch in branches]
    drafts, changes = _changes(context, branches, values)
    activities = [
        (draft.lead_id, field.id, field.display_name, item)
        for draft, field, change in changes
        if (item := _scored(draft, field, change, cause.reason)) is not None
    ]
    # The change of the score, then that of its field (behaviour.md 5.3).
    context.append((ActivityType.CHANGE_SCORE, sorted(activities)))
    write_leads(context.work.because(cause), [each for each in drafts.values() if each.steps])


def _scored(draft: Draft, field: Field, change: str, reason: str) -> str | None:
    """Change a score of a lead draft; return the attributes of the activity, None if unchanged."""
    found = _POINTS(change)
    if found is None:
        return None
    points = int(found[3]) * (-1 if found[2] else 1)
    old = draft.values[field.name]
    new = points if found[1] == "=" else (old or 0) + points
    if new == old or abs(new) > HIGHEST_SCORE:
        return None
    draft.assign({field.name: new})
    shown = f"={new}" if found[1] == "=" else f"{points:+}"
    items = [("Change Value", shown), ("New Value", new), ("Old Value", old), ("Reason", reason)]
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
