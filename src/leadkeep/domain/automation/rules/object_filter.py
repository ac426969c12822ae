"""Filter leads by their custom object records, such as the cars that they have."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from leadkeep.domain.automation.rules.model import (
    Condition,
    ConditionDescription,
    Filter,
    RuleDescription,
    Seen,
)
from leadkeep.domain.automation.rules.occurrences import (
    describe_occurrences,
    leads_by_times,
    min_times,
    spelled_filter,
)
from leadkeep.domain.automation.rules.operators import (
    Now,
    check_condition,
    condition_test,
    kind_of,
)
from leadkeep.domain.automation.rules.read_members import (
    Members,
    check_members,
    conditions,
    flag,
    name,
)
from leadkeep.domain.fields import Field, key_of, lead_catalog
from leadkeep.domain.leads import values_of_leads
from leadkeep.domain.objects.custom import LeadLink, lead_links
from leadkeep.domain.objects.engine import Kind, catalog_of, ids_by_field, read_records
from leadkeep.errors import nearest
from leadkeep.store import Transaction

OBJECT_RULE = (5, "Custom Object")
"""The ruleTypeId and ruleType of filters on custom objects in smart lists."""


@dataclass(frozen=True, slots=True)
class ObjectFilter:
    """Matches leads with at least a number of matching records of a type, or without them."""

    api_name: str
    """The API name of the custom object type, which links to leads."""
    where: tuple[Condition, ...] = ()
    """What one record must meet, all of it; the names are those of its fields."""
    min_times: int = 1
    is_not: bool = False
    kind: ClassVar[str] = "customObject"

    def spelled(self) -> dict[str, Any]:
        """Return the filter as a mapping, as blueprints have it."""
        return spelled_filter(self, self.api_name)

    def check(self, tx: Transaction) -> Filter:
        """Check the type, its fields and the values; return the filter.

        Raises:
            LookupError: no type with a link to leads has the name, or it has no such field.
            ValueError: an operator or a value is not valid.
        """
        object_kind = self._links(tx)[0].kind
        for each in self.where:
            own = _field(tx, object_kind, each.name)
            check_condition(kind_of(own.type), each.operator, each.values)
        return self

    def describe(self, tx: Transaction) -> RuleDescription:
        """Return the filter as the smart list API shows it."""
        object_kind = self._links(tx)[0].kind
        found = [_field(tx, object_kind, each.name) for each in self.where]
        shown = [
            ConditionDescription(own.id, own.display_name, each.operator, each.values)
            for own, each in zip(found, self.where, strict=True)
        ]
        return describe_occurrences(self, f"Has {object_kind.title}", OBJECT_RULE, shown)

    def leads(self, tx: Transaction, lead_ids: Collection[int], now: Now) -> set[int]:
        """Return the ids of these leads that match."""
        times = self._times(tx, lead_ids, now)
        return leads_by_times(self, lead_ids, times)

    def seen(self, tx: Transaction, lead_id: int, now: Now) -> Seen:
        """Return how many records of a lead match."""
        return Seen(self._times(tx, [lead_id], now).get(lead_id, 0))

    def _times(self, tx: Transaction, lead_ids: Collection[int], now: Now) -> Mapping[int, int]:
        """Return how many records match, for each lead that has records."""
        owned: defaultdict[int, set[int]] = defaultdict(set)
        links = self._links(tx)
        for link in links:
            for lead_id, record_id in _records(tx, link, lead_ids):
                owned[lead_id].add(record_id)
        wanted = self._matching(tx, links[0].kind, set().union(*owned.values()), now)
        return {lead_id: len(found & wanted) for lead_id, found in owned.items()}

    def _matching(
        self, tx: Transaction, object_kind: Kind, record_ids: Collection[int], now: Now
    ) -> set[int]:
        if not self.where:
            return set(record_ids)
        fields = [_field(tx, object_kind, each.name) for each in self.where]
        tests = [
            condition_test(kind_of(own.type), each.operator, each.values, now)
            for own, each in zip(fields, self.where, strict=True)
        ]
        names = [own.name for own in fields]
        rows: Mapping[int, Mapping[str, Any]] = read_records(
            tx, object_kind, record_ids, list(dict.fromkeys(names))
        )
        return {
            number
            for number, values in rows.items()
            if all(test(values[name]) for name, test in zip(names, tests, strict=True))
        }

    def _links(self, tx: Transaction) -> Sequence[LeadLink]:
        """Return the fields by which records of the type refer to leads.

        Raises:
            LookupError: there is no such type, or it has no such field.
        """
        known = lead_links(tx)
        key = self.api_name.casefold()
        found = [each for each in known if (each.kind.api_name or "").casefold() == key]
        if not found:
            hint = nearest(self.api_name, {each.kind.api_name or "" for each in known})
            raise LookupError(
                f"no custom object with a link to leads is named {self.api_name}{hint}"
            )
        return found


def _field(tx: Transaction, object_kind: Kind, named: str) -> Field:
    catalog = catalog_of(tx, object_kind)
    found = catalog.find(named)
    if found is None:
        hint = nearest(named, catalog.by_name)
        raise LookupError(f"{object_kind.api_name} has no field named {named}{hint}")
    return found


def _records(
    tx: Transaction, link: LeadLink, lead_ids: Collection[int]
) -> Iterator[tuple[int, int]]:
    """Yield the lead id and the record id for each record that refers to one of these leads."""
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    if link.is_by_id:
        by_key |= {key_of(lead_id): [lead_id] for lead_id in lead_ids}
    else:
        catalog = lead_catalog(tx)
        rows = values_of_leads(tx, catalog, (catalog.by_name[link.lead_field],), lead_ids)
        for lead_id, value in rows:
            if key := key_of(value):
                by_key[key].append(lead_id)
    found = ids_by_field(tx, catalog_of(tx, link.kind), link.field, by_key)
    yield from ((lead_id, record_id) for key, record_id in found for lead_id in by_key[key])


def parse_object(sent: Members) -> Filter:
    """Return the filter on custom objects that a mapping of a blueprint describes.

    Raises:
        ValueError: the mapping is not valid.
    """
    check_members(sent, (ObjectFilter.kind, "where", "minTimes", "not"))
    times = min_times(sent)
    where = conditions(sent.get("where", []))
    return ObjectFilter(
        name(sent, ObjectFilter.kind), where, times, flag(sent, "not", default=False)
    )
