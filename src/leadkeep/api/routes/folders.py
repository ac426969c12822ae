"""Tag Folders (behaviour.md 4.4)."""

from typing import Any

from leadkeep.api import assets, params
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
from leadkeep.domain.assets.folders import (
    Folder,
    FolderChange,
    FolderKind,
    FolderRef,
    FolderType,
    NewFolder,
    change_folder,
    create_folder,
    delete_folder,
    folder_paths,
    folders_named,
    get_folder,
    is_below,
    list_folders,
    workspace_of,
)
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

DEFAULT_DEPTH = 2
"""Levels below the root that a list of folders shows (behaviour.md 4.4)."""

URL_KINDS = {FolderKind.MARKETING: "MF", FolderKind.PROGRAM: "PG"}
"""How the link to a folder begins; other kinds have none."""


async def get_by_id(request: Request) -> AssetReply:
    """Get Folder by Id."""
    ref = FolderRef(params.path_number(request, "id"), _required_type(request))

    def verb(work: Work) -> AssetReply:
        found = get_folder(work, ref)
        return _reply(work.tx, [] if found is None else [found])

    return await request.read(verb)


async def get_by_name(request: Request) -> AssetReply:
    """Get Folder by Name: all that bear it, as folders of different parents may."""
    name = assets.required(request, "name")
    kind, root, workspace = _type(request), _root(request), params.text(request, "workSpace")

    def verb(work: Work) -> AssetReply:
        found = folders_named(work, name, kind)
        if root is not None:
            found = [each for each in found if is_below(work.tx, each, root)]
        return _reply(work.tx, _of_workspace(work.tx, found, workspace))

    return await request.read(verb)


async def browse(request: Request) -> AssetReply:
    """Get Folders: a folder and what is below it, programs included."""
    page, root = assets.page(request), assets.folder(request, "root")
    depth, workspace = (
        assets.depth(request, "maxDepth", DEFAULT_DEPTH),
        params.text(request, "workSpace"),
    )

    def verb(work: Work) -> AssetReply:
        found = _of_workspace(work.tx, list_folders(work, root, depth), workspace)
        return _reply(work.tx, found[page.offset : page.offset + page.size])

    return await request.read_long(verb)


async def create(request: Request) -> AssetReply:
    """Create Folder."""
    assets.check_form(request)
    new = NewFolder(
        assets.required(request, "name"),
        assets.required_folder(request, "parent"),
        params.text(request, "description"),
    )
    return await request.write(lambda work: _reply(work.tx, [create_folder(work, new)]))


async def update(request: Request) -> AssetReply:
    """Update Folder Metadata; what is not sent stays, an empty description clears it."""
    assets.check_form(request)
    ref = _own(request, _required_type(request))
    change = FolderChange(
        assets.optional(request, "name"),
        assets.optional(request, "description"),
        params.flag(request, "isArchive"),
    )
    return await request.write(lambda work: _reply(work.tx, [change_folder(work, ref, change)]))


async def delete(request: Request) -> AssetReply:
    """Delete Folder; without a type it is a folder."""
    assets.check_form(request)
    ref = _own(request, _type(request) or FolderType.FOLDER)
    await request.write(delete_folder, ref)
    return AssetReply([{"id": ref.id}])


def _own(request: Request, kind: FolderType) -> FolderRef:
    """Return the folder to write; programs are written as programs (behaviour.md 4.4)."""
    ref = FolderRef(params.path_number(request, "id"), kind)
    if kind is FolderType.PROGRAM:
        raise Refusal(Reason.BUSINESS_RULE, "a program is changed and deleted as a program")
    return ref


def _type(request: Request) -> FolderType | None:
    sent = params.text(request, "type")
    if sent is None:
        return None
    try:
        return assets.folder_type(sent)
    except LookupError:
        raise Refusal(Reason.INVALID_DATA, f"Invalid type '{sent}' specified") from None


def _required_type(request: Request) -> FolderType:
    assets.required(request, "type")
    return _type(request) or FolderType.FOLDER


def _root(request: Request) -> FolderRef | None:
    """Return the root of a search: an id beside ``type``, or both in one value."""
    sent = params.text(request, "root")
    if sent is None or not sent.isdigit():
        return assets.folder(request, "root")
    return FolderRef(params.number(sent), _required_type(request))


def _of_workspace(tx: Transaction, found: list[Folder], name: str | None) -> list[Folder]:
    return [each for each in found if name in (None, workspace_of(tx, each))]


def _reply(tx: Transaction, found: list[Folder]) -> AssetReply:
    paths = folder_paths(tx, found)
    return AssetReply([_item(each, paths[each.ref], workspace_of(tx, each)) for each in found])


def _item(of: Folder, path: str, workspace: str) -> dict[str, Any]:
    url_kind = URL_KINDS.get(FolderKind(of.kind))
    return {
        "name": of.name,
        "description": of.description,
        "createdAt": assets.asset_moment(of.created_at),
        "updatedAt": assets.asset_moment(of.updated_at),
        "url": url_kind and assets.asset_url(url_kind, of.ref.id),
        "folderId": assets.folder_reference(of.ref),
        "folderType": of.kind,
        "parent": of.parent and assets.folder_reference(of.parent),
        "path": path,
        "isArchive": of.is_archive,
        "isSystem": of.is_system,
        "accessZoneId": of.workspace_id,
        "workspace": workspace,
        "id": of.ref.id,
    }
