"""Tag Program Members, and the memberships of leads (behaviour.md 3.11, 4.3)."""

from collections.abc import Sequence
from typing import Any

import msgspec

from leadkeep.api import envelope, params
from leadkeep.api.envelope import Reply
from leadkeep.api.errors import wire_error
from leadkeep.api.paging import encode_position
from leadkeep.api.request import Request
from leadkeep.domain.assets.programs import (
    LeadMembership,
    MemberFilter,
    MemberOutcome,
    MembershipFilter,
    StatusChange,
    change_member_data,
    change_status,
    delete_members,
    find_members,
    get_program,
    leads_in_program,
    member_catalog,
    member_status,
    programs_of_lead,
    searchable_member_fields,
)
from leadkeep.domain.fields import Catalog
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import LeadPage
from leadkeep.errors import Reason, Refusal
from leadkeep.store import wire_timestamp

MEMBERS_ENDPOINT = "programs/{}/members"
LEADS_ENDPOINT = "leads/programs/{}"
MEMBERSHIP_ENDPOINT = "leads/{}/programMembership"

DESCRIBED_AT = "2026-01-01T00:00:00Z"
"""When what describe tells of was made: with the product, not with the instance."""

DEDUPE_FIELDS = ("leadId", "programId")


# -- describe --------------------------------------------------------------------------------------


async def describe(request: Request) -> Reply:
    """Describe Program Member (behaviour.md 4.3)."""
    return Reply([await request.read(lambda work: _description(member_catalog(work.tx)))])


def _description(catalog: Catalog) -> dict[str, Any]:
    return {
        "name": "API Program Membership",
        "description": "Map for API program membership fields",
        "createdAt": DESCRIBED_AT,
        "updatedAt": DESCRIBED_AT,
        "dedupeFields": DEDUPE_FIELDS,
        "searchableFields": [[each.name] for each in searchable_member_fields(catalog)],
        "fields": [envelope.described_field(each) for each in catalog.visible],
    }


async def describe_old(request: Request) -> Reply:
    """Describe Program Member, as it was told before (behaviour.md 4.3)."""
    catalog = await request.read(lambda work: member_catalog(work.tx))
    fields = [envelope.described_field(each) for each in catalog.visible]
    return Reply([{"name": "API Program Member", "fields": fields}])


# -- members ---------------------------------------------------------------------------------------


async def get_members(request: Request) -> Reply:
    """Get Program Members (behaviour.md 4.3)."""
    program_id = params.path_number(request, "programId")
    filter_type = params.text(request, "filterType")
    if filter_type is None:
        raise Refusal(Reason.INVALID_DATA, "filterType not specified")
    endpoint = MEMBERS_ENDPOINT.format(program_id)
    wanted = MemberFilter(
        filter_type,
        params.array(request, "filterValues"),
        params.moment_parameter(request, "startAt"),
        params.moment_parameter(request, "endAt"),
        params.array(request, "fields"),
        params.position(request, endpoint),
        params.page_size(request),
    )
    page = await request.read_long(find_members, program_id, wanted)
    # Fields of members read like fields of leads.
    records = envelope.leads(LeadPage(page.fields, page.rows))
    items = [{"seq": seq, **record} for seq, record in enumerate(records)]
    return Reply(items, _token(request, endpoint, page.next_after), page.next_after is not None)


def _token(request: Request, endpoint: str, position: int | None) -> str | None:
    if position is None:
        return None
    return encode_position(request.server.key, endpoint, str(position))


class StatusBody(msgspec.Struct, rename="camel"):
    """The body of Sync Program Member Status."""

    status_name: str | None = None
    input: list[dict[str, Any]] | None = None


class MembersBody(msgspec.Struct):
    """A body that lists members by lead id, with or without values."""

    input: list[dict[str, Any]] | None = None


def _lead_ids(sent: Sequence[dict[str, Any]], member: str = "leadId") -> list[int]:
    return [params.number(record.get(member)) for record in sent]


async def sync_status(request: Request) -> Reply:
    """Sync Program Member Status (behaviour.md 4.3)."""
    program_id, sent = params.path_number(request, "programId"), params.body(request, StatusBody)
    lead_ids = _lead_ids(params.records(sent.input, noun="Lead ids"))
    name = _required("statusName", sent.status_name)

    def verb(work: Work) -> list[MemberOutcome]:
        of = get_program(work, program_id)
        change = StatusChange(member_status(of, name))
        return change_status(work, of, lead_ids, change)

    return _outcomes(await request.write(verb))


async def sync_data(request: Request) -> Reply:
    """Sync Program Member Data (behaviour.md 4.3)."""
    program_id, sent = params.path_number(request, "programId"), params.body(request, MembersBody)
    found = params.records(sent.input, noun="Lead ids")
    values = [{n: v for n, v in record.items() if n != "leadId"} for record in found]
    records = list(zip(_lead_ids(found), values, strict=True))

    def verb(work: Work) -> list[MemberOutcome]:
        of = get_program(work, program_id)
        return change_member_data(work, of, records)

    return _outcomes(await request.write(verb))


async def delete(request: Request) -> Reply:
    """Delete Program Members (behaviour.md 4.3)."""
    program_id, sent = params.path_number(request, "programId"), params.body(request, MembersBody)
    lead_ids = _lead_ids(params.records(sent.input, noun="Lead ids"))

    def verb(work: Work) -> list[MemberOutcome]:
        of = get_program(work, program_id)
        return delete_members(work, of, lead_ids)

    return _outcomes(await request.write(verb))


def _outcomes(of: Sequence[MemberOutcome]) -> Reply:
    return Reply([_outcome(seq, each) for seq, each in enumerate(of)])


def _outcome(seq: int, of: MemberOutcome) -> dict[str, Any]:
    """Return the result item of one record: a skipped one has no lead id (behaviour.md 1.7)."""
    item: dict[str, Any] = {"seq": seq, "status": of.status}
    if of.problem is not None:
        return item | {"reasons": [wire_error(of.problem)]}
    return item | {"leadId": of.lead_id}


def _required(member: str, sent: str | None) -> str:
    if not sent:
        raise Refusal(Reason.MISSING_PARAMETER, member)
    return sent


# -- of the tag Leads ------------------------------------------------------------------------------


class OldStatusBody(msgspec.Struct):
    """The body of Change Lead Program Status."""

    status: str | None = None
    input: list[dict[str, Any]] | None = None


async def change_status_old(request: Request) -> Reply:
    """Change Lead Program Status: of members only (behaviour.md 3.11)."""
    program_id, sent = params.path_number(request, "programId"), params.body(request, OldStatusBody)
    lead_ids = _lead_ids(params.records(sent.input, noun="Lead ids"), "id")
    name = _required("status", sent.status)

    def verb(work: Work) -> tuple[str, list[MemberOutcome]]:
        of = get_program(work, program_id)
        change = StatusChange(member_status(of, name), adds=False)
        return change.status.name, change_status(work, of, lead_ids, change)

    status, outcomes = await request.write(verb)
    return Reply([_old_outcome(each, status) for each in outcomes])


def _old_outcome(of: MemberOutcome, status: str) -> dict[str, Any]:
    item: dict[str, Any] = {"id": of.lead_id}
    if of.problem is not None:
        return item | {"status": of.status, "reasons": [wire_error(of.problem)]}
    return item | {"status": status}


async def get_leads(request: Request) -> Reply:
    """Get Leads by Program Id (behaviour.md 3.11)."""
    program_id = params.path_number(request, "programId")
    names, size = params.array(request, "fields"), params.page_size(request)
    endpoint = LEADS_ENDPOINT.format(program_id)
    after = params.position(request, endpoint)
    found = await request.read_long(leads_in_program, program_id, names, after, size)
    records = envelope.leads(found.leads)
    for record in records:
        membership = found.memberships[record["id"]]
        record["membership"] = _membership(membership, has_type=True)
    return Reply(records, _token(request, endpoint, found.next_after))


def _membership(of: LeadMembership, *, has_type: bool) -> dict[str, Any]:
    item: dict[str, Any] = {"id": of.program_id, "progressionStatus": of.status.name}
    if has_type:
        item["progressionStatusType"] = of.status.type or of.status.name
    item |= {
        "isExhausted": of.is_exhausted,
        "acquiredBy": of.acquired_by,
        "reachedSuccess": of.reached_success,
        "membershipDate": wire_timestamp(of.membership_date),
        "updatedAt": wire_timestamp(of.updated_at),
    }
    if of.is_in_engagement:
        item |= {"stream": of.stream, "nurtureCadence": of.nurture_cadence}
    return item


async def get_programs_of_lead(request: Request) -> Reply:
    """Get Programs by Lead Id (behaviour.md 3.11)."""
    lead_id = params.path_number(request, "leadId")
    endpoint = MEMBERSHIP_ENDPOINT.format(lead_id)
    wanted = MembershipFilter(
        _program_ids(request),
        params.moment_parameter(request, "earliestUpdatedAt"),
        params.moment_parameter(request, "latestUpdatedAt"),
        params.position(request, endpoint),
        params.page_size(request),
    )
    page, following = await request.read(programs_of_lead, lead_id, wanted)
    items = [_membership(each, has_type=False) for each in page]
    return Reply(items, _token(request, endpoint, following), following is not None)


def _program_ids(request: Request) -> set[int] | None:
    filter_type = params.text(request, "filterType")
    if filter_type is None:
        return None
    if filter_type != "programId":
        raise Refusal(Reason.INVALID_DATA, f"Invalid filterType '{filter_type}'")
    values = params.array(request, "filterValues")
    if not values:
        raise Refusal(Reason.INVALID_DATA, "filterValues not specified")
    return {params.number(value) for value in values}
