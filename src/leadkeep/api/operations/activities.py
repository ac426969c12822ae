"""Tag Activities: read the activity log and add to it (behaviour.md section 5)."""

from dataclasses import replace
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from leadkeep.api import params
from leadkeep.api.declarations import PAGE, RECORDS_BODY, Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.errors import wire_error
from leadkeep.api.paging import decode_position, encode_position
from leadkeep.api.request import Request
from leadkeep.api.structs import Body, Id, Moment, Reasons, ReplyItem, SentId, one_of
from leadkeep.domain import activities
from leadkeep.domain.activities import (
    ActivityFilter,
    ActivityPage,
    ActivityRow,
    ActivityType,
    LeadSet,
    Position,
    add_activities,
    read_activities,
    read_deleted_leads,
    read_lead_changes,
)
from leadkeep.domain.assets.lists import members_among
from leadkeep.domain.fields import SentNumber, Unacceptable, lead_catalog, whole_number
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import existing_leads, leads_in_scope
from leadkeep.domain.merging import present_ids
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

serves = Declarations()

ENDPOINT = "activities"
"""The same for all three read operations: a page token of one is valid for the others too."""
MOMENT_SIGN = "@"
"""First character of a position that is a time, in seconds of the Unix epoch, instead of an id."""
ROWS_READ_INLINE = 100
"""Larger pages, and pages with filters, are read on a thread, off the event loop."""

_ATTRIBUTES: dict[str, Any] = {
    "type": "array",
    "items": {"type": "object", "properties": {"apiName": {"type": "string"}, "value": {}}},
}

LOWER_IN_CHANGES = {
    "API Method Name": "api method name",
    "Modifying User": "modifying user",
    "Request Id": "request id",
}
"""Names of attributes that Get Lead Changes writes in lower case (behaviour.md 5.2)."""


_READ = (*PAGE, Reason.MISSING_PARAMETER, Reason.TOO_MANY, Reason.UNKNOWN_ACTIVITY_TYPE)

# -- positions -------------------------------------------------------------------------------------


@serves(
    "getActivitiesPagingTokenUsingGET",
    refuses=(Reason.MISSING_PARAMETER, Reason.INVALID_PARAMETER),
)
async def paging_token(request: Request) -> Reply:
    """Get Paging Token: return a token for the place in the log at a time (behaviour.md 5.2)."""
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


# -- replies ---------------------------------------------------------------------------------------


class ActivityAttribute(ReplyItem):
    """An attribute of an activity other than its primary attribute."""

    name: str
    value: Any


class LogRecord(ReplyItem, kw_only=True):
    """The members of all activities."""

    id: Id
    marketo_guid: str = msgspec.field(name="marketoGUID")
    lead_id: Id
    activity_date: Moment
    activity_type_id: int
    campaign_id: Id | UnsetType = UNSET
    """The smart campaign that caused the activity, if there is one."""


class Activity(LogRecord, kw_only=True):
    """An activity of a lead."""

    primary_attribute_value_id: Id | UnsetType = UNSET
    primary_attribute_value: str | UnsetType = UNSET
    attributes: list[ActivityAttribute]


class ChangedField(ReplyItem):
    """A field of a lead that was changed."""

    id: Id
    name: str
    new_value: str | None
    old_value: str | None


class LeadChange(LogRecord, kw_only=True):
    """A change of a lead; old and new values are in ``fields``, not among the attributes."""

    fields: list[ChangedField]
    attributes: list[ActivityAttribute]


# -- readers ---------------------------------------------------------------------------------------


@serves(
    "getLeadActivitiesUsingGET",
    item=Activity,
    refuses=(*_READ, Reason.OBJECT_NOT_FOUND),
    may_lack_result=True,
    reads_may_lag=True,
)
async def get(request: Request) -> Reply:
    """Get Lead Activities: return a page of activities of some types (behaviour.md 5.2)."""
    wanted = _filter(request, _integers(request, "activityTypeIds"))
    if not wanted.type_ids:
        raise Refusal(Reason.MISSING_PARAMETER, "activityTypeIds")
    read = request.read_long if _is_large(wanted) else request.read
    page = await read(lambda work: read_activities(work.tx, _followed(request, work.tx, wanted)))
    return _reply(request, page, [_record(row) for row in page.rows])


@serves(
    "getLeadChangesUsingGET",
    item=LeadChange,
    refuses=(*_READ, Reason.OBJECT_NOT_FOUND, Reason.FIELD_NOT_FOUND),
    may_lack_result=True,
    reads_may_lag=True,
)
async def get_changes(request: Request) -> Reply:
    """Get Lead Changes: return a page of changes of fields, and new leads (behaviour.md 5.2)."""
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


@serves(
    "getDeletedLeadsUsingGET",
    item=Activity,
    refuses=_READ,
    may_lack_result=True,
    reads_may_lag=True,
)
async def get_deleted(request: Request) -> Reply:
    """Get Deleted Leads: return a page of Delete Lead activities (behaviour.md 5.2)."""
    wanted = ActivityFilter(
        _position(request), params.page_size(request), lead_sets=_in_scope(request)
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
        [*_in_scope(request), *_list(request)],
    )


def _followed(request: Request, tx: Transaction, wanted: ActivityFilter) -> ActivityFilter:
    """Replace ids of merged leads in a filter by their winners' ids, if the setting says so."""
    if not wanted.lead_ids or not request.server.settings.resolve_merged_leads:
        return wanted
    return replace(wanted, lead_ids=present_ids(tx, wanted.lead_ids))


def _in_scope(request: Request) -> list[LeadSet]:
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
    """Return the values of an array parameter of integers.

    Raises:
        Refusal: 1001, one of the values is not an integer.
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


def _reply(request: Request, page: ActivityPage, records: list[Any]) -> Reply:
    """Return a page of the log with its token; ``result`` is absent if there are no records."""
    return Reply(records or None, _token(request, page.position), page.has_more)


def _shared(row: ActivityRow) -> dict[str, Any]:
    """Return the members that an activity and a lead change have in common, by name."""
    number, lead_id, date, type_id, campaign_id, *_ = row
    return {
        "id": number,
        "marketo_guid": str(number),
        "lead_id": lead_id,
        "activity_date": date,
        "activity_type_id": type_id,
        "campaign_id": UNSET if campaign_id is None else campaign_id,
    }


def _record(row: ActivityRow) -> Activity:
    """Return an activity as a reply item; its attributes are stored as the JSON of the reply."""
    *_, primary_id, primary, attributes = row
    return Activity(
        **_shared(row),
        primary_attribute_value_id=UNSET if primary_id is None else primary_id,
        primary_attribute_value=UNSET if primary is None else primary,
        attributes=msgspec.Raw(attributes.encode()),  # type: ignore[arg-type]
    )


def _change(row: ActivityRow, names: dict[int, str]) -> LeadChange:
    """Return a lead change as a reply item (behaviour.md 5.2)."""
    _, lead_id, _, type_id, _, field_id, field_name, stored = row
    attributes = {each["name"]: each["value"] for each in msgspec.json.decode(stored)}
    new, old = attributes.pop("New Value", None), attributes.pop("Old Value", None)
    fields = []
    if type_id == ActivityType.CHANGE_DATA_VALUE:
        fields = [ChangedField(field_id, names.get(field_id) or field_name or "", new, old)]
        attributes["Lead ID"] = lead_id
    return LeadChange(
        **_shared(row),
        fields=fields,
        attributes=[
            ActivityAttribute(LOWER_IN_CHANGES.get(name, name), value)
            for name, value in attributes.items()
        ],
    )


def _names_of_fields(tx: Transaction) -> dict[int, str]:
    catalog = lead_catalog(tx)
    return catalog.cached("names by id", lambda: {field.id: field.name for field in catalog.fields})


# -- custom activities -----------------------------------------------------------------------------


class NewActivity(Body):
    """A custom activity; its members are checked one by one."""

    lead_id: SentId = None
    activity_date: Annotated[Any, Meta(extra_json_schema={"type": "string"})] = None
    activity_type_id: SentId = None
    api_name: Annotated[Any, Meta(extra_json_schema={"type": "string"})] = None
    """The API name of the activity's type, instead of the type's id."""
    primary_attribute_value: Any = None
    attributes: Annotated[Any, Meta(extra_json_schema=_ATTRIBUTES)] = None


class AddBody(Body):
    """The custom activities to add to the log."""

    input: list[NewActivity] | None = None


class AddedActivity(ReplyItem, kw_only=True):
    """The result for one custom activity."""

    id: Id | UnsetType = UNSET
    marketo_guid: str | UnsetType = msgspec.field(default=UNSET, name="marketoGUID")
    status: Annotated[str, one_of(("added", "skipped"))]
    errors: Reasons = UNSET


@serves(
    "addCustomActivityUsingPOST",
    item=AddedActivity,
    body=AddBody,
    refuses=RECORDS_BODY,
    skips=(
        Reason.INVALID_MEMBER,
        Reason.MISSING_PARAMETER,
        Reason.UNKNOWN_ACTIVITY_TYPE,
        Reason.ACTIVITY_TYPE_NOT_APPROVED,
        Reason.INVALID_VALUE,
        Reason.LEAD_NOT_FOUND,
        Reason.FIELD_NOT_FOUND,
        Reason.ATTRIBUTES_TOO_LONG,
        Reason.VALUE_TOO_LONG,
        Reason.AMOUNT_OUT_OF_BOUNDS,
    ),
)
async def add(request: Request) -> Reply:
    """Add Custom Activities: append activities of custom types to the log (behaviour.md 5.4)."""
    sent = params.records(params.body(request, AddBody).input, noun="Activities")
    records = msgspec.to_builtins(sent, builtin_types=(SentNumber,))
    added = await request.write(
        lambda work: add_activities(work.tx, records, lambda _, ids: existing_leads(work, ids))
    )
    return Reply([_added(each) for each in added])


def _added(outcome: activities.AddedActivity) -> AddedActivity:
    """Return the result item of one activity; an activity that is not added has ``errors``."""
    if outcome.problem is not None:
        return AddedActivity(status="skipped", errors=[wire_error(outcome.problem)])
    number = outcome.activity_id
    return AddedActivity(
        id=UNSET if number is None else number, marketo_guid=str(number), status="added"
    )
