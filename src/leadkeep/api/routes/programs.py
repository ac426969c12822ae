"""Tag Programs: programs as assets (behaviour.md 4.4)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from leadkeep.api import assets, params
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
from leadkeep.domain.assets.programs import (
    Copy,
    Cost,
    NewProgram,
    Program,
    ProgramChange,
    ProgramDetails,
    ProgramQuery,
    ProgramType,
    Tag,
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

URL_KINDS = {
    ProgramType.DEFAULT: "PG",
    ProgramType.EVENT: "ME",
    ProgramType.WEBINAR: "ME",
    ProgramType.ENGAGEMENT: "NP",
    ProgramType.EMAIL: "EBP",
}
"""How the link to a program begins (behaviour.md 4.4)."""

STATUSES = frozenset({"on", "off", "locked", "unlocked"})

MOST_FILTER_VALUES = 300


async def get_by_id(request: Request) -> AssetReply:
    """Get Program by Id: with tags and costs."""
    program_id = params.path_number(request, "id")

    def verb(work: Work) -> list[ProgramDetails]:
        return with_details(work.tx, _present(find_program(work, program_id)))

    return _reply(await request.read(verb), has_tags=True, has_costs=True)


async def get_by_name(request: Request) -> AssetReply:
    """Get Program by Name."""
    name = assets.required(request, "name")
    has_tags = bool(params.flag(request, "includeTags"))
    has_costs = bool(params.flag(request, "includeCosts"))

    def verb(work: Work) -> list[ProgramDetails]:
        return with_details(work.tx, _present(program_named(work, name)))

    return _reply(await request.read(verb), has_tags=has_tags, has_costs=has_costs)


def _present(found: Program | None) -> list[Program]:
    return [] if found is None else [found]


async def browse(request: Request) -> AssetReply:
    """Get Programs."""
    wanted = _query(request)

    def verb(work: Work) -> list[ProgramDetails]:
        return with_details(work.tx, list_programs(work, wanted))

    return _reply(await request.read_long(verb))


def _query(request: Request) -> ProgramQuery:
    page, span, ids = assets.page(request), assets.span(request), None
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
            raise Refusal(Reason.INVALID_DATA, f"Invalid filterType '{filter_type}'")
    return ProgramQuery(
        workspace_names=workspaces,
        ids=ids,
        folder_ids=folder_ids,
        status=_status(request),
        earliest=span.earliest,
        latest=span.latest,
        offset=page.offset,
        limit=page.size,
    )


def _filter_values(request: Request) -> list[str]:
    values = params.array(request, "filterValues")
    if not values:
        raise Refusal(Reason.INVALID_DATA, "filterValues not specified")
    if len(values) > MOST_FILTER_VALUES:
        text = f"Too many filterValues. Maximum allowed is {MOST_FILTER_VALUES}"
        raise Refusal(Reason.INVALID_DATA, text)
    return values


def _status(request: Request) -> str | None:
    sent = params.text(request, "status")
    if sent is not None and sent.lower() not in STATUSES:
        raise Refusal(Reason.INVALID_DATA, f"Invalid status '{sent}' specified")
    return sent and sent.lower()


async def by_tag(request: Request) -> AssetReply:
    """Get Programs by Tag: with their tags."""
    tag = Tag(assets.required(request, "tagType"), assets.required(request, "tagValue"))
    page = assets.page(request)

    def verb(work: Work) -> list[ProgramDetails]:
        return with_details(work.tx, programs_by_tag(work, tag, page.offset, page.size))

    return _reply(await request.read_long(verb), has_tags=True)


async def create(request: Request) -> AssetReply:
    """Create Program."""
    assets.check_form(request)
    new = NewProgram(
        name=assets.required(request, "name"),
        folder=assets.required_folder(request),
        type=assets.required(request, "type"),
        channel=assets.required(request, "channel"),
        description=params.text(request, "description"),
        tags=_tags(request) or (),
        costs=_costs(request) or (),
    )

    def verb(work: Work) -> list[ProgramDetails]:
        return with_details(work.tx, [create_program(work, new)])

    return _reply(await request.write(verb), has_tags=True, has_costs=True)


async def update(request: Request) -> AssetReply:
    """Update Program Metadata; what is not sent stays, an empty description clears it."""
    assets.check_form(request)
    program_id = params.path_number(request, "id")
    change = ProgramChange(
        name=assets.optional(request, "name"),
        description=assets.optional(request, "description"),
        tags=_tags(request),
        costs=_costs(request),
        replaces_costs=bool(params.flag(request, "costsDestructiveUpdate")),
    )

    def verb(work: Work) -> list[ProgramDetails]:
        return with_details(work.tx, [change_program(work, program_id, change)])

    return _reply(await request.write(verb), has_tags=True, has_costs=True)


async def clone(request: Request) -> AssetReply:
    """Clone Program: without its members."""
    assets.check_form(request)
    program_id = params.path_number(request, "id")
    copy = Copy(
        assets.required(request, "name"),
        assets.required_folder(request),
        params.text(request, "description"),
    )

    def verb(work: Work) -> list[ProgramDetails]:
        return with_details(work.tx, [clone_program(work, program_id, copy)])

    return _reply(await request.write(verb), has_tags=True, has_costs=True)


async def delete(request: Request) -> AssetReply:
    """Delete Program: its memberships end with it."""
    assets.check_form(request)
    program_id = params.path_number(request, "id")
    await request.write(delete_program, program_id)
    return AssetReply([{"id": program_id}])


# -- tags and costs --------------------------------------------------------------------------------


class TagItem(msgspec.Struct, rename="camel"):
    """A tag as sent and as shown."""

    tag_type: str
    tag_value: str


class CostItem(msgspec.Struct, rename="camel", omit_defaults=True):
    """A period cost as sent and as shown."""

    start_date: date
    cost: int
    note: str | None = None


def _tags(request: Request) -> list[Tag] | None:
    found = assets.json_parameter(request, "tags", list[TagItem])
    return None if found is None else [Tag(each.tag_type, each.tag_value) for each in found]


def _costs(request: Request) -> list[Cost] | None:
    found = assets.json_parameter(request, "costs", list[CostItem])
    if found is None:
        return None
    if any("\0" in (each.note or "") or abs(each.cost) >= 2**63 for each in found):
        raise Refusal(Reason.INVALID_MEMBER, "costs")
    return [Cost(each.start_date, each.cost, each.note) for each in found]


# -- replies ---------------------------------------------------------------------------------------


def _reply(
    found: Sequence[ProgramDetails], *, has_tags: bool = False, has_costs: bool = False
) -> AssetReply:
    return AssetReply([_item(each, has_tags=has_tags, has_costs=has_costs) for each in found])


def _item(of: ProgramDetails, *, has_tags: bool, has_costs: bool) -> dict[str, Any]:
    program = of.program
    item: dict[str, Any] = {
        "id": program.id,
        "name": program.name,
        "description": program.description or "",
        "createdAt": assets.asset_moment(program.created_at),
        "updatedAt": assets.asset_moment(program.updated_at),
        "url": assets.asset_url(URL_KINDS[program.type], program.id),
        "type": program.type.value,
        "channel": program.channel.name,
        "folder": {
            "type": program.folder.type.value,
            "value": program.folder.id,
            "folderName": of.folder_name,
        },
        "status": program.status,
        "workspace": of.workspace_name,
    }
    if has_tags:
        item["tags"] = [TagItem(each.type, each.value) for each in of.tags]
    if has_costs:
        costs = [CostItem(each.start_date, each.cost, each.note) for each in of.costs]
        item["costs"] = costs or None
    return item | {"headStart": program.head_start}
