"""Tag Activities: read the log, add to it (behaviour.md section 5)."""

from dataclasses import replace
from functools import partial
from typing import Any

import msgspec

from leadkeep.api import params
from leadkeep.api.call import Call
from leadkeep.api.envelope import Reply
from leadkeep.api.errors import wire_error
from leadkeep.api.paging import decode_position, encode_position
from leadkeep.domain.activities import (
    ActivityFilter,
    ActivityPage,
    ActivityRow,
    ActivityType,
    AddedActivity,
    LeadSet,
    Position,
    add_activities,
    read_activities,
    read_deleted_leads,
    read_lead_changes,
)
from leadkeep.domain.assets.lists import members_among
from leadkeep.domain.fields import Unacceptable, lead_catalog, whole_number
from leadkeep.domain.leads import known_leads, leads_in_reach
from leadkeep.domain.merging import present_ids
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

ENDPOINT = "activities"
"""The three readers share one log, so a token of one of them is good for the others too."""
MOMENT_SIGN = "@"
"""Before a position that is a second of the Unix epoch and no id."""
ROWS_READ_INLINE = 100
"""Larger pages, and those that are sifted, are read off the event loop."""

LOWER_IN_CHANGES = {
    "API Method Name": "api method name",
    "Modifying User": "modifying user",
    "Request Id": "request id",
}
"""Attributes that Get Lead Changes spells in lower case (behaviour.md 5.2)."""


# -- positions -------------------------------------------------------------------------------------


async def paging_token(call: Call) -> Reply:
    """Get Paging Token: a place in the log by the moment (behaviour.md 5.2)."""
    since = params.moment_parameter(call, "sinceDatetime")
    if since is None:
        raise Refusal(Reason.MISSING_PARAMETER, "sinceDatetime")
    return Reply(next_page_token=_token(call, Position(since=int(since.timestamp()))))


def _token(call: Call, position: Position) -> str:
    text = str(position.after) if position.since is None else f"{MOMENT_SIGN}{position.since}"
    return encode_position(call.server.key, ENDPOINT, text)


def _position(call: Call) -> Position:
    token = params.text(call, "nextPageToken")
    if token is None:
        raise Refusal(Reason.MISSING_PARAMETER, "nextPageToken")
    text = decode_position(call.server.key, ENDPOINT, token)
    if text.startswith(MOMENT_SIGN):
        return Position(since=int(text.removeprefix(MOMENT_SIGN)))
    return Position(int(text))


# -- readers ---------------------------------------------------------------------------------------


async def get(call: Call) -> Reply:
    """Get Lead Activities (behaviour.md 5.2)."""
    wanted = _filter(call, _integers(call, "activityTypeIds"))
    if not wanted.type_ids:
        raise Refusal(Reason.MISSING_PARAMETER, "activityTypeIds")
    read = call.read_long if _is_large(wanted) else call.read
    page = await read(lambda tx: read_activities(tx, _followed(call, tx, wanted)))
    return _reply(call, page, [_record(row) for row in page.rows])


async def get_changes(call: Call) -> Reply:
    """Get Lead Changes (behaviour.md 5.2)."""
    wanted = _filter(call)
    fields = params.array(call, "fields")
    if not fields:
        raise Refusal(Reason.MISSING_PARAMETER, "fields")
    page, names = await call.read_long(
        lambda tx: (
            read_lead_changes(tx, _followed(call, tx, wanted), fields),
            _names_of_fields(tx),
        )
    )
    return _reply(call, page, [_change(row, names) for row in page.rows])


async def get_deleted(call: Call) -> Reply:
    """Get Deleted Leads (behaviour.md 5.2)."""
    wanted = ActivityFilter(_position(call), params.page_size(call), lead_sets=_reach(call))
    now = call.now
    page = await call.read_long(lambda tx: read_deleted_leads(tx, wanted, now))
    return _reply(call, page, [_record(row) for row in page.rows])


def _filter(call: Call, type_ids: list[int] | None = None) -> ActivityFilter:
    return ActivityFilter(
        _position(call),
        params.page_size(call),
        type_ids or [],
        _integers(call, "leadIds"),
        frozenset(_integers(call, "assetIds")),
        [*_reach(call), *_list(call)],
    )


def _followed(call: Call, tx: Transaction, wanted: ActivityFilter) -> ActivityFilter:
    """Return a filter with the present ids of leads that were merged away, if a setting says so."""
    if not wanted.lead_ids or not call.server.settings.resolve_merged_leads:
        return wanted
    return replace(wanted, lead_ids=present_ids(tx, wanted.lead_ids))


def _reach(call: Call) -> list[LeadSet]:
    caller = call.caller
    if caller.partition_ids is None:
        return []
    return [lambda tx, lead_ids: leads_in_reach(tx, caller, lead_ids)]


def _list(call: Call) -> list[LeadSet]:
    sent, caller = _integers(call, "listId"), call.caller
    if not sent:
        return []
    return [lambda tx, lead_ids: members_among(tx, caller, sent[0], lead_ids)]


def _integers(call: Call, name: str) -> list[int]:
    """Return an array parameter of integers.

    Raises:
        Refusal: 1001, one of them is none.
    """
    found = []
    for value in params.array(call, name):
        try:
            found.append(whole_number(value))
        except Unacceptable:
            raise Refusal(Reason.WRONG_TYPE, value, "Integer") from None
    return found


def _is_large(wanted: ActivityFilter) -> bool:
    is_sifted = bool(wanted.asset_ids or wanted.lead_sets)
    ranges = len(wanted.lead_ids) or len(wanted.type_ids)
    return is_sifted or wanted.page_size * ranges > ROWS_READ_INLINE


# -- records ---------------------------------------------------------------------------------------


def _reply(call: Call, page: ActivityPage, records: list[dict[str, Any]]) -> Reply:
    """Return a page: without rows there is no ``result``; the token is always there."""
    return Reply(records or None, _token(call, page.position), page.has_more)


def _start_of_record(row: ActivityRow) -> dict[str, Any]:
    number, lead_id, date, type_id, campaign_id, *_ = row
    record = {
        "id": number,
        "marketoGUID": str(number),
        "leadId": lead_id,
        "activityDate": date,
        "activityTypeId": type_id,
    }
    if campaign_id is not None:
        record["campaignId"] = campaign_id
    return record


def _record(row: ActivityRow) -> dict[str, Any]:
    """Return an activity (behaviour.md 5.1); its attributes are stored as they are shown."""
    record = _start_of_record(row)
    *_, primary_id, primary, attributes = row
    if primary_id is not None:
        record["primaryAttributeValueId"] = primary_id
    if primary is not None:
        record["primaryAttributeValue"] = primary
    record["attributes"] = msgspec.Raw(attributes.encode())
    return record


def _change(row: ActivityRow, names: dict[int, str]) -> dict[str, Any]:
    """Return a lead change (behaviour.md 5.2): old and new value stand apart from attributes."""
    record = _start_of_record(row)
    _, lead_id, _, type_id, _, field_id, shown_name, stored = row
    told = {each["name"]: each["value"] for each in msgspec.json.decode(stored)}
    new, old = told.pop("New Value", None), told.pop("Old Value", None)
    fields = []
    if type_id == ActivityType.CHANGE_DATA_VALUE:
        name = names.get(field_id, shown_name)
        fields = [{"id": field_id, "name": name, "newValue": new, "oldValue": old}]
        told["Lead ID"] = lead_id
    record["fields"] = fields
    record["attributes"] = [
        {"name": LOWER_IN_CHANGES.get(name, name), "value": value} for name, value in told.items()
    ]
    return record


def _names_of_fields(tx: Transaction) -> dict[int, str]:
    catalog = lead_catalog(tx)
    return catalog.made("names by id", lambda: {field.id: field.name for field in catalog.fields})


# -- custom activities -----------------------------------------------------------------------------


class AddBody(msgspec.Struct):
    """The body of Add Custom Activities."""

    input: list[dict[str, Any]] | None = None


async def add(call: Call) -> Reply:
    """Add Custom Activities (behaviour.md 5.4)."""
    records = params.records(params.body(call, AddBody).input, "Activities not specified")
    caller = call.caller
    verb = partial(
        add_activities,
        records=records,
        known_leads=lambda tx, lead_ids: known_leads(tx, caller, lead_ids),
    )
    return Reply([_added(each) for each in await call.write(verb)])


def _added(of: AddedActivity) -> dict[str, Any]:
    """Return the result item of one record: what failed is told under ``errors``."""
    if of.problem is not None:
        return {"status": "skipped", "errors": [wire_error(of.problem)]}
    return {"id": of.activity_id, "marketoGUID": str(of.activity_id), "status": "added"}
