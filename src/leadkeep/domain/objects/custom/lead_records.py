"""Delete or move custom object records whose lead is deleted or merged."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from leadkeep.domain.fields import RECORD_KEYS
from leadkeep.domain.objects.custom.links import LEAD, LEAD_ID
from leadkeep.domain.objects.custom.types import custom_object_types
from leadkeep.domain.objects.engine import (
    Kind,
    MovedRecord,
    catalog_of,
    lock_records,
    move_records,
    remove_records,
)
from leadkeep.store import Transaction


def lead_links(tx: Transaction) -> list[tuple[Kind, str]]:
    """Return (kind, field name) for each field of custom objects that stores lead ids."""
    return [
        (kind, each.field)
        for kind in custom_object_types(tx).kinds.values()
        for each in kind.relationships
        if (each.related_object, each.related_field) == (LEAD, LEAD_ID)
    ]


def clear_custom_objects(tx: Transaction, lead_ids: Collection[int]) -> None:
    """Delete the custom object records that refer to leads by id, because the leads are deleted.

    The caller has locked the leads.
    """
    for kind, ids in _records_of_leads(tx, lead_ids):
        remove_records(tx, kind, list(lock_records(tx, kind, ids).values()))


def _records_of_leads(
    tx: Transaction, lead_ids: Collection[int]
) -> Iterator[tuple[Kind, set[int]]]:
    """Yield each kind that has records of these leads, with the records' ids."""
    links = {catalog_of(tx, kind).by_name[field].id: kind for kind, field in lead_links(tx)}
    found: defaultdict[Kind, set[int]] = defaultdict(set)
    for number, _, record_id in RECORD_KEYS.of_kinds(tx, links, [str(each) for each in lead_ids]):
        found[links[number]].add(record_id)
    yield from found.items()


def move_custom_objects(
    tx: Transaction, loser_ids: Sequence[int], winner_id: int
) -> list[MovedRecord]:
    """Move the custom object records of merged leads to the winner.

    If several have the same dedupe key, one stays. The caller has locked the leads.
    """
    return [
        moved
        for kind, field in lead_links(tx)
        for moved in move_records(tx, kind, field, loser_ids, winner_id)
    ]
