"""Express filters on activities as conditions in SQL.

Dates and primary attribute values are columns; other attributes are in JSON, left to Python.
"""

from collections.abc import Sequence

from leadkeep.domain.activities import LOGGED, has_activities, took_activities
from leadkeep.domain.automation.rules.activity_filters import ActivityFilter, Probe, search_probes
from leadkeep.domain.automation.rules.column_in_sql import column_condition
from leadkeep.domain.automation.rules.definitions import happening_named
from leadkeep.domain.automation.rules.operators import Kind, Now
from leadkeep.domain.automation.rules.sql_condition import (
    UNDECIDED,
    LeadCondition,
    exactly,
    joined,
    negated,
)
from leadkeep.store import KeySpan, Transaction


def activity_condition(
    tx: Transaction, one: ActivityFilter, leads: KeySpan, now: Now
) -> LeadCondition:
    """Return the condition that a lead of a span matches a filter on activities.

    Raises:
        LookupError: no filter has the name.
    """
    happening = happening_named(tx, one.activity)
    probes = search_probes(tx, happening, one.where, now)
    rows = joined("and", [_row_condition(each, now) for each in probes])
    times = _times(leads, happening.type_ids, rows, one.min_times)
    return negated(times) if one.is_not else times


def _times(
    leads: KeySpan, type_ids: Sequence[int], rows: LeadCondition, min_times: int
) -> LeadCondition:
    """Return the condition that so many activities of a lead meet the condition ``rows``."""
    own = LeadCondition(
        has_activities(leads, type_ids, rows.possible, min_times),
        has_activities(leads, type_ids, rows.certain, min_times),
        rows.is_exact,
    )
    took = LeadCondition(
        took_activities(leads, type_ids, rows.possible),
        took_activities(leads, type_ids, rows.certain),
        rows.is_exact,
    )
    if min_times == 1:
        return joined("or", (own, took))
    # The own activities and those of leads that were merged into the lead are counted together.
    return joined("or", (own, joined("and", (took, UNDECIDED))))


def _row_condition(probe: Probe, now: Now) -> LeadCondition:
    """Return the condition that an activity passes a probe."""
    own, place = probe.condition, probe.constraint.place
    if place == "date":
        return column_condition(LOGGED.date, probe.kind, own.operator, own.values, now)
    if place == "primary id" and probe.kind is Kind.NUMBER:
        return column_condition(LOGGED.value_id, probe.kind, own.operator, own.values, now)
    if place not in {"primary", "field"} or probe.kind is not Kind.TEXT:
        return UNDECIDED
    by_text = column_condition(LOGGED.value, probe.kind, own.operator, own.values, now)
    if not probe.ids:
        return by_text
    by_id = exactly(LOGGED.value_id.is_not(None) & LOGGED.value_id.in_(sorted(probe.ids)))
    return (
        joined("and", (by_text, negated(by_id)))
        if probe.is_negated
        else joined("or", (by_text, by_id))
    )
