"""Tag Program Members, and the programs and statuses of leads (behaviour.md 3.11, 4.3)."""

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import UNSET, UnsetType

from leadkeep.api import envelope, params
from leadkeep.api.declarations import PAGE, RECORDS_BODY, Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.errors import wire_error
from leadkeep.api.memberships import DATE_REFUSES, changed_between
from leadkeep.api.operations.object_records import DESCRIBED_AT
from leadkeep.api.operations.schema_fields import SchemaFields
from leadkeep.api.paging import encode_position
from leadkeep.api.records import LEAD, Records
from leadkeep.api.request import Request
from leadkeep.api.schemas import refers_to
from leadkeep.api.structs import (
    EXAMPLES,
    Body,
    DescribedField,
    Id,
    LeadReference,
    Moment,
    Reasons,
    ReplyItem,
    SentId,
    one_of,
)
from leadkeep.domain.assets.programs import (
    MEMBER_FIELDS,
    PROGRAM_MEMBER,
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

DEDUPE_FIELDS = ("leadId", "programId")
NOUN = "Lead ids"

_CHANGE = (*RECORDS_BODY, Reason.NOT_A_NUMBER, Reason.OBJECT_NOT_FOUND)
_STATUS = (*_CHANGE, Reason.MISSING_PARAMETER, Reason.PROGRAM_STATUS_NOT_FOUND)

serves = Declarations()

SchemaFields(PROGRAM_MEMBER, "programs/members/schema/fields").serve(
    serves,
    browse="getProgramMemberFieldsUsingGET",
    get="getProgramMemberFieldByNameUsingGET",
    create="createProgramMemberFieldUsingPOST",
    update="updateProgramMemberFieldUsingPOST",
)

# -- describe --------------------------------------------------------------------------------------


class MemberDescription(ReplyItem):
    """The fields of program members, and the fields by which members can be queried."""

    name: str
    description: str
    created_at: Moment
    updated_at: Moment
    dedupe_fields: Sequence[str]
    """The fields whose values identify a program member."""
    searchable_fields: list[list[str]]
    """Each set of fields by which members can be queried."""
    fields: list[DescribedField]


@serves("describeProgramMemberUsingGET2", item=MemberDescription, reads_may_lag=True)
async def describe(request: Request) -> Reply:
    """Describe Program Member: return fields and searchable fields (behaviour.md 4.3)."""
    catalog = await request.read(lambda work: member_catalog(work.tx))
    item = MemberDescription(
        name="API Program Membership",
        description="Map for API program membership fields",
        created_at=DESCRIBED_AT,
        updated_at=DESCRIBED_AT,
        dedupe_fields=DEDUPE_FIELDS,
        searchable_fields=[[each.name] for each in searchable_member_fields(catalog)],
        fields=_described_fields(catalog),
    )
    return Reply([item])


def _described_fields(catalog: Catalog) -> list[DescribedField]:
    """Return the fields: those that cannot be set first, each part by name (behaviour.md 13).

    The display name of a standard field is its API name.
    """
    described = [envelope.described_field(each) for each in catalog.visible]
    for each, field in zip(described, catalog.visible, strict=True):
        if not field.is_custom:
            each.display_name = field.name
    return sorted(described, key=lambda field: (field.updateable, field.name))


class OldMemberDescription(ReplyItem):
    """The fields of program members, in the older format."""

    name: str
    fields: list[DescribedField]


@serves("describeProgramMemberUsingGET", item=OldMemberDescription, reads_may_lag=True)
async def describe_old(request: Request) -> Reply:
    """Describe Program Member: return the fields in the older format (behaviour.md 4.3)."""
    catalog = await request.read(lambda work: member_catalog(work.tx))
    return Reply([OldMemberDescription("API Program Member", _described_fields(catalog))])


# -- members ---------------------------------------------------------------------------------------


class NumberedMember(ReplyItem):
    """The members that every program member has in a reply."""

    seq: int
    lead_id: Id


MEMBER = Records(
    name="ProgramMember",
    description="A member: its place in the page, its lead, then the fields asked for, null where"
    " there is no value.",
    fixed=NumberedMember,
    fields=lambda: MEMBER_FIELDS,
    example={
        "seq": 0,
        "leadId": 1,
        "reachedSuccess": False,
        "programId": 1001,
        "acquiredBy": False,
        "membershipDate": "2026-01-15T09:00:00Z",
    },
    sent_example={"leadId": 1, "registrationCode": "A-1"},
)


@serves(
    "getProgramMembersUsingGET",
    item=MEMBER,
    refuses=(
        *PAGE,
        Reason.NOT_A_NUMBER,
        Reason.NOT_SPECIFIED,
        Reason.TOO_MANY,
        Reason.MISSING_PARAMETER,
        Reason.INVALID_PARAMETER,
        Reason.INVALID_FILTER,
        Reason.TOO_MANY_MEMBERS,
        Reason.TOO_MANY_MATCHING_MEMBERS,
        Reason.RANGE_BACKWARDS,
        Reason.RANGE_TOO_LONG,
        Reason.FIELD_NOT_FOUND,
        Reason.OBJECT_NOT_FOUND,
    ),
)
async def get_members(request: Request) -> Reply:
    """Get Program Members: return a page of a program's members by a filter (behaviour.md 4.3)."""
    program_id = params.path_number(request, "programId")
    filter_type = params.text(request, "filterType")
    if filter_type is None:
        raise Refusal(Reason.NOT_SPECIFIED, "filterType")
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
    # Fields of members are rendered like fields of leads.
    records = envelope.leads(LeadPage(page.fields, page.rows))
    items = [{"seq": seq, **record} for seq, record in enumerate(records)]
    return Reply(items, _token(request, endpoint, page.next_after), page.next_after is not None)


def _token(request: Request, endpoint: str, position: int | None) -> str | None:
    if position is None:
        return None
    return encode_position(request.server.key, endpoint, str(position))


class MemberReference(Body):
    """A program member, identified by the lead's id."""

    lead_id: SentId = None


class MemberStatusBody(Body):
    """The leads that get a status in a program; a lead that is no member becomes one."""

    status_name: str | None = None
    input: list[MemberReference] | None = None


class MemberDataBody(Body):
    """The field values to set, for each program member."""

    input: list[Annotated[dict[str, Any], refers_to("ProgramMemberInput")]] | None = None


class ProgramMembersBody(Body):
    """The members of a program, identified by their lead ids."""

    input: list[MemberReference] | None = None


class ProgramMemberOutcome(ReplyItem):
    """The result for one program member; a member that was skipped has no lead id."""

    seq: int
    """The record's index in the input."""
    status: Annotated[str, one_of(("created", "updated", "deleted", "skipped"))]
    lead_id: Id | UnsetType = UNSET
    reasons: Reasons = UNSET


def _lead_ids(sent: list[MemberReference] | None) -> list[int]:
    return [params.number(each.lead_id) for each in params.records(sent, noun=NOUN)]


@serves(
    "syncProgramMemberStatusUsingPOST",
    item=ProgramMemberOutcome,
    body=MemberStatusBody,
    refuses=_STATUS,
    skips=(Reason.LEAD_NOT_FOUND, Reason.IN_OR_PAST_STATUS),
)
async def sync_status(request: Request) -> Reply:
    """Sync Program Member Status: give leads a status in a program (behaviour.md 4.3)."""
    program_id = params.path_number(request, "programId")
    sent = params.body(request, MemberStatusBody)
    lead_ids = _lead_ids(sent.input)
    name = params.required("statusName", sent.status_name)

    def verb(work: Work) -> list[MemberOutcome]:
        program = get_program(work, program_id)
        return change_status(work, program, lead_ids, StatusChange(member_status(program, name)))

    return _outcomes(await request.write(verb))


@serves(
    "syncProgramMemberDataUsingPOST",
    item=ProgramMemberOutcome,
    body=MemberDataBody,
    refuses=_CHANGE,
    skips=(
        Reason.LEAD_NOT_FOUND,
        Reason.OBJECT_NOT_FOUND,
        Reason.FIELD_NOT_FOUND,
        Reason.FIELD_NOT_ALLOWED,
        Reason.INVALID_VALUE,
        Reason.VALUE_TOO_LONG,
        Reason.AMOUNT_OUT_OF_BOUNDS,
    ),
)
async def sync_data(request: Request) -> Reply:
    """Sync Program Member Data: set field values of program members (behaviour.md 4.3)."""
    program_id = params.path_number(request, "programId")
    found = params.records(params.body(request, MemberDataBody).input, noun=NOUN)
    records = [
        (params.number(each.get("leadId")), {n: v for n, v in each.items() if n != "leadId"})
        for each in found
    ]
    outcomes = await request.write(
        lambda work: change_member_data(work, get_program(work, program_id), records)
    )
    return _outcomes(outcomes)


@serves(
    "deleteProgramMemberUsingPOST",
    item=ProgramMemberOutcome,
    body=ProgramMembersBody,
    refuses=_CHANGE,
    skips=(Reason.LEAD_NOT_FOUND, Reason.LEAD_NOT_IN_PROGRAM),
)
async def delete(request: Request) -> Reply:
    """Delete Program Members: remove leads from a program (behaviour.md 4.3)."""
    program_id = params.path_number(request, "programId")
    lead_ids = _lead_ids(params.body(request, ProgramMembersBody).input)
    outcomes = await request.write(
        lambda work: delete_members(work, get_program(work, program_id), lead_ids)
    )
    return _outcomes(outcomes)


def _outcomes(outcomes: Sequence[MemberOutcome]) -> Reply:
    return Reply([_outcome(seq, each) for seq, each in enumerate(outcomes)])


def _outcome(seq: int, outcome: MemberOutcome) -> ProgramMemberOutcome:
    """Return the result item of the record with index ``seq`` in the input (behaviour.md 1.7)."""
    if outcome.problem is not None:
        reasons = [wire_error(outcome.problem)]
        return ProgramMemberOutcome(seq, outcome.status, reasons=reasons)
    return ProgramMemberOutcome(seq, outcome.status, outcome.lead_id)


# -- of the tag Leads ------------------------------------------------------------------------------


class LeadProgramStatusBody(Body):
    """The program members that get another status."""

    status: str | None = None
    input: list[LeadReference] | None = None


class LeadProgramStatus(ReplyItem):
    """A lead's status in the program, or the reason why the lead was skipped."""

    id: Id
    status: str
    reasons: Reasons = UNSET


@serves(
    "changeLeadProgramStatusUsingPOST",
    item=LeadProgramStatus,
    body=LeadProgramStatusBody,
    refuses=_STATUS,
    skips=(Reason.LEAD_NOT_FOUND, Reason.OBJECT_NOT_FOUND, Reason.IN_OR_PAST_STATUS),
)
async def change_status_old(request: Request) -> Reply:
    """Change Lead Program Status: change the status of members only (behaviour.md 3.11)."""
    program_id = params.path_number(request, "programId")
    sent = params.body(request, LeadProgramStatusBody)
    lead_ids = [params.number(each.id) for each in params.records(sent.input, noun=NOUN)]
    name = params.required("status", sent.status)

    def verb(work: Work) -> tuple[str, list[MemberOutcome]]:
        program = get_program(work, program_id)
        change = StatusChange(member_status(program, name), adds=False)
        return change.status.name, change_status(work, program, lead_ids, change)

    status, outcomes = await request.write(verb)
    return Reply([_old_outcome(each, status) for each in outcomes])


def _old_outcome(outcome: MemberOutcome, status: str) -> LeadProgramStatus:
    if outcome.problem is not None:
        reasons = [wire_error(outcome.problem)]
        return LeadProgramStatus(outcome.lead_id, outcome.status, reasons)
    return LeadProgramStatus(outcome.lead_id, status)


class ProgramMembership(ReplyItem, kw_only=True):
    """The membership of a lead in a program."""

    id: Id
    """The program's id."""
    progression_status: str
    progression_status_type: str | UnsetType = UNSET
    """Only in Get Leads by Program Id."""
    is_exhausted: bool
    acquired_by: bool
    """Whether the program acquired the lead."""
    reached_success: bool
    membership_date: Moment
    updated_at: Moment
    stream: str | UnsetType | None = UNSET
    """Only for engagement programs, like the cadence."""
    nurture_cadence: str | UnsetType | None = UNSET


class MembershipOfLead(ReplyItem):
    """The members that each lead of a program has in a reply."""

    id: Id
    membership: ProgramMembership


LEAD_OF_PROGRAM = Records(
    name="LeadOfProgram",
    description="A lead of a program: its fields as in other reads, and its membership.",
    fixed=MembershipOfLead,
    fields=LEAD.fields,
    example={**LEAD.example, "membership": EXAMPLES["ProgramMembership"]},
)


@serves(
    "getLeadsByProgramIdUsingGET",
    item=LEAD_OF_PROGRAM,
    refuses=(*PAGE, Reason.NOT_A_NUMBER, Reason.FIELD_NOT_FOUND, Reason.OBJECT_NOT_FOUND),
)
async def get_leads(request: Request) -> Reply:
    """Get Leads by Program Id: return a page of a program's leads (behaviour.md 3.11)."""
    program_id = params.path_number(request, "programId")
    names, size = params.array(request, "fields"), params.page_size(request)
    endpoint = LEADS_ENDPOINT.format(program_id)
    after = params.position(request, endpoint)
    found = await request.read_long(leads_in_program, program_id, names, after, size)
    records = envelope.leads(found.leads)
    for record in records:
        record["membership"] = _membership(found.memberships[record["id"]], has_type=True)
    return Reply(records, _token(request, endpoint, found.next_after))


def _membership(membership: LeadMembership, *, has_type: bool) -> ProgramMembership:
    status, is_nurtured = membership.status, membership.is_in_engagement
    return ProgramMembership(
        id=membership.program_id,
        progression_status=status.name,
        progression_status_type=(status.type or status.name) if has_type else UNSET,
        is_exhausted=membership.is_exhausted,
        acquired_by=membership.acquired_by,
        reached_success=membership.reached_success,
        membership_date=wire_timestamp(membership.membership_date),
        updated_at=wire_timestamp(membership.updated_at),
        stream=membership.stream if is_nurtured else UNSET,
        nurture_cadence=membership.nurture_cadence if is_nurtured else UNSET,
    )


@serves(
    "getProgramMembershipUsingGET",
    item=ProgramMembership,
    refuses=(
        *DATE_REFUSES,
        Reason.NOT_SPECIFIED,
        Reason.TOO_MANY,
        Reason.INVALID_FILTER,
    ),
)
async def get_programs_of_lead(request: Request) -> Reply:
    """Get Programs by Lead Id: return a page of a lead's programs (behaviour.md 3.11)."""
    lead_id = params.path_number(request, "leadId")
    endpoint = MEMBERSHIP_ENDPOINT.format(lead_id)
    wanted = MembershipFilter(
        _program_ids(request),
        *changed_between(request),
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
        raise Refusal(Reason.INVALID_FILTER, "filterType", filter_type)
    values = params.array(request, "filterValues")
    if not values:
        raise Refusal(Reason.NOT_SPECIFIED, "filterValues")
    return {params.number(value) for value in values}
