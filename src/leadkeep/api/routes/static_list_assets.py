"""Tag Static List Assets: static lists as assets (behaviour.md 4.2)."""

from typing import Any

from leadkeep.api import assets, params
from leadkeep.api.call import Call
from leadkeep.api.envelope import AssetReply
from leadkeep.domain.assets.folders import AssetFilter
from leadkeep.domain.assets.lists import (
    ListChange,
    ListPage,
    NewList,
    StaticList,
    change_list,
    create_list,
    delete_list,
    get_list,
    lists_from,
    lists_named,
    with_names,
)
from leadkeep.store import Transaction


async def get_by_id(call: Call) -> AssetReply:
    """Get Static List by Id."""
    list_id, access = params.path_number(call, "id"), call.caller

    def verb(tx: Transaction) -> ListPage:
        found = get_list(tx, access, list_id)
        return with_names(tx, [] if found is None else [found])

    return _reply(await call.read(verb))


async def get_by_name(call: Call) -> AssetReply:
    """Get Static List by Name."""
    name, access = assets.required(call, "name"), call.caller
    return _reply(await call.read(lambda tx: with_names(tx, lists_named(tx, access, name))))


async def browse(call: Call) -> AssetReply:
    """Get Static Lists."""
    page, span, access = assets.page(call), assets.span(call), call.caller
    wanted = AssetFilter(folder=assets.folder(call), earliest=span.earliest, latest=span.latest)
    return _reply(
        await call.read_long(lambda tx: lists_from(tx, access, wanted, page.offset, page.size))
    )


async def create(call: Call) -> AssetReply:
    """Create Static List."""
    assets.check_form(call)
    new = NewList(
        assets.required(call, "name"),
        assets.required_folder(call),
        params.text(call, "description"),
    )
    access, now = call.caller, call.now
    return _reply(await call.write(lambda tx: with_names(tx, [create_list(tx, access, new, now)])))


async def update(call: Call) -> AssetReply:
    """Update Static List Metadata; what is not sent stays, an empty description clears it."""
    assets.check_form(call)
    list_id, access, now = params.path_number(call, "id"), call.caller, call.now
    change = ListChange(assets.optional(call, "name"), assets.optional(call, "description"))
    return _reply(
        await call.write(lambda tx: with_names(tx, [change_list(tx, access, list_id, change, now)]))
    )


async def delete(call: Call) -> AssetReply:
    """Delete Static List."""
    assets.check_form(call)
    list_id, access = params.path_number(call, "id"), call.caller
    await call.write(lambda tx: delete_list(tx, access, list_id))
    return AssetReply([{"id": list_id}])


def _reply(page: ListPage) -> AssetReply:
    return AssetReply([_item(each, page.workspace_names) for each in page.lists])


def _item(of: StaticList, workspaces: dict[int, str]) -> dict[str, Any]:
    item: dict[str, Any] = {"id": of.id, "name": of.name}
    if of.description:
        item["description"] = of.description
    return item | {
        "createdAt": assets.asset_moment(of.created_at),
        "updatedAt": assets.asset_moment(of.updated_at),
        "folder": assets.folder_reference(of.folder),
        "computedUrl": assets.asset_url("ST", of.id),
        "workspace": workspaces[of.workspace_id],
    }
