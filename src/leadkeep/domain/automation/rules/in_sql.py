"""Express filters as conditions in SQL, so that leads that cannot match are never read.

See :class:`LeadCondition`: where SQL cannot decide as the filters do in Python, it narrows, and
:func:`matching` decides (docs/decisions/0163).
"""

from leadkeep.domain.automation.rules.activity_filters import ActivityFilter
from leadkeep.domain.automation.rules.activity_in_sql import activity_condition
from leadkeep.domain.automation.rules.column_in_sql import column_condition
from leadkeep.domain.automation.rules.expression import Node
from leadkeep.domain.automation.rules.filters import FieldFilter
from leadkeep.domain.automation.rules.member_filter import MemberFilter
from leadkeep.domain.automation.rules.model import Filter, Rules
from leadkeep.domain.automation.rules.operators import Now, kind_of
from leadkeep.domain.automation.rules.segment_filter import SegmentFilter
from leadkeep.domain.automation.rules.sql_condition import (
    NOBODY,
    UNDECIDED,
    LeadCondition,
    joined,
    negated,
)
from leadkeep.domain.fields import lead_catalog
from leadkeep.store import KeySpan, Transaction


def lead_span(tx: Transaction, after: int = 0, last: int | None = None) -> KeySpan:
    """Return the leads with ids above ``after`` up to ``last``; without them, all leads."""
    return KeySpan(lead_catalog(tx).table.c.id, after, last)


def lead_condition(tx: Transaction, rules: Rules, leads: KeySpan) -> LeadCondition:
    """Return the condition of rules' filters in the table of leads.

    It holds for the leads of a span; it does not say that a lead is one of these.

    Raises:
        LookupError: a filter names a field or an activity that does not exist.
    """
    now = Now(tx.moment, tx.zone)
    return _combined(rules.node, [_of_filter(tx, each, leads, now) for each in rules.filters])


def _combined(node: Node | None, conditions: list[LeadCondition]) -> LeadCondition:
    if node is None:
        return joined("and", ())
    if isinstance(node, int):
        return conditions[node - 1]
    return joined(node.word, [_combined(part, conditions) for part in node.parts])


def _of_filter(tx: Transaction, one: Filter, leads: KeySpan, now: Now) -> LeadCondition:
    if isinstance(one, SegmentFilter):
        own = one.field_filter(tx)
        return NOBODY if own is None else _of_field(tx, own, now)
    if isinstance(one, FieldFilter):
        return _of_field(tx, one, now)
    if isinstance(one, MemberFilter):
        members = one.members_in_sql(tx, leads)
        return members if one.is_in else negated(members)
    if isinstance(one, ActivityFilter):
        return activity_condition(tx, one, leads, now)
    return UNDECIDED


def _of_field(tx: Transaction, one: FieldFilter, now: Now) -> LeadCondition:
    field, own = one.field(tx), one.condition
    column = lead_catalog(tx).table.c[field.column]
    return column_condition(column, kind_of(field.type), own.operator, own.values, now)
