"""Write leads: no other module inserts, updates or deletes them.

Sync, push, form, merge, import, flow steps and the console all end here. Its functions write rows
and keys, and append the activities that log what changed and why. History, triggers and event
streams depend on this.

A command costs a fixed number of statements, however many leads it changes: one insert of leads,
one of keys, one of activities for each type, one update for each distinct set of changed columns.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from leadkeep.domain.activities import append_activities, note_merged
from leadkeep.domain.fields import (
    LEAD_KEYS,
    Catalog,
    Field,
    RowChange,
    insert_statement,
    lead,
    lead_catalog,
    level_values,
    update_rows,
)
from leadkeep.domain.instance.access import Cause, Work, partitions_by_name
from leadkeep.domain.leads import change_log, events
from leadkeep.domain.leads.company_values import COMPANY_ID
from leadkeep.domain.leads.draft import NAME_PARTS, Draft, full_name
from leadkeep.domain.leads.keys import key_changes, key_names, keys_of
from leadkeep.domain.leads.scope import store_deleted_partitions
from leadkeep.domain.leads.tables import LEAD_IDS
from leadkeep.domain.objects.custom import clear_custom_objects, update_value_links
from leadkeep.domain.objects.standard import COMPANY_IDS, clear_roles
from leadkeep.store import Statement, Transaction, Update, any_of

PERSON_TYPE = "contact"
"""The person type of every lead that is stored (behaviour.md 3.4)."""

ROW_COLUMNS = ("id", "contactCompany", "leadPartitionId", "mktoName")
"""Columns that are filled for each new lead whatever its record says, in the order of the
insert."""

_DELETE_LEADS = Statement(delete(lead).where(any_of(lead.c.id, "lead_ids")))


def write_leads(work: Work, drafts: Sequence[Draft]) -> None:
    """Insert new lead drafts and update changed ones, with keys, activities and events.

    New drafts get their lead ids. The caller has locked the keys by which new leads are found, and
    the rows of stored leads.
    """
    catalog = lead_catalog(work.tx)
    new = [draft for draft in drafts if draft.is_new]
    stepped = [draft for draft in drafts if draft.steps]
    # First, because it locks records, and the moment is the one after all locks.
    _take_records_along(work.tx, catalog, stepped)
    moment = work.moment
    activities = []
    if new:
        _insert_leads(work, catalog, new)
        activities.append(change_log.new_leads(new, work.cause, moment))
    if stepped:
        stored = [draft for draft in stepped if not draft.is_new]
        update_rows(work.tx, catalog, LEAD_KEYS, _changes(catalog, stored))
        partitions = partitions_by_name(work.tx).values()
        activities += change_log.changed_values(catalog, partitions, stepped, work.cause, moment)
    append_activities(work.tx, activities)
    work.tx.emit(events.LEAD_EVENTS, lambda: events.written(drafts, work.cause, moment))


def _take_records_along(tx: Transaction, catalog: Catalog, drafts: Sequence[Draft]) -> None:
    """Let the custom object records that refer to leads by a value follow the changes of values."""
    keys = key_names(catalog)
    changes: defaultdict[str, list[tuple[int, Any, Any]]] = defaultdict(list)
    for draft in drafts:
        if not draft.is_new and not keys.isdisjoint(step.name for step in draft.steps):
            for name, step in draft.net_changes().items():
                if name in keys:
                    changes[name].append((draft.lead_id, step.old, step.new))
    if changes:
        update_value_links(tx, changes)


def set_derived(tx: Transaction, field: Field, values: Mapping[int, Any]) -> None:
    """Store values of a field that is derived from other fields, by lead id; log no change.

    The caller has locked the rows of the leads.
    """
    catalog = lead_catalog(tx)
    key = ("derived", field.column)
    statement = catalog.cached(key, lambda: Update(catalog.table, ["id"], [field.column]))
    tx.update(statement, list(values.items()))


def remove_leads(work: Work, drafts: Sequence[Draft]) -> None:
    """Delete stored leads and everything linked to them; append a Delete Lead activity for each.

    The drafts contain at least the key fields and the parts of the name. The caller has locked the
    leads' rows.
    """
    if not drafts:
        return
    moment = work.moment
    _remove_rows(work.tx, drafts)
    store_deleted_partitions(work.tx, drafts)
    append_activities(work.tx, [change_log.deleted_leads(drafts, work.cause, moment)])
    work.tx.emit(events.LEAD_EVENTS, lambda: events.deleted(drafts, work.cause, moment))


def remove_merged_leads(work: Work, drafts: Sequence[Draft], winner: Draft) -> None:
    """Delete the losers of a merge (``drafts``) with their keys and remaining links.

    A link remains if it was not moved to the winner before. From now on, the losers' activities are
    read as the winner's. The drafts contain what :func:`remove_leads` needs.
    """
    _remove_rows(work.tx, drafts)
    note_merged(work.tx, [draft.lead_id for draft in drafts], winner.lead_id)
    work.tx.emit(
        events.LEAD_EVENTS, lambda: events.merged(drafts, winner.lead_id, work.cause, work.moment)
    )


def _remove_rows(tx: Transaction, drafts: Sequence[Draft]) -> None:
    LEAD_KEYS.drop(tx, keys_of(drafts, key_names(lead_catalog(tx))))
    lead_ids = [draft.lead_id for draft in drafts]
    clear_roles(tx, lead_ids)
    clear_custom_objects(tx, [(draft.lead_id, draft.values) for draft in drafts])
    tx.run(_DELETE_LEADS, lead_ids=lead_ids)


def _insert_leads(work: Work, catalog: Catalog, drafts: Sequence[Draft]) -> None:
    common = _values_of_new_leads(work.cause, work.moment)
    # A new lead that joins a company has the company's number (company_values.py).
    fields = catalog.by_name
    levelled = level_values(drafts, lambda name: common.get(name, fields[name].initial_value))
    names = tuple(name for name in levelled if name != COMPANY_ID)
    same = tuple(name for name in common if name not in names)
    same_columns = tuple(fields[name].column for name in same)
    statement = insert_statement(catalog, ROW_COLUMNS, names, same_columns)
    # Every other lead starts with a company of its own (behaviour.md 3.4, decision 0009).
    company_ids = work.tx.allocate(COMPANY_IDS, len(drafts))
    rows = []
    for draft, lead_id, company_id in zip(
        drafts, work.tx.allocate(LEAD_IDS, len(drafts)), company_ids, strict=True
    ):
        draft.lead_id = lead_id
        values = draft.values
        company = values.get(COMPANY_ID) or company_id
        own = (lead_id, company, draft.partition_id, full_name(values))
        # Levelled drafts have their values in one order.
        rows.append((*own, *(values.values() if names == levelled else map(values.get, names))))
    work.tx.insert(statement, rows, *(common[name] for name in same))
    LEAD_KEYS.add(work.tx, keys_of(drafts, [name for name in names if name in key_names(catalog)]))


def _values_of_new_leads(cause: Cause, now: datetime) -> dict[str, Any]:
    """Return the values that every new lead has unless its record sets them (behaviour.md 3.4)."""
    return {
        "createdAt": now,
        "updatedAt": now,
        "personType": PERSON_TYPE,
        "isLead": True,
        "emailSuspended": False,
        "originalSourceType": cause.source,
        "originalSourceInfo": cause.source_info,
        "registrationSourceType": cause.source,
        "registrationSourceInfo": cause.source_info,
    }


def _changes(catalog: Catalog, drafts: Sequence[Draft]) -> Iterator[RowChange]:
    keys = key_names(catalog)
    for draft in sorted(drafts, key=lambda draft: draft.lead_id):
        changed = draft.net_changes()
        if not changed:
            continue
        values = {name: step.new for name, step in changed.items()}
        if not changed.keys().isdisjoint(NAME_PARTS):
            values["mktoName"] = full_name(draft.values)
        if keys.isdisjoint(changed):
            yield draft.lead_id, values, (), ()
        else:
            steps = [changed[name] for name in keys & changed.keys()]
            yield draft.lead_id, values, *key_changes(draft.lead_id, steps)
