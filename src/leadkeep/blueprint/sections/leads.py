"""``leads``: lead records in the format of Sync Leads, identified by email."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from leadkeep.blueprint.file import Item, check_unique
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.fields import Field, lead_catalog, normalised_key
from leadkeep.domain.instance.access import Access, Work, list_partitions, operator_access
from leadkeep.domain.leads import (
    LeadFilter,
    LeadOutcome,
    Upsert,
    all_leads,
    find_leads,
    upsert_leads,
)
from leadkeep.store import Transaction

KEY = "leads"
LOOKUP_FIELD = "email"
PARTITION_MEMBER = "partitionName"
"""The key of a record that is not a field: the partition of a new lead."""
LEAD_BATCH_SIZE = 300

Record = dict[str, Any]


def _apply(run: Run) -> Iterator[Change]:
    items = run.blueprint.items(KEY, dict[str, Any])
    for item in items:
        _check_values(run, item)
    named = [(_key_of(run, each), each.line) for each in items]
    check_unique(run.blueprint, KEY, named)
    by_partition: defaultdict[str | None, list[Item[Record]]] = defaultdict(list)
    for item in items:
        by_partition[_partition_of(run, item)].append(item)
    access = operator_access(run.tx)
    for partition, group in by_partition.items():
        for start in range(0, len(group), LEAD_BATCH_SIZE):
            yield from _upsert(run, access, partition, group[start : start + LEAD_BATCH_SIZE])


def _check_values(run: Run, item: Item[Record]) -> None:
    for name, value in item.value.items():
        if isinstance(value, dict | list):
            line = run.blueprint.lines[f"{item.path}.{name}"]
            named = f"{KEY}: {item.value.get(LOOKUP_FIELD)}"
            raise run.blueprint.error(line, named, f"{name}: a field holds one value")


def _key_of(run: Run, item: Item[Record]) -> str:
    email = item.value.get(LOOKUP_FIELD)
    key = normalised_key(email) if isinstance(email, str) else ""
    if not key:
        raise run.blueprint.error(item.line, KEY, "a lead needs an email")
    return key


def _partition_of(run: Run, item: Item[Record]) -> str | None:
    name = item.value.get(PARTITION_MEMBER)
    if name is not None and not isinstance(name, str):
        text = f"{PARTITION_MEMBER} must be a text"
        raise run.blueprint.error(item.line, f"{KEY}: {item.value[LOOKUP_FIELD]}", text)
    return name


def _upsert(
    run: Run, access: Access, partition: str | None, items: Sequence[Item[Record]]
) -> Iterator[Change]:
    records = [
        {name: value for name, value in each.value.items() if name != PARTITION_MEMBER}
        for each in items
    ]
    before = _present_values(run.tx, access, records)
    call = Upsert(records, lookup_field=LOOKUP_FIELD, partition_name=partition)
    with run.errors_at(items[0].line, KEY):
        outcomes = upsert_leads(run.work, call)
    for item, outcome in zip(items, outcomes, strict=True):
        if outcome.problem:
            name = f"{KEY}: {item.value[LOOKUP_FIELD]}"
            raise run.blueprint.error(item.line, name, run.text(outcome.problem))
    after = _present_values(run.tx, access, records)
    for record, outcome in zip(records, outcomes, strict=True):
        yield Change(KEY, str(record[LOOKUP_FIELD]), _status(outcome, before, after))


def _status(outcome: LeadOutcome, before: dict[int, Any], after: dict[int, Any]) -> str:
    if outcome.status != "updated" or outcome.lead_id is None:
        return outcome.status
    is_same = before.get(outcome.lead_id) == after.get(outcome.lead_id)
    return "unchanged" if is_same else "updated"


def _present_values(
    tx: Transaction, access: Access, records: Sequence[dict[str, Any]]
) -> dict[int, tuple[Any, ...]]:
    """Return the present values of the leads that the records will update, by lead id."""
    known = lead_catalog(tx).by_name
    names = {name for record in records for name in record if name in known}
    emails = [str(record[LOOKUP_FIELD]) for record in records]
    page = find_leads(
        Work(tx, access), LeadFilter(LOOKUP_FIELD, emails, sorted(names), page_size=LEAD_BATCH_SIZE)
    )
    return {row[0]: row for row in page.rows}


def present_leads(tx: Transaction) -> Iterator[dict[str, Any]]:
    """Yield a record for each lead with an email; of leads with the same email only the first."""
    catalog = lead_catalog(tx)
    fields = [each for each in catalog.fields if each.is_settable]
    partitions = {each.id: each.name for each, _ in list_partitions(tx)}
    default_id = operator_access(tx).default_partition_id
    columns = [*fields, catalog.by_name["leadPartitionId"]]
    for rows in all_leads(tx, catalog, columns):
        for _, *values, partition_id in rows:
            record = _record(fields, values)
            if LOOKUP_FIELD not in record:
                continue
            if partition_id != default_id:
                record[PARTITION_MEMBER] = partitions[partition_id]
            yield record


def _record(fields: Sequence[Field], values: Sequence[Any]) -> dict[str, Any]:
    record = {
        field.name: field.type.wire(value)
        for field, value in zip(fields, values, strict=True)
        if value is not None and value != field.type.empty
    }
    email = record.pop(LOOKUP_FIELD, None)
    return record if email is None else {LOOKUP_FIELD: email} | record


SECTION = Section(KEY, _apply, present_leads)
