"""Which leads rules let through: set by set, never lead by lead (behaviour.md 9.1).

The leads' values are read with one statement for all field filters together, memberships with one
or two a filter, activities with one a filter: for 1,000 leads as for one.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from leadkeep.domain.automation.rules.expression import Both, Node, decide
from leadkeep.domain.automation.rules.filters import FieldFilter
from leadkeep.domain.automation.rules.model import Filter, Rules
from leadkeep.domain.automation.rules.operators import Now
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.leads import LeadRows, values_of_leads
from leadkeep.store import Transaction

MOST_AT_ONCE = 1_000
"""Leads that are looked at together."""


def matching(tx: Transaction, rules: Rules, lead_ids: Collection[int]) -> set[int]:
    """Return those of these leads, present ones only, that the filters of rules let through.

    Raises:
        LookupError: a filter names a field or an activity that is not there.
    """
    moment = Now(tx.moment, tx.zone)
    wanted = sorted(set(lead_ids))
    found: set[int] = set()
    for start in range(0, len(wanted), MOST_AT_ONCE):
        found |= _matching(tx, rules, wanted[start : start + MOST_AT_ONCE], moment)
    return found


def _matching(tx: Transaction, rules: Rules, lead_ids: Sequence[int], now: Now) -> set[int]:
    places, rows = _values(tx, rules.filters, lead_ids)
    present = {row[0] for row in rows}
    if rules.node is None or not present:
        return present

    def leads_of(number: int, among: Collection[int]) -> set[int]:
        one = rules.filters[number - 1]
        if not isinstance(one, FieldFilter):
            return one.leads(tx, among, now) if among else set()
        test, place = one.test(tx, now), places[one.condition.name]
        return {row[0] for row in rows if test(row[place])}

    if _is_plain_all(rules.node):
        return _narrowed(rules.filters, present, leads_of)
    return decide(rules.node, lambda number: leads_of(number, present))


def _narrowed(
    filters: Sequence[Filter],
    present: set[int],
    leads_of: Callable[[int, Collection[int]], set[int]],
) -> set[int]:
    """Ask what is at hand first, and each further filter only for those that are left."""
    numbers = range(1, len(filters) + 1)
    for number in sorted(numbers, key=lambda each: not isinstance(filters[each - 1], FieldFilter)):
        present &= leads_of(number, present)
        if not present:
            break
    return present


def _is_plain_all(node: Node) -> bool:
    if isinstance(node, Both):
        return node.word == "and" and all(isinstance(part, int) for part in node.parts)
    return True


def _values(
    tx: Transaction, filters: Sequence[Filter], lead_ids: Sequence[int]
) -> tuple[dict[str, int], LeadRows]:
    """Return the leads that exist with the values that field filters want, and where each is."""
    fields: dict[str, Any] = {
        each.condition.name: each.field(tx) for each in filters if isinstance(each, FieldFilter)
    }
    places = {name: index for index, name in enumerate(fields, start=1)}
    return places, values_of_leads(tx, lead_catalog(tx), tuple(fields.values()), lead_ids)
