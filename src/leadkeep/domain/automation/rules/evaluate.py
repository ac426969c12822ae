"""Select the leads that match rules, with statements for whole sets of leads (behaviour.md 9.1).

One statement reads the lead values for all field filters. A membership filter costs one or two
statements, an activity filter one, however many of up to 1,000 leads are tested.
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

LEAD_BATCH_SIZE = 1_000
"""Batch size: leads that are matched together."""


def matching(tx: Transaction, rules: Rules, lead_ids: Collection[int]) -> set[int]:
    """Return the ids of these leads that exist and match the filters of rules.

    Raises:
        LookupError: a filter names a field or an activity that does not exist.
    """
    moment = Now(tx.moment, tx.zone)
    wanted = sorted(set(lead_ids))
    found: set[int] = set()
    for start in range(0, len(wanted), LEAD_BATCH_SIZE):
        found |= _matching(tx, rules, wanted[start : start + LEAD_BATCH_SIZE], moment)
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
        return _match_all(rules.filters, present, leads_of)
    return decide(rules.node, lambda number: leads_of(number, present))


def _match_all(
    filters: Sequence[Filter],
    present: set[int],
    leads_of: Callable[[int, Collection[int]], set[int]],
) -> set[int]:
    """Return the leads that match all filters; filters without a query of their own go first.

    Later filters are only evaluated for the leads that are left.
    """
    numbers = range(1, len(filters) + 1)
    for number in sorted(numbers, key=lambda n: not isinstance(filters[n - 1], FieldFilter)):
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
    """Return the values that field filters test, as rows, and each field's index in a row."""
    fields: dict[str, Any] = {
        each.condition.name: each.field(tx) for each in filters if isinstance(each, FieldFilter)
    }
    places = {name: index for index, name in enumerate(fields, start=1)}
    return places, values_of_leads(tx, lead_catalog(tx), tuple(fields.values()), lead_ids)
