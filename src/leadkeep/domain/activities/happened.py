"""Express that leads have activities as conditions in SQL, for filters over many leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from leadkeep.domain.activities.tables import activity, merged_lead
from leadkeep.store import KeySpan, is_among, within_span

Clause = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class LoggedColumns:
    """The columns of an activity that conditions may test."""

    date: ColumnElement[Any] = activity.c.activity_date
    value_id: ColumnElement[Any] = activity.c.primary_attribute_value_id
    value: ColumnElement[Any] = activity.c.primary_attribute_value
    """The primary attribute value."""


LOGGED = LoggedColumns()


def has_activities(
    leads: KeySpan, type_ids: Sequence[int], condition: Clause, at_least: int = 1
) -> Clause:
    """Return the condition that a lead has activities of these types that meet a condition.

    Without those of leads that were merged into it: see :func:`took_activities`.
    """
    own = [_of_types(leads, type_ids), condition]
    return is_among(leads, activity.c.lead_id, own, at_least)


def took_activities(leads: KeySpan, type_ids: Sequence[int], condition: Clause) -> Clause:
    """Return the condition that a lead that was merged into a lead has such an activity."""
    # A set on every engine: on many machines, losers and winners are not on the same one.
    winners = (
        select(merged_lead.c.winner_id)
        .join(activity, activity.c.lead_id == merged_lead.c.lead_id)
        .where(
            activity.c.activity_type_id.in_(type_ids),
            condition,
            *within_span(leads, merged_lead.c.winner_id),
        )
    )
    return leads.key.in_(winners)


def _of_types(leads: KeySpan, type_ids: Sequence[int]) -> Clause:
    type_id = activity.c.activity_type_id
    # For a part of the leads as an expression, so that no engine uses the index by type for it.
    return type_id.in_(type_ids) if leads.last is None else (type_id + 0).in_(type_ids)
