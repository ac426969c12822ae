"""Filter leads by their own fields."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from leadkeep.domain.activities import last_changes
from leadkeep.domain.automation.rules.model import (
    Condition,
    ConditionDescription,
    Filter,
    RuleDescription,
    Seen,
)
from leadkeep.domain.automation.rules.operators import (
    Now,
    Test,
    check_condition,
    condition_test,
    kind_of,
)
from leadkeep.domain.automation.rules.read_members import (
    Members,
    check_members,
    condition,
)
from leadkeep.domain.fields import Field, lead_catalog
from leadkeep.domain.leads import values_of_leads
from leadkeep.errors import nearest
from leadkeep.store import Transaction

LEAD_RULE = (2, "Attribute")
"""The ruleTypeId and ruleType of field filters in smart lists."""


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """Matches leads in which a field meets a condition."""

    condition: Condition
    kind: ClassVar[str] = "field"

    def spelled(self) -> dict[str, Any]:
        """Return the filter as a mapping, as blueprints have it."""
        return self.condition.spelled(self.kind)

    def check(self, tx: Transaction) -> Filter:
        """Check field, operator and values; return the filter.

        Raises:
            LookupError: there is no such field.
            ValueError: the operator or a value is not valid.
        """
        own = self.field(tx)
        check_condition(kind_of(own.type), self.condition.operator, self.condition.values)
        return self

    def describe(self, tx: Transaction) -> RuleDescription:
        """Return the filter as the smart list API shows it."""
        own, operator, values = self.field(tx), self.condition.operator, self.condition.values
        described = ConditionDescription(
            own.id, own.display_name, operator, values, is_primary=True
        )
        return RuleDescription(own.display_name, *LEAD_RULE, operator, (described,))

    def leads(self, tx: Transaction, lead_ids: Collection[int], now: Now) -> set[int]:
        """Return the ids of these leads that match."""
        own, test = self.field(tx), self.test(tx, now)
        rows = values_of_leads(tx, lead_catalog(tx), (own,), lead_ids)
        return {row[0] for row in rows if test(row[1])}

    def seen(self, tx: Transaction, lead_id: int, now: Now) -> Seen:
        """Return the value of the field, and when it last changed."""
        del now
        own = self.field(tx)
        ((_, value),) = values_of_leads(tx, lead_catalog(tx), (own,), [lead_id])
        changed = last_changes(tx, lead_id).get(own.id)
        since = None if changed is None else changed[2]
        return Seen(None if value is None else own.type.wire(value), since)

    def field(self, tx: Transaction) -> Field:
        """Return the lead field that the filter tests.

        Raises:
            LookupError: there is no such field.
        """
        known, name = lead_catalog(tx).by_name, self.condition.name
        found = known.get(name)
        if found is None:
            raise LookupError(f"no field is named {name}{nearest(name, known)}")
        return found

    def test(self, tx: Transaction, now: Now) -> Test:
        """Return the function that tests a stored value of the field."""
        own = self.condition
        return condition_test(kind_of(self.field(tx).type), own.operator, own.values, now)


def parse_field(sent: Members) -> Filter:
    """Return the field filter that a mapping of a blueprint describes.

    Raises:
        ValueError: the mapping is not valid.
    """
    check_members(sent, (FieldFilter.kind, "operator", "values"))
    return FieldFilter(condition(sent, FieldFilter.kind))
