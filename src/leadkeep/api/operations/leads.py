"""Tag Leads: read, sync, delete and merge leads; their fields and partitions.

See behaviour.md section 3.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType

from leadkeep.api import envelope, params
from leadkeep.api.declarations import PAGE, RECORDS_BODY, Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.outcomes import RecordOutcome, outcomes_reply
from leadkeep.api.paging import encode_position
from leadkeep.api.records import LEAD, LeadInput
from leadkeep.api.request import CELLS_READ_INLINE, PARSED_AHEAD_FROM_RECORDS, Request
from leadkeep.api.structs import Body, DescribedField, Id, IdsBody, ReplyItem, SentId, one_of
from leadkeep.domain.fields import Catalog, Field, Unacceptable, lead_catalog, whole_number
from leadkeep.domain.leads import (
    Action,
    LeadFilter,
    LeadOutcome,
    PartitionMove,
    Upsert,
    change_partitions,
    delete_leads,
    find_leads,
    get_lead,
    parse_upsert,
    partitions_in_scope,
    searchable_fields,
    upsert_leads,
)
from leadkeep.domain.merging import Merge, merge_leads, present_ids
from leadkeep.errors import Problem, Reason, Refusal
from leadkeep.store import Transaction

serves = Declarations()

FILTER_ENDPOINT = "leads"

UPSERT_REFUSES = (
    *RECORDS_BODY,
    Reason.PARTITION_NOT_FOUND,
    Reason.LOOKUP_FIELD_NOT_FOUND,
    Reason.LOOKUP_FIELD_NOT_SUPPORTED,
    Reason.PARTITION_ACCESS_DENIED,
)
"""Reasons to refuse a request that creates or updates leads."""
UPSERT_SKIPS = (
    Reason.INVALID_VALUE,
    Reason.FIELD_NOT_ALLOWED,
    Reason.LOOKUP_VALUE_MISSING,
    Reason.LEAD_NOT_FOUND,
    Reason.LEAD_EXISTS,
    Reason.FIELD_NOT_FOUND,
    Reason.SEVERAL_LEADS_MATCH,
    Reason.PARTITION_ACCESS_DENIED,
    Reason.PARTITION_UPDATE_NOT_ALLOWED,
    Reason.INVALID_COOKIE,
    Reason.OBJECT_NOT_FOUND,
    Reason.COMPANY_UPDATE_NOT_ALLOWED,
    Reason.VALUE_TOO_LONG,
    Reason.AMOUNT_OUT_OF_BOUNDS,
)
"""Reasons neither to create nor to update a lead."""

# -- read ------------------------------------------------------------------------------------------


@serves("getLeadByIdUsingGET", item=LEAD, refuses=(Reason.NOT_A_NUMBER, Reason.FIELD_NOT_FOUND))
async def get_by_id(request: Request) -> Reply:
    """Get Lead by Id: return one lead (behaviour.md 3.4)."""
    lead_id = params.path_number(request, "leadId")
    names = params.array(request, "fields")
    page = await request.read_row(get_lead, lead_id, names)
    if not page.rows and request.server.settings.resolve_merged_leads:
        page = await request.read(
            lambda work: get_lead(work, present_ids(work.tx, [lead_id])[0], names)
        )
    return Reply(envelope.leads(page))


@serves(
    "getLeadsByFilterUsingGET",
    item=LEAD,
    refuses=(
        *PAGE,
        Reason.NOT_SPECIFIED,
        Reason.TOO_MANY,
        Reason.TOO_MANY_RESULTS,
        Reason.INVALID_FILTER,
        Reason.FIELD_NOT_FOUND,
        Reason.LOOKUP_FIELD_NOT_FOUND,
        Reason.LOOKUP_FIELD_NOT_SUPPORTED,
        Reason.INVALID_COOKIE,
    ),
)
async def get_by_filter(request: Request) -> Reply:
    """Get Leads by Filter Type: return a page of leads by values of a field (behaviour.md 3.4)."""
    filter_type = params.text(request, "filterType")
    if filter_type is None:
        raise Refusal(Reason.NOT_SPECIFIED, "filterType")
    values = params.array(request, "filterValues")
    if not values:
        raise Refusal(Reason.NOT_SPECIFIED, "filterValues")
    wanted = LeadFilter(
        filter_type,
        values,
        params.array(request, "fields"),
        params.position(request, FILTER_ENDPOINT),
        params.page_size(request),
    )
    is_small = min(len(values), wanted.page_size) * (len(wanted.fields or ()) + 6)
    read = request.read if is_small <= CELLS_READ_INLINE else request.read_long
    is_followed = filter_type == "id" and request.server.settings.resolve_merged_leads
    page = await read(
        lambda work: find_leads(work, _followed(work.tx, wanted) if is_followed else wanted)
    )
    token = None
    if page.next_after is not None:
        token = encode_position(request.server.key, FILTER_ENDPOINT, str(page.next_after))
    return Reply(envelope.leads(page), token)


def _followed(tx: Transaction, wanted: LeadFilter) -> LeadFilter:
    """Replace ids of merged leads in a filter by id by their winners' ids."""
    try:
        lead_ids = [whole_number(each) for each in wanted.values]
    except Unacceptable:
        return wanted  # the verb reports the error in it
    return replace(wanted, values=[str(each) for each in present_ids(tx, lead_ids)])


# -- sync and delete -------------------------------------------------------------------------------


class SyncBody(Body):
    """Leads to create and update (behaviour.md 3.5)."""

    action: Annotated[str, one_of(Action)] | None = None
    """``createOrUpdate`` by default."""
    lookup_field: str | None = None
    """The field by which existing leads are found; ``email`` by default."""
    partition_name: str | None = None
    """The partition of leads that are created."""
    input: list[LeadInput] | None = None


@serves(
    "syncLeadUsingPOST",
    item=RecordOutcome,
    body=SyncBody,
    refuses=(*UPSERT_REFUSES, Reason.INVALID_CHOICE),
    skips=UPSERT_SKIPS,
)
async def sync(request: Request) -> Reply:
    """Sync Leads: create and update leads (behaviour.md 3.5).

    ``asyncProcessing`` is ignored: the result is final.
    """
    sent = params.body(request, SyncBody)
    upsert = Upsert(
        params.records(sent.input, noun="Leads"),
        _action(sent.action),
        sent.lookup_field or "email",
        sent.partition_name or None,
    )
    if len(upsert.records) < PARSED_AHEAD_FROM_RECORDS:
        return outcomes_reply(await request.write(upsert_leads, upsert))
    parsed = await request.parse_ahead(parse_upsert, upsert)
    return outcomes_reply(await request.write(upsert_leads, parsed))


def _action(sent: str | None) -> Action:
    if not sent:
        return Action.CREATE_OR_UPDATE
    try:
        return Action(sent)
    except ValueError:
        raise Refusal(Reason.INVALID_CHOICE, "action", sent) from None


def lead_ids(request: Request) -> list[int]:
    """Return the lead ids of a request: from the body, or from the query if the body is empty.

    See behaviour.md 3.12.
    """
    sent = params.body(request, IdsBody).input
    named = params.array(request, "id") if sent is None else [each.id for each in sent]
    return params.records([params.number(each) for each in named], noun="Lead ids")


IDS_REFUSES = (*RECORDS_BODY, Reason.NOT_A_NUMBER)
"""Reasons for which :func:`lead_ids` refuses a request."""


@serves(
    "deleteLeadsUsingPOST",
    "alias_deleteLeads_DELETE",
    item=RecordOutcome,
    body=IdsBody,
    refuses=IDS_REFUSES,
    skips=(Reason.LEAD_NOT_FOUND,),
    api_method="deleteLead",
)
async def delete(request: Request) -> Reply:
    """Delete Leads: delete the leads whose ids are in the body or the query (behaviour.md 3.12)."""
    doomed = lead_ids(request)
    return outcomes_reply(await request.write(delete_leads, doomed))


# -- partitions ------------------------------------------------------------------------------------


class LeadPartition(ReplyItem):
    """A lead partition."""

    id: Id
    name: str
    description: str | UnsetType = UNSET


@serves("getLeadPartitionsUsingGET", item=LeadPartition)
async def get_partitions(request: Request) -> Reply:
    """Get Lead Partitions: return the partitions in the caller's scope (behaviour.md 3.10)."""
    found = await request.read(partitions_in_scope)
    return Reply(
        [
            LeadPartition(
                each.id, each.name, UNSET if each.description is None else each.description
            )
            for each in found
        ]
    )


class LeadMove(Body):
    """A lead, and the name of the partition to move it to."""

    id: SentId = None
    partition_name: Annotated[Any, msgspec.Meta(extra_json_schema={"type": "string"})] = None


class PartitionsBody(Body):
    """The leads to move to other partitions."""

    input: list[LeadMove] | None = None


@serves(
    "updatePartitionsUsingPOST",
    item=RecordOutcome,
    body=PartitionsBody,
    refuses=IDS_REFUSES,
    skips=(
        Reason.PARTITION_NOT_FOUND,
        Reason.INVALID_VALUE,
        Reason.LEAD_NOT_FOUND,
        Reason.PARTITION_ACCESS_DENIED,
        Reason.PARTITION_NAME_MISSING,
        Reason.PARTITION_UPDATE_NOT_ALLOWED,
    ),
    api_method="updateLeadPartition",
)
async def update_partitions(request: Request) -> Reply:
    """Update Lead Partition: move leads to other partitions (behaviour.md 3.10)."""
    records = params.records(params.body(request, PartitionsBody).input, noun="Leads")
    parsed = [_move(record) for record in records]
    moves = [each for each in parsed if isinstance(each, PartitionMove)]
    outcomes = iter(await request.write(change_partitions, moves))
    return outcomes_reply(
        each if isinstance(each, LeadOutcome) else next(outcomes) for each in parsed
    )


def _move(record: LeadMove) -> PartitionMove | LeadOutcome:
    lead_id, name = params.number(record.id), record.partition_name
    if name is None or name == "":
        return LeadOutcome("skipped", lead_id, Problem(Reason.PARTITION_NAME_MISSING))
    if not isinstance(name, str):
        problem = Problem(Reason.INVALID_VALUE, ("partitionName", name))
        return LeadOutcome("skipped", lead_id, problem)
    return PartitionMove(lead_id, name)


# -- merge -----------------------------------------------------------------------------------------


@serves(
    "mergeLeadsUsingPOST",
    refuses=(
        Reason.NOT_A_NUMBER,
        Reason.WRONG_TYPE,
        Reason.NOT_SPECIFIED,
        Reason.MERGED_INTO_ITSELF,
        Reason.NAMED_LEAD_NOT_FOUND,
        Reason.TOO_MANY_LEAD_IDS,
    ),
)
async def merge(request: Request) -> Reply:
    """Merge Leads: merge losing leads into a winner (behaviour.md 3.9).

    The ids are in path and query; a body is ignored, whatever it is (request_forms.md).
    """
    winner_id = params.path_number(request, "leadId")
    sent = [*params.array(request, "leadId"), *params.array(request, "leadIds")]
    wanted = Merge(
        winner_id, [params.number(each) for each in sent], bool(params.flag(request, "mergeInCRM"))
    )
    await request.write(merge_leads, wanted)
    return Reply()


# -- describe --------------------------------------------------------------------------------------


class AttributeName(ReplyItem):
    """The name of a field in one of the APIs, and whether it is read-only there."""

    name: str
    read_only: bool


class LeadAttribute(ReplyItem, kw_only=True):
    """A field of leads."""

    id: Id
    display_name: str
    data_type: str
    length: int | UnsetType = UNSET
    """The largest number of characters of a value; absent if the data type has no length."""
    rest: AttributeName
    soap: AttributeName | UnsetType = UNSET


class LeadDescription(ReplyItem):
    """The fields of leads, and the fields by which leads can be queried."""

    name: str
    searchable_fields: list[list[str]]
    fields: list[DescribedField]


@serves("describeUsingGET_2", item=LeadAttribute, reads_may_lag=True)
async def describe(request: Request) -> Reply:
    """Describe Lead: return the fields of leads, in the older format (behaviour.md 3.2)."""
    return Reply(await request.read(lambda work: _encoded(work.tx, "describe", _describe)))


def _encoded(
    tx: Transaction, name: str, make: Callable[[Catalog], list[ReplyItem]]
) -> list[ReplyItem]:
    catalog = lead_catalog(tx)
    # Encoded once for each catalog version: describe has some ninety items.
    encoded = catalog.cached(name, lambda: msgspec.json.encode(make(catalog)))
    return msgspec.Raw(encoded)  # type: ignore[return-value]


def _describe(catalog: Catalog) -> list[ReplyItem]:
    return [_attribute(field) for field in catalog.visible]


def _attribute(field: Field) -> LeadAttribute:
    soap_name = field.soap_name
    return LeadAttribute(
        id=field.id,
        display_name=field.display_name,
        data_type=field.type.described_name,
        length=UNSET if field.length is None else field.length,
        rest=AttributeName(field.name, field.is_read_only),
        soap=UNSET if soap_name is None else AttributeName(soap_name, field.is_soap_read_only),
    )


@serves("describeUsingGET_6", item=LeadDescription, reads_may_lag=True)
async def describe2(request: Request) -> Reply:
    """Describe Lead2: return fields and searchable fields of leads (behaviour.md 3.2)."""
    return Reply(await request.read(lambda work: _encoded(work.tx, "describe2", _describe2)))


def _describe2(catalog: Catalog) -> list[ReplyItem]:
    fields = [envelope.described_field(field) for field in catalog.visible]
    searchable = [[field.name] for field in searchable_fields(catalog)]
    return [LeadDescription("API Lead", searchable, fields)]
