"""Tag Programs: programs as assets (behaviour.md 4.4)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from leadkeep.api import assets, params
from leadkeep.api.asset_family import PAGE, AssetFamily, Verbs, View
from leadkeep.api.declarations import Declarations
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
from leadkeep.api.structs import AssetMoment, Day, Id, NamedFolder, ReplyItem
from leadkeep.domain.assets import programs
from leadkeep.domain.assets.programs import (
    ProgramDetails,
    ProgramQuery,
    ProgramType,
    ProgramValues,
    change_program,
    clone_program,
    create_program,
    delete_program,
    find_program,
    list_programs,
    program_named,
    programs_by_tag,
    with_details,
)
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal

serves = Declarations()

URL_KINDS = {
    ProgramType.DEFAULT: "PG",
    ProgramType.EVENT: "ME",
    ProgramType.WEBINAR: "ME",
    ProgramType.ENGAGEMENT: "NP",
    ProgramType.EMAIL: "EBP",
}
"""First letters of the id in links to programs (behaviour.md 4.4)."""

STATUSES = frozenset({"on", "off", "locked", "unlocked", "completed"})
HEAD_STARTING = frozenset({ProgramType.ENGAGEMENT, ProgramType.EMAIL})
"""The types of programs that show a head start (behaviour.md 13)."""


FILTER_VALUE_LIMIT = 300


class Tag(ReplyItem):
    """A tag of a program."""

    tag_type: str
    tag_value: str


class PeriodCost(ReplyItem):
    """The cost of a program in one period."""

    start_date: Day
    cost: int
    note: str | UnsetType = UNSET


class Program(ReplyItem, kw_only=True):
    """A program as an asset."""

    id: Id
    name: str
    description: str
    created_at: AssetMoment
    updated_at: AssetMoment
    url: str
    type: ProgramType
    channel: str
    folder: NamedFolder
    status: str
    workspace: str
    tags: list[Tag] | UnsetType = UNSET
    costs: list[PeriodCost] | UnsetType | None = UNSET
    """Null if there are none."""
    head_start: bool | UnsetType = UNSET
    """Only of engagement and email programs."""


class _SentTag(msgspec.Struct, rename="camel"):
    tag_type: str
    tag_value: str


class _SentCost(msgspec.Struct, rename="camel"):
    start_date: date
    cost: int
    note: str | None = None


# -- parameters ------------------------------------------------------------------------------------


def _query(request: Request) -> ProgramQuery:
    span, ids = assets.span(request), None
    folder_ids, workspaces = None, None
    filter_type = params.text(request, "filterType")
    if filter_type is not None:
        values = _filter_values(request)
        if filter_type in {"id", "programId"}:
            ids = {params.number(value) for value in values}
        elif filter_type == "folderId":
            folder_ids = {params.number(value) for value in values}
        elif filter_type == "workspace":
            workspaces = set(values)
        else:
            raise Refusal(Reason.INVALID_FILTER, "filterType", filter_type)
    return ProgramQuery(
        workspace_names=workspaces,
        ids=ids,
        folder_ids=folder_ids,
        status=_status(request),
        earliest=span.earliest,
        latest=span.latest,
    )


def _filter_values(request: Request) -> list[str]:
    values = params.array(request, "filterValues")
    if not values:
        raise Refusal(Reason.NOT_SPECIFIED, "filterValues")
    if len(values) > FILTER_VALUE_LIMIT:
        raise Refusal(Reason.TOO_MANY, "filterValues", FILTER_VALUE_LIMIT)
    return values


def _status(request: Request) -> str | None:
    sent = params.text(request, "status")
    if sent is not None and sent.lower() not in STATUSES:
        raise Refusal(Reason.INVALID_CHOICE, "status", sent)
    return sent and sent.lower()


def _own(request: Request) -> Mapping[str, Any]:
    return {"tags": _tags(request), "costs": _costs(request)}


def _own_new(request: Request) -> Mapping[str, Any]:
    return {
        "type": assets.required(request, "type"),
        "channel": assets.required(request, "channel"),
        **_own(request),
    }


def _own_changed(request: Request) -> Mapping[str, Any]:
    replaces_costs = bool(params.flag(request, "costsDestructiveUpdate"))
    return {**_own(request), "replaces_costs": replaces_costs}


def _tags(request: Request) -> list[programs.Tag] | None:
    found = assets.json_parameter(request, "tags", list[_SentTag])
    if found is None:
        return None
    return [programs.Tag(each.tag_type, each.tag_value) for each in found]


def _costs(request: Request) -> list[programs.Cost] | None:
    found = assets.json_parameter(request, "costs", list[_SentCost])
    if found is None:
        return None
    if any("\0" in (each.note or "") or abs(each.cost) >= 2**63 for each in found):
        raise Refusal(Reason.INVALID_MEMBER, "costs")
    return [programs.Cost(each.start_date, each.cost, each.note) for each in found]


# -- replies ---------------------------------------------------------------------------------------


def _view(*, has_tags: bool = True, has_costs: bool = True) -> View[programs.Program]:
    """Return a view of programs, with or without tags and costs."""
    return lambda work, found: [
        _item(each, has_tags=has_tags, has_costs=has_costs) for each in with_details(work.tx, found)
    ]


def _name_view(request: Request) -> View[programs.Program]:
    has_tags = bool(params.flag(request, "includeTags"))
    # With tags come costs, as a documented sample has it (behaviour.md 13).
    has_costs = bool(params.flag(request, "includeCosts")) or has_tags
    return _view(has_tags=has_tags, has_costs=has_costs)


def _cost(cost: programs.Cost) -> PeriodCost:
    return PeriodCost(
        cost.start_date.isoformat(), cost.cost, UNSET if cost.note is None else cost.note
    )


def _item(details: ProgramDetails, *, has_tags: bool, has_costs: bool) -> Program:
    program = details.program
    tags = [Tag(each.type, each.value) for each in details.tags]
    costs = [_cost(each) for each in details.costs]
    return Program(
        id=program.id,
        name=program.name,
        description=program.description or "",
        created_at=assets.asset_moment(program.created_at),
        updated_at=assets.asset_moment(program.updated_at),
        url=assets.asset_url(URL_KINDS[program.type], program.id),
        type=program.type,
        channel=program.channel.name,
        folder=assets.placed_in(program.folder, details.folder_name),
        status=program.status,
        workspace=details.workspace_name,
        tags=tags if has_tags else UNSET,
        costs=(costs or None) if has_costs else UNSET,
        head_start=program.head_start if program.type in HEAD_STARTING else UNSET,
    )


# -- operations ------------------------------------------------------------------------------------


def _named(work: Work, name: str) -> list[programs.Program]:
    found = program_named(work, name)
    return [] if found is None else [found]


def _browse(work: Work, wanted: ProgramQuery, offset: int, size: int) -> list[programs.Program]:
    return list_programs(work, replace(wanted, offset=offset, limit=size))


_CHANGES = (
    Reason.NO_SUCH_NAME,
    Reason.NOT_A_TAG_VALUE,
    Reason.STATUS_OF_OTHER_TYPE,
    Reason.NO_STREAMS,
    Reason.STREAM_NAME_TWICE,
)

PROGRAMS = AssetFamily(
    item=Program,
    verbs=Verbs(
        get=find_program,
        named=_named,
        browse=_browse,
        create=create_program,
        change=change_program,
        clone=clone_program,
        delete=delete_program,
    ),
    view=_view(),
    name_view=_name_view,
    browse_view=_view(has_tags=False, has_costs=False),
    filter=_query,
    values=ProgramValues,
    own_new=_own_new,
    own_changed=_own_changed,
    refuses={
        "get_by_name": (Reason.WRONG_TYPE,),
        "browse": (
            Reason.NOT_A_NUMBER,
            Reason.INVALID_FILTER,
            Reason.INVALID_CHOICE,
            Reason.NOT_SPECIFIED,
            Reason.TOO_MANY,
        ),
        "create": (*_CHANGES, Reason.CHANNEL_OF_OTHER_TYPE, Reason.TAG_REQUIRED),
        "update": (*_CHANGES, Reason.WRONG_TYPE, Reason.INVALID_MEMBER),
        "clone": (Reason.TAG_REQUIRED,),
        "delete": (Reason.FOLDER_NOT_EMPTY,),
    },
)
PROGRAMS.declare(
    serves,
    get="getProgramByIdUsingGET",
    get_by_name="getProgramByNameUsingGET",
    browse="browseProgramsUsingGET",
    create="createProgramUsingPOST",
    update="updateProgramUsingPOST",
    clone="cloneProgramUsingPOST",
    delete="deleteProgramUsingPOST",
)


@serves("getProgramsByTagUsingGET", item=Program, refuses=(*PAGE, Reason.BLANK))
async def by_tag(request: Request) -> AssetReply:
    """Get Programs by Tag: return a page of the programs with a value of a tag, with their tags."""
    kind, value = assets.required(request, "tagType"), assets.required(request, "tagValue")
    page, view = assets.page(request), _view(has_costs=False)

    def verb(work: Work) -> list[Any]:
        tag = programs.Tag(kind, value)
        return view(work, programs_by_tag(work, tag, page.offset, page.size))

    return AssetReply(await request.read_long(verb))
