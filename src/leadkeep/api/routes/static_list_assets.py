"""Tag Static List Assets: static lists as assets (behaviour.md 4.2)."""

from typing import Any

from leadkeep.api import assets, params
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
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
from leadkeep.domain.instance.access import Work


async def get_by_id(request: Request) -> AssetReply:
    """Get Static List by Id."""
    list_id = params.path_number(request, "id")

    def verb(work: Work) -> ListPage:
        found = get_list(work, list_id)
        return with_names(work.tx, [] if found is None else [found])

    return _reply(await request.read(verb))


async def get_by_name(request: Request) -> AssetReply:
    """Get Static List by Name."""
    name = assets.required(request, "name")
    return _reply(await request.read(lambda work: with_names(work.tx, lists_named(work, name))))


async def browse(request: Request) -> AssetReply:
    """Get Static Lists."""
    page, span = assets.page(request), assets.span(request)
    wanted = AssetFilter(folder=assets.folder(request), earliest=span.earliest, latest=span.latest)
    return _reply(await request.read_long(lists_from, wanted, page.offset, page.size))


async def create(request: Request) -> AssetReply:
    """Create Static List."""
    assets.check_form(request)
    new = NewList(
        assets.required(request, "name"),
        assets.required_folder(request),
        params.text(request, "description"),
    )
    return _reply(await request.write(lambda work: with_names(work.tx, [create_list(work, new)])))


async def update(request: Request) -> AssetReply:
    """Update Static List Metadata; what is not sent stays, an empty description clears it."""
    assets.check_form(request)
    list_id = params.path_number(request, "id")
    change = ListChange(assets.optional(request, "name"), assets.optional(request, "description"))
    return _reply(
        await request.write(lambda work: with_names(work.tx, [change_list(work, list_id, change)]))
    )


async def delete(request: Request) -> AssetReply:
    """Delete Static List."""
    assets.check_form(request)
    list_id = params.path_number(request, "id")
    await request.write(delete_list, list_id)
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
