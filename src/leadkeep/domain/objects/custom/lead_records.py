"""Keep custom object records with their leads when leads are deleted, merged or changed.

A record refers to its lead by the lead's id, or by the value of a key field, such as the email
address. A record that refers by value follows its lead: if the lead's value changes, the value in
the record changes too. While another lead has the same value, the record stays as it is, because it
is that lead's as well (docs/decisions/0170).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.domain.fields import LEAD_KEYS, Values, key_of
from leadkeep.domain.objects.custom.links import LEAD, LEAD_ID
from leadkeep.domain.objects.custom.types import custom_object_types
from leadkeep.domain.objects.engine import (
    Kind,
    MovedRecord,
    move_records,
    records_referring,
    remove_records,
    rewrite_links,
)
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class LeadLink:
    """A field of a custom object that refers to leads."""

    kind: Kind
    field: str
    lead_field: str
    """The lead field whose values the field has: the id or a key field."""

    @property
    def is_by_id(self) -> bool:
        """Does the field have lead ids?"""
        return self.lead_field == LEAD_ID


def lead_links(tx: Transaction) -> list[LeadLink]:
    """Return each field of custom objects that refers to leads."""
    return [
        LeadLink(kind, each.field, each.related_field)
        for kind in custom_object_types(tx).kinds.values()
        for each in kind.relationships
        if each.related_object == LEAD
    ]


LeadValues = tuple[int, Values]
"""A lead id, and at least the values of the lead's key fields."""


def clear_custom_objects(tx: Transaction, leads: Sequence[LeadValues]) -> None:
    """Delete the custom object records that refer to leads which are being deleted.

    The caller has locked the leads, and deleted their key rows.
    """
    for link in lead_links(tx):
        values = _values(link, leads)
        if not link.is_by_id:
            shared = _shared_keys(tx, link.lead_field, values, ())
            values = [value for value in values if key_of(value) not in shared]
        if values:
            remove_records(tx, link.kind, records_referring(tx, link.kind, link.field, values))


def move_custom_objects(
    tx: Transaction, losers: Sequence[LeadValues], winner: LeadValues
) -> list[MovedRecord]:
    """Move the custom object records of merged leads to the winner.

    If several have the same dedupe key, one stays. The caller has locked the leads; their key rows
    are as before the merge, the values of ``winner`` as after it.
    """
    log: list[MovedRecord] = []
    lead_ids = [winner[0], *(lead_id for lead_id, _ in losers)]
    for link in lead_links(tx):
        if link.is_by_id:
            moved = [(lead_id, lead_id) for lead_id, _ in losers]
            log += move_records(tx, link.kind, link.field, moved, winner[0])
            continue
        new = winner[1][link.lead_field]
        shared = _shared_keys(tx, link.lead_field, _values(link, losers), lead_ids)
        moved = [
            (lead_id, old)
            for lead_id, values in losers
            if (key := key_of(old := values[link.lead_field]))
            and key not in shared
            and key_of(new) not in {"", key}
        ]
        if moved:
            log += move_records(tx, link.kind, link.field, moved, new)
    return log


ValueChange = tuple[int, Any, Any]
"""A lead id, the lead's old value, and its new one."""


def update_value_links(tx: Transaction, changes: Mapping[str, Sequence[ValueChange]]) -> None:
    """Change the records that refer to leads by values which change, by the name of the lead field.

    A lead without a new value loses its records, except those that are found by the value alone.
    The caller has locked the leads, and their key rows are as before the change.
    """
    for link in lead_links(tx):
        wanted = [each for each in changes.get(link.lead_field, ()) if key_of(each[1])]
        if not wanted:
            continue
        lead_ids = [lead_id for lead_id, _, _ in wanted]
        shared = _shared_keys(tx, link.lead_field, [old for _, old, _ in wanted], lead_ids)
        moved = [
            (old, new)
            for _, old, new in wanted
            if key_of(old) != key_of(new) and key_of(old) not in shared
        ]
        if moved:
            rewrite_links(tx, link.kind, link.field, moved)


def _values(link: LeadLink, leads: Iterable[LeadValues]) -> list[Any]:
    if link.is_by_id:
        return [lead_id for lead_id, _ in leads]
    return [value for _, values in leads if key_of(value := values[link.lead_field])]


def _shared_keys(
    tx: Transaction, lead_field: str, values: Iterable[Any], lead_ids: Collection[int]
) -> set[str]:
    """Return the keys of those values that a lead beside ``lead_ids`` has."""
    owners: defaultdict[str, set[int]] = defaultdict(set)
    for key, lead_id in LEAD_KEYS.owners(tx, lead_field, {key_of(value) for value in values}):
        owners[key].add(lead_id)
    return {key for key, found in owners.items() if not found.issubset(lead_ids)}
