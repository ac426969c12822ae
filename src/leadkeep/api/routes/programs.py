"""Tag Programs: programs as assets (behaviour.md 4.4)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from leadkeep.api import assets, params
from leadkeep.api.call import Call
from leadkeep.api.envelope import AssetReply
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
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

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


async def get_by_id(call: Call) -> AssetReply:
    """Get Program by Id: with tags and costs."""
    program_id, access = params.path_number(call, "id"), call.caller

    def verb(tx: Transaction) -> list[ProgramDetails]:
        return with_details(tx, _present(find_program(tx, access, program_id)))

    return _reply(await call.read(verb), has_tags=True, has_costs=True)


async def get_by_name(call: Call) -> AssetReply:
    """Get Program by Name."""
    name, access = assets.required(call, "name"), call.caller
    has_tags = bool(assets.flag(call, "includeTags"))
    has_costs = bool(assets.flag(call, "includeCosts"))

    def verb(tx: Transaction) -> list[ProgramDetails]:
        return with_details(tx, _present(program_named(tx, access, name)))

    return _reply(await call.read(verb), has_tags=has_tags, has_costs=has_costs)


def _present(found: Program | None) -> list[Program]:
    return [] if found is None else [found]


async def browse(call: Call) -> AssetReply:
    """Get Programs."""
    wanted, access = _query(call), call.caller

    def verb(tx: Transaction) -> list[ProgramDetails]:
        return with_details(tx, list_programs(tx, access, wanted))

    return _reply(await call.read_long(verb))


def _query(call: Call) -> ProgramQuery:
    page, span, ids = assets.page(call), assets.span(call), None
    folder_ids, workspaces = None, None
    filter_type = params.text(call, "filterType")
    if filter_type is not None:
        values = _filter_values(call)
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
        status=_status(call),
        earliest=span.earliest,
        latest=span.latest,
        offset=page.offset,
        limit=page.size,
    )


def _filter_values(call: Call) -> list[str]:
    values = params.array(call, "filterValues")
    if not values:
        raise Refusal(Reason.INVALID_DATA, "filterValues not specified")
    if len(values) > MOST_FILTER_VALUES:
        text = f"Too many filterValues. Maximum allowed is {MOST_FILTER_VALUES}"
        raise Refusal(Reason.INVALID_DATA, text)
    return values


def _status(call: Call) -> str | None:
    sent = params.text(call, "status")
    if sent is not None and sent.lower() not in STATUSES:
        raise Refusal(Reason.INVALID_DATA, f"Invalid status '{sent}' specified")
    return sent and sent.lower()


async def by_tag(call: Call) -> AssetReply:
    """Get Programs by Tag: with their tags."""
    tag = Tag(assets.required(call, "tagType"), assets.required(call, "tagValue"))
    page, access = assets.page(call), call.caller

    def verb(tx: Transaction) -> list[ProgramDetails]:
        return with_details(tx, programs_by_tag(tx, access, tag, page.offset, page.size))

    return _reply(await call.read_long(verb), has_tags=True)


async def create(call: Call) -> AssetReply:
    """Create Program."""
    assets.check_form(call)
    new = NewProgram(
        name=assets.required(call, "name"),
        folder=assets.required_folder(call),
        type=assets.required(call, "type"),
        channel=assets.required(call, "channel"),
        description=params.text(call, "description"),
        tags=_tags(call) or (),
        costs=_costs(call) or (),
    )
    access, now = call.caller, call.now

    def verb(tx: Transaction) -> list[ProgramDetails]:
        return with_details(tx, [create_program(tx, access, new, now)])

    return _reply(await call.write(verb), has_tags=True, has_costs=True)


async def update(call: Call) -> AssetReply:
    """Update Program Metadata; what is not sent stays, an empty description clears it."""
    assets.check_form(call)
    program_id = params.path_number(call, "id")
    change = ProgramChange(
        name=assets.optional(call, "name"),
        description=assets.optional(call, "description"),
        tags=_tags(call),
        costs=_costs(call),
        replaces_costs=bool(assets.flag(call, "costsDestructiveUpdate")),
    )
    access, now = call.caller, call.now

    def verb(tx: Transaction) -> list[ProgramDetails]:
        return with_details(tx, [change_program(tx, access, program_id, change, now)])

    return _reply(await call.write(verb), has_tags=True, has_costs=True)


async def clone(call: Call) -> AssetReply:
    """Clone Program: without its members."""
    assets.check_form(call)
    program_id = params.path_number(call, "id")
    copy = Copy(
        assets.required(call, "name"),
        assets.required_folder(call),
        params.text(call, "description"),
    )
    access, now = call.caller, call.now

    def verb(tx: Transaction) -> list[ProgramDetails]:
        return with_details(tx, [clone_program(tx, access, program_id, copy, now)])

    return _reply(await call.write(verb), has_tags=True, has_costs=True)


async def delete(call: Call) -> AssetReply:
    """Delete Program: its memberships end with it."""
    assets.check_form(call)
    program_id, access = params.path_number(call, "id"), call.caller
    await call.write(lambda tx: delete_program(tx, access, program_id))
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


def _tags(call: Call) -> list[Tag] | None:
    found = assets.json_parameter(call, "tags", list[TagItem])
    return None if found is None else [Tag(each.tag_type, each.tag_value) for each in found]


def _costs(call: Call) -> list[Cost] | None:
    found = assets.json_parameter(call, "costs", list[CostItem])
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
