"""Tag Leads (behaviour.md section 3)."""

from dataclasses import replace
from typing import Any

import msgspec

from leadkeep.api import assets, envelope, params
from leadkeep.api.envelope import Reply
from leadkeep.api.paging import encode_position
from leadkeep.api.request import Request
from leadkeep.domain.fields import Catalog, Field, Unacceptable, lead_catalog, whole_number
from leadkeep.domain.instance.access import Partition
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
    partitions_in_scope,
    searchable_fields,
    upsert_leads,
)
from leadkeep.domain.merging import Merge, merge_leads, present_ids
from leadkeep.errors import Problem, Reason, Refusal
from leadkeep.store import Transaction

CELLS_READ_INLINE = 2_000
"""Pages with more cells (leads times fields) are read off the event loop."""

FILTER_ENDPOINT = "leads"


async def get_by_id(request: Request) -> Reply:
    """Get Lead by Id (behaviour.md 3.4)."""
    lead_id = params.path_number(request, "leadId")
    names = params.array(request, "fields")
    page = await request.read(get_lead, lead_id, names)
    if not page.rows and request.server.settings.resolve_merged_leads:
        page = await request.read(
            lambda work: get_lead(work, present_ids(work.tx, [lead_id])[0], names)
        )
    return Reply(envelope.leads(page))


async def get_by_filter(request: Request) -> Reply:
    """Get Leads by Filter Type (behaviour.md 3.4)."""
    filter_type = params.text(request, "filterType")
    if filter_type is None:
        raise Refusal(Reason.INVALID_DATA, "filterType not specified")
    values = params.array(request, "filterValues")
    if not values:
        raise Refusal(Reason.INVALID_DATA, "filterValues not specified")
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
    """Return a filter by id with the present ids of leads that were merged away."""
    try:
        lead_ids = [whole_number(each) for each in wanted.values]
    except Unacceptable:
        return wanted  # which says what is wrong with it
    return replace(wanted, values=[str(each) for each in present_ids(tx, lead_ids)])


class SyncBody(msgspec.Struct, rename="camel"):
    """The body of Sync Leads (behaviour.md 3.5)."""

    action: str | None = None
    lookup_field: str | None = None
    partition_name: str | None = None
    input: list[dict[str, Any]] | None = None


async def sync(request: Request) -> Reply:
    """Sync Leads (behaviour.md 3.5). ``asyncProcessing`` is ignored: the answer is always final."""
    sent = params.body(request, SyncBody)
    upsert = Upsert(
        params.records(sent.input, "Leads not specified"),
        _action(sent.action),
        sent.lookup_field or "email",
        sent.partition_name or None,
    )
    outcomes = await request.write(upsert_leads, upsert)
    return Reply([envelope.outcome(each) for each in outcomes])


def _action(sent: str | None) -> Action:
    if not sent:
        return Action.CREATE_OR_UPDATE
    try:
        return Action(sent)
    except ValueError:
        raise Refusal(Reason.INVALID_DATA, f"Invalid action '{sent}' specified") from None


class IdsBody(msgspec.Struct):
    """A body that lists records by id."""

    input: list[dict[str, Any]] | None = None


def lead_ids(request: Request) -> list[int]:
    """Return the ids of the body, or of the query when the body is empty (behaviour.md 3.12)."""
    sent = params.body(request, IdsBody)
    if sent.input is None:
        found = [params.number(value) for value in params.array(request, "id")]
    else:
        found = [params.number(record.get("id")) for record in sent.input]
    if not found:
        raise Refusal(Reason.INVALID_DATA, "Lead ids not specified")
    params.check_count(len(found))
    return found


async def delete(request: Request) -> Reply:
    """Delete Leads, in any of its three forms (behaviour.md 3.12)."""
    doomed = lead_ids(request)
    outcomes = await request.write(delete_leads, doomed)
    return Reply([envelope.outcome(each) for each in outcomes])


# -- partitions ------------------------------------------------------------------------------------


async def get_partitions(request: Request) -> Reply:
    """Get Lead Partitions (behaviour.md 3.10)."""
    found = await request.read(partitions_in_scope)
    return Reply([_partition(each) for each in found])


def _partition(of: Partition) -> dict[str, Any]:
    item: dict[str, Any] = {"id": of.id, "name": of.name}
    return item if of.description is None else item | {"description": of.description}


async def update_partitions(request: Request) -> Reply:
    """Update Lead Partition (behaviour.md 3.10)."""
    records = params.records(params.body(request, IdsBody).input, "Leads not specified")
    parsed = [_move(record) for record in records]
    moves = [each for each in parsed if isinstance(each, PartitionMove)]
    outcomes = iter(await request.write(change_partitions, moves))
    return Reply(
        [
            envelope.outcome(each if isinstance(each, LeadOutcome) else next(outcomes))
            for each in parsed
        ]
    )


def _move(record: dict[str, Any]) -> PartitionMove | LeadOutcome:
    lead_id, name = params.number(record.get("id")), record.get("partitionName")
    if name is None or name == "":
        return LeadOutcome("skipped", lead_id, Problem(Reason.PARTITION_NAME_MISSING))
    if not isinstance(name, str):
        problem = Problem(Reason.INVALID_VALUE, ("partitionName", name))
        return LeadOutcome("skipped", lead_id, problem)
    return PartitionMove(lead_id, name)


# -- merge -----------------------------------------------------------------------------------------


async def merge(request: Request) -> Reply:
    """Merge Leads (behaviour.md 3.9). A body, whatever it holds, is ignored (request_forms.md)."""
    winner_id = params.path_number(request, "leadId")
    sent = [*params.array(request, "leadId"), *params.array(request, "leadIds")]
    wanted = Merge(
        winner_id, [params.number(each) for each in sent], bool(assets.flag(request, "mergeInCRM"))
    )
    await request.write(merge_leads, wanted)
    return Reply()


# -- describe --------------------------------------------------------------------------------------


async def describe(request: Request) -> Reply:
    """Describe Lead (behaviour.md 3.2)."""
    return Reply(await request.read(lambda work: _cached(work.tx, "describe", _describe)))


def _cached(tx: Transaction, name: str, make: Any) -> list[Any]:  # noqa: ANN401
    catalog = lead_catalog(tx)
    # Encoded once per version of the schema: describe has some ninety items.
    encoded = catalog.cached(name, lambda: msgspec.json.encode(make(catalog)))
    return msgspec.Raw(encoded)  # type: ignore[return-value]


def _describe(catalog: Catalog) -> list[dict[str, Any]]:
    return [_described(field) for field in catalog.visible]


def _described(field: Field) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": field.id,
        "displayName": field.display_name,
        "dataType": field.type.described_name,
    }
    if field.length is not None:
        item["length"] = field.length
    item["rest"] = {"name": field.name, "readOnly": field.is_read_only}
    if field.soap_name is not None:
        item["soap"] = {"name": field.soap_name, "readOnly": field.is_soap_read_only}
    return item


async def describe2(request: Request) -> Reply:
    """Describe Lead2 (behaviour.md 3.2)."""
    return Reply(await request.read(lambda work: _cached(work.tx, "describe2", _describe2)))


def _describe2(catalog: Catalog) -> list[dict[str, Any]]:
    fields = [envelope.described_field(field) for field in catalog.visible]
    searchable = [[field.name] for field in searchable_fields(catalog)]
    return [{"name": "API Lead", "searchableFields": searchable, "fields": fields}]
