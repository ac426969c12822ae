"""Tag Folders (behaviour.md 4.4)."""

from typing import Any

from leadkeep.api import assets, params
from leadkeep.api.call import Call
from leadkeep.api.envelope import AssetReply
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
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

DEFAULT_DEPTH = 2
"""Levels below the root that a list of folders shows (behaviour.md 4.4)."""

URL_KINDS = {FolderKind.MARKETING: "MF", FolderKind.PROGRAM: "PG"}
"""How the link to a folder begins; other kinds have none."""


async def get_by_id(call: Call) -> AssetReply:
    """Get Folder by Id."""
    ref = FolderRef(params.path_number(call, "id"), _required_type(call))
    access = call.caller

    def verb(tx: Transaction) -> AssetReply:
        found = get_folder(tx, access, ref)
        return _reply(tx, [] if found is None else [found])

    return await call.read(verb)


async def get_by_name(call: Call) -> AssetReply:
    """Get Folder by Name: all that bear it, as folders of different parents may."""
    name, access = assets.required(call, "name"), call.caller
    kind, root, workspace = _type(call), _root(call), params.text(call, "workSpace")

    def verb(tx: Transaction) -> AssetReply:
        found = folders_named(tx, access, name, kind)
        if root is not None:
            found = [each for each in found if is_below(tx, each, root)]
        return _reply(tx, _of_workspace(tx, found, workspace))

    return await call.read(verb)


async def browse(call: Call) -> AssetReply:
    """Get Folders: a folder and what is below it, programs included."""
    page, root, access = assets.page(call), assets.folder(call, "root"), call.caller
    depth, workspace = assets.depth(call, "maxDepth", DEFAULT_DEPTH), params.text(call, "workSpace")

    def verb(tx: Transaction) -> AssetReply:
        found = _of_workspace(tx, list_folders(tx, access, root, depth), workspace)
        return _reply(tx, found[page.offset : page.offset + page.size])

    return await call.read_long(verb)


async def create(call: Call) -> AssetReply:
    """Create Folder."""
    assets.check_form(call)
    new = NewFolder(
        assets.required(call, "name"),
        assets.required_folder(call, "parent"),
        params.text(call, "description"),
    )
    access, now = call.caller, call.now
    return await call.write(lambda tx: _reply(tx, [create_folder(tx, access, new, now)]))


async def update(call: Call) -> AssetReply:
    """Update Folder Metadata; what is not sent stays, an empty description clears it."""
    assets.check_form(call)
    ref = _own(call, _required_type(call))
    change = FolderChange(
        assets.optional(call, "name"),
        assets.optional(call, "description"),
        assets.flag(call, "isArchive"),
    )
    access, now = call.caller, call.now
    return await call.write(lambda tx: _reply(tx, [change_folder(tx, access, ref, change, now)]))


async def delete(call: Call) -> AssetReply:
    """Delete Folder; without a type it is a folder."""
    assets.check_form(call)
    ref, access = _own(call, _type(call) or FolderType.FOLDER), call.caller
    await call.write(lambda tx: delete_folder(tx, access, ref))
    return AssetReply([{"id": ref.id}])


def _own(call: Call, kind: FolderType) -> FolderRef:
    """Return the folder to write; programs are written as programs (behaviour.md 4.4)."""
    ref = FolderRef(params.path_number(call, "id"), kind)
    if kind is FolderType.PROGRAM:
        raise Refusal(Reason.BUSINESS_RULE, "a program is changed and deleted as a program")
    return ref


def _type(call: Call) -> FolderType | None:
    sent = params.text(call, "type")
    if sent is None:
        return None
    try:
        return assets.folder_type(sent)
    except LookupError:
        raise Refusal(Reason.INVALID_DATA, f"Invalid type '{sent}' specified") from None


def _required_type(call: Call) -> FolderType:
    assets.required(call, "type")
    return _type(call) or FolderType.FOLDER


def _root(call: Call) -> FolderRef | None:
    """Return the root of a search: an id beside ``type``, or both in one value."""
    sent = params.text(call, "root")
    if sent is None or not sent.isdigit():
        return assets.folder(call, "root")
    return FolderRef(params.number(sent), _required_type(call))


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
