"""The one function that writes leads.

Sync, push, form, merge, import, flow steps and the console all end here: it stores rows and keys
and appends the activities that tell what happened and why. History, triggers and streams hang on
this seam.

A call costs a fixed handful of statements however many leads it touches: one insert of leads, one
of keys, one of activities, and one update for each distinct set of changed columns.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, update

from leadkeep.domain.activities import (
    ActivityType,
    NewActivity,
    append_activities,
    attribute_items,
)
from leadkeep.domain.fields import Catalog, Field, lead_catalog, normalised_key
from leadkeep.domain.leads.draft import NAME_PARTS, Draft, Step, full_name
from leadkeep.domain.leads.tables import COMPANY_IDS, LEAD_IDS, lead, lead_key
from leadkeep.store import Insert, Statement, Transaction, any_of

PERSON_TYPE = "contact"
"""The person type of every recorded lead (behaviour.md 3.4)."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Who or what writes, and why: it goes into every activity that the write leaves."""

    source: str
    """Source of a Change Data Value and source type of a new lead, such as ``Web service API``."""
    source_info: str | None
    """Source info of a new lead (behaviour.md 3.4)."""
    reason: str
    """Reason of a Change Data Value."""
    method: str | None = None
    """API Method Name, such as ``syncLead``."""
    user: str | None = None
    """Modifying User: the API user's address."""
    request_id: str | None = None
    campaign_id: int | None = None

    @property
    def signature(self) -> str:
        """The attributes that close every activity, as JSON items."""
        return attribute_items(
            [
                ("API Method Name", self.method),
                ("Modifying User", self.user),
                ("Request Id", self.request_id),
            ]
        )


_INSERT_KEYS = Insert(lead_key, ["kind", "value", "lead_id"])
_DELETE_KEY = Statement(
    delete(lead_key).where(
        lead_key.c.kind == bindparam("old_kind"),
        lead_key.c.value == bindparam("old_value"),
        lead_key.c.lead_id == bindparam("old_lead_id"),
    )
)
_DELETE_LEADS = Statement(delete(lead).where(any_of(lead.c.id, "lead_ids")))


def write_leads(tx: Transaction, drafts: Sequence[Draft], cause: Cause, now: datetime) -> None:
    """Store new and changed leads with their keys and activities; give new ones their ids.

    The caller has locked the keys that new leads are found by and the rows of the stored ones.
    """
    catalog = lead_catalog(tx)
    new = [draft for draft in drafts if draft.is_new]
    stepped = [draft for draft in drafts if draft.steps]
    if new:
        _insert_leads(tx, catalog, new, cause, now)
    changed = [draft for draft in stepped if not draft.is_new]
    if changed:
        _update_leads(tx, catalog, changed, now)
    activities = _new_lead_activities(new, cause, now)
    activities += _change_activities(catalog, stepped, cause, now)
    append_activities(tx, activities)


def remove_leads(tx: Transaction, drafts: Sequence[Draft], cause: Cause, now: datetime) -> None:
    """Remove stored leads and their keys, and leave a Delete Lead activity for each.

    The drafts hold at least the key fields and the name parts; their rows are locked.
    """
    if not drafts:
        return
    keys = _keys_of(lead_catalog(tx), drafts)
    tx.run_many(_DELETE_KEY, [_key_to_delete(*key) for key in keys])
    tx.run(_DELETE_LEADS, lead_ids=[draft.lead_id for draft in drafts])
    activities = [
        NewActivity(
            lead_id=draft.lead_id,
            type_id=ActivityType.DELETE_LEAD,
            date=now,
            campaign_id=cause.campaign_id,
            primary_attribute_value_id=draft.lead_id,
            primary_attribute_value=full_name(draft.values),
            attributes="[]",
        )
        for draft in drafts
    ]
    append_activities(tx, activities)


# -- new leads ----------------------------------------------------------------------------------


def _insert_leads(
    tx: Transaction, catalog: Catalog, drafts: Sequence[Draft], cause: Cause, now: datetime
) -> None:
    lead_ids = tx.allocate(LEAD_IDS, len(drafts))
    # Every lead starts with a company record of its own (behaviour.md 3.4); see decision 0009.
    company_ids = tx.allocate(COMPANY_IDS, len(drafts))
    common = _values_of_new_leads(cause, now)
    by_column = []
    for draft, lead_id, company_id in zip(drafts, lead_ids, company_ids, strict=True):
        draft.lead_id = lead_id
        values = common | draft.values
        values["id"] = lead_id
        values["contactCompany"] = company_id
        values["leadPartitionId"] = draft.partition_id
        values["mktoName"] = full_name(values)
        by_column.append(_columns_from_names(catalog, values))
    statement = _insert_statement(catalog, by_column)
    columns = statement.columns
    tx.insert(statement, [tuple(map(values.get, columns)) for values in by_column])
    tx.insert(_INSERT_KEYS, _keys_of(catalog, drafts))


def _values_of_new_leads(cause: Cause, now: datetime) -> dict[str, Any]:
    """Return what every new lead holds unless its record says otherwise (behaviour.md 3.4)."""
    return {
        "createdAt": now,
        "updatedAt": now,
        "personType": PERSON_TYPE,
        "isLead": True,
        "originalSourceType": cause.source,
        "originalSourceInfo": cause.source_info,
        "registrationSourceType": cause.source,
        "registrationSourceInfo": cause.source_info,
    }


def _columns_from_names(catalog: Catalog, values: dict[str, Any]) -> dict[str, Any]:
    """Return values by column name: for all but a few custom fields that is the field's name."""
    renamed = catalog.made("renamed", lambda: _renamed_fields(catalog))
    if not renamed or renamed.isdisjoint(values):
        return values
    return {catalog.by_name[name].column: value for name, value in values.items()}


def _renamed_fields(catalog: Catalog) -> frozenset[str]:
    return frozenset(each.name for each in catalog.fields if each.column not in {each.name, "id"})


def _insert_statement(catalog: Catalog, rows: Sequence[dict[str, Any]]) -> Insert:
    shapes = {tuple(values) for values in rows}
    columns = frozenset().union(*shapes)
    return catalog.made(("insert", columns), lambda: Insert(catalog.table, columns))


def _new_lead_activities(drafts: Sequence[Draft], cause: Cause, now: datetime) -> list[NewActivity]:
    signature = cause.signature
    created = attribute_items([("Created Date", now.date().isoformat())])
    source = attribute_items([("Source Type", cause.source)])
    activities = []
    for draft in drafts:
        first = draft.first_values
        lead_source = attribute_items([("Lead Source", first.get("leadSource"))])
        parts = (created, lead_source, source, signature)
        activities.append(
            NewActivity(
                lead_id=draft.lead_id,
                type_id=ActivityType.NEW_LEAD,
                date=now,
                campaign_id=cause.campaign_id,
                primary_attribute_value_id=draft.lead_id,
                primary_attribute_value=full_name(first),
                attributes=f"[{','.join(filter(None, parts))}]",
            )
        )
    return activities


# -- changed leads ------------------------------------------------------------------------------


def _update_leads(
    tx: Transaction, catalog: Catalog, drafts: Sequence[Draft], now: datetime
) -> None:
    groups: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    old_keys: list[dict[str, Any]] = []
    new_keys: list[tuple[str, str, int]] = []
    # In the order of ids, so that two calls that touch the same leads wait, never deadlock.
    for draft in sorted(drafts, key=lambda each: each.lead_id):
        changed = draft.net_changes()
        if not changed:
            continue
        values = {name: step.new for name, step in changed.items()}
        if not draft.values.keys().isdisjoint(NAME_PARTS) and not changed.keys().isdisjoint(
            NAME_PARTS
        ):
            values["mktoName"] = full_name(draft.values)
        values["updatedAt"] = now
        groups[tuple(sorted(values))].append(values | {"id": draft.lead_id})
        for step in changed.values():
            if catalog.by_name[step.name].is_key:
                _collect_key_change(step, draft.lead_id, old_keys, new_keys)
    for names, rows in groups.items():
        tx.run_many(_update_statement(catalog, names), [_as_binds(each) for each in rows])
    if old_keys:
        tx.run_many(_DELETE_KEY, old_keys)
    tx.insert(_INSERT_KEYS, new_keys)


def _collect_key_change(
    step: Step,
    lead_id: int,
    old_keys: list[dict[str, Any]],
    new_keys: list[tuple[str, str, int]],
) -> None:
    old, new = (None if value is None else normalised_key(value) for value in (step.old, step.new))
    if old == new:
        return
    if old:
        old_keys.append(_key_to_delete(step.name, old, lead_id))
    if new:
        new_keys.append((step.name, new, lead_id))


def _as_binds(values: dict[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}


def _update_statement(catalog: Catalog, names: tuple[str, ...]) -> Statement:
    def make() -> Statement:
        table = catalog.table
        columns = {name: table.c[catalog.by_name[name].column] for name in names}
        values = {
            column: bindparam(f"new_{name}", type_=column.type) for name, column in columns.items()
        }
        return Statement(update(table).where(table.c.id == bindparam("new_id")).values(values))

    return catalog.made(("update", names), make)


def _change_activities(
    catalog: Catalog, drafts: Sequence[Draft], cause: Cause, now: datetime
) -> list[NewActivity]:
    why = attribute_items([("Reason", cause.reason), ("Source", cause.source)])
    closing = ",".join(filter(None, (why, cause.signature)))
    return [
        NewActivity(
            lead_id=draft.lead_id,
            type_id=ActivityType.CHANGE_DATA_VALUE,
            date=now,
            campaign_id=cause.campaign_id,
            primary_attribute_value_id=(changed := catalog.by_name[step.name]).id,
            primary_attribute_value=changed.display_name,
            attributes=f"[{_old_and_new(changed, step)}{closing}]",
        )
        for draft in drafts
        for step in draft.steps
    ]


def _old_and_new(changed: Field, step: Step) -> str:
    text = changed.type.text
    items = attribute_items(
        [
            ("New Value", None if step.new is None else text(step.new)),
            ("Old Value", None if step.old is None else text(step.old)),
        ]
    )
    return items + "," if items else ""


# -- keys ---------------------------------------------------------------------------------------


def _keys_of(catalog: Catalog, drafts: Iterable[Draft]) -> list[tuple[str, str, int]]:
    kinds: list[str] = catalog.made(
        "key fields", lambda: [each.name for each in catalog.fields if each.is_key]
    )
    keys = []
    for draft in drafts:
        values = draft.values
        for kind in kinds:
            value = values.get(kind)
            if value is not None and (key := normalised_key(value)):
                keys.append((kind, key, draft.lead_id))
    return keys


def _key_to_delete(kind: str, value: str, lead_id: int) -> dict[str, Any]:
    return {"old_kind": kind, "old_value": value, "old_lead_id": lead_id}
