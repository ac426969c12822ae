"""Tag Activities: read the log, add to it (behaviour.md section 5)."""

from dataclasses import replace
from typing import Any

import msgspec

from leadkeep.api import params
from leadkeep.api.envelope import Reply
from leadkeep.api.errors import wire_error
from leadkeep.api.paging import decode_position, encode_position
from leadkeep.api.request import Request
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
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import known_leads, leads_in_scope
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


async def paging_token(request: Request) -> Reply:
    """Get Paging Token: a place in the log by the moment (behaviour.md 5.2)."""
    since = params.moment_parameter(request, "sinceDatetime")
    if since is None:
        raise Refusal(Reason.MISSING_PARAMETER, "sinceDatetime")
    return Reply(next_page_token=_token(request, Position(since=int(since.timestamp()))))


def _token(request: Request, position: Position) -> str:
    text = str(position.after) if position.since is None else f"{MOMENT_SIGN}{position.since}"
    return encode_position(request.server.key, ENDPOINT, text)


def _position(request: Request) -> Position:
    token = params.text(request, "nextPageToken")
    if token is None:
        raise Refusal(Reason.MISSING_PARAMETER, "nextPageToken")
    text = decode_position(request.server.key, ENDPOINT, token)
    if text.startswith(MOMENT_SIGN):
        return Position(since=int(text.removeprefix(MOMENT_SIGN)))
    return Position(int(text))


# -- readers ---------------------------------------------------------------------------------------


async def get(request: Request) -> Reply:
    """Get Lead Activities (behaviour.md 5.2)."""
    wanted = _filter(request, _integers(request, "activityTypeIds"))
    if not wanted.type_ids:
        raise Refusal(Reason.MISSING_PARAMETER, "activityTypeIds")
    read = request.read_long if _is_large(wanted) else request.read
    page = await read(lambda work: read_activities(work.tx, _followed(request, work.tx, wanted)))
    return _reply(request, page, [_record(row) for row in page.rows])


async def get_changes(request: Request) -> Reply:
    """Get Lead Changes (behaviour.md 5.2)."""
    wanted = _filter(request)
    fields = params.array(request, "fields")
    if not fields:
        raise Refusal(Reason.MISSING_PARAMETER, "fields")
    page, names = await request.read_long(
        lambda work: (
            read_lead_changes(work.tx, _followed(request, work.tx, wanted), fields),
            _names_of_fields(work.tx),
        )
    )
    return _reply(request, page, [_change(row, names) for row in page.rows])


async def get_deleted(request: Request) -> Reply:
    """Get Deleted Leads (behaviour.md 5.2)."""
    wanted = ActivityFilter(
        _position(request), params.page_size(request), lead_sets=_reach(request)
    )
    page = await request.read_long(lambda work: read_deleted_leads(work.tx, wanted))
    return _reply(request, page, [_record(row) for row in page.rows])


def _filter(request: Request, type_ids: list[int] | None = None) -> ActivityFilter:
    return ActivityFilter(
        _position(request),
        params.page_size(request),
        type_ids or [],
        _integers(request, "leadIds"),
        frozenset(_integers(request, "assetIds")),
        [*_reach(request), *_list(request)],
    )


def _followed(request: Request, tx: Transaction, wanted: ActivityFilter) -> ActivityFilter:
    """Return a filter with the present ids of leads that were merged away, if a setting says so."""
    if not wanted.lead_ids or not request.server.settings.resolve_merged_leads:
        return wanted
    return replace(wanted, lead_ids=present_ids(tx, wanted.lead_ids))


def _reach(request: Request) -> list[LeadSet]:
    caller = request.caller
    if caller.partition_ids is None:
        return []
    return [lambda tx, lead_ids: leads_in_scope(Work(tx, caller), lead_ids)]


def _list(request: Request) -> list[LeadSet]:
    sent, caller = _integers(request, "listId"), request.caller
    if not sent:
        return []
    return [lambda tx, lead_ids: members_among(Work(tx, caller), sent[0], lead_ids)]


def _integers(request: Request, name: str) -> list[int]:
    """Return an array parameter of integers.

    Raises:
        Refusal: 1001, one of them is none.
    """
    found = []
    for value in params.array(request, name):
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


def _reply(request: Request, page: ActivityPage, records: list[dict[str, Any]]) -> Reply:
    """Return a page: without rows there is no ``result``; the token is always there."""
    return Reply(records or None, _token(request, page.position), page.has_more)


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
    return catalog.cached("names by id", lambda: {field.id: field.name for field in catalog.fields})


# -- custom activities -----------------------------------------------------------------------------


class AddBody(msgspec.Struct):
    """The body of Add Custom Activities."""

    input: list[dict[str, Any]] | None = None


async def add(request: Request) -> Reply:
    """Add Custom Activities (behaviour.md 5.4)."""
    records = params.records(params.body(request, AddBody).input, "Activities not specified")
    added = await request.write(
        lambda work: add_activities(work.tx, records, lambda _, ids: known_leads(work, ids))
    )
    return Reply([_added(each) for each in added])


def _added(of: AddedActivity) -> dict[str, Any]:
    """Return the result item of one record: what failed is told under ``errors``."""
    if of.problem is not None:
        return {"status": "skipped", "errors": [wire_error(of.problem)]}
    return {"id": of.activity_id, "marketoGUID": str(of.activity_id), "status": "added"}
