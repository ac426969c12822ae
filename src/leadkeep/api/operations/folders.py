"""Tag Folders: folders, and programs as folders (behaviour.md 4.4)."""

from leadkeep.api import assets, params
from leadkeep.api.asset_family import PAGE, PLACE, TEXTS
from leadkeep.api.declarations import FORM_BODY, Declarations
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
from leadkeep.api.structs import AssetId, AssetMoment, FolderName, Id, ReplyItem
from leadkeep.domain.assets import folders
from leadkeep.domain.assets.folders import (
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

serves = Declarations()

DEFAULT_DEPTH = 2
"""How many levels below the root a list of folders has by default (behaviour.md 4.4)."""

URL_KINDS = {FolderKind.MARKETING: "MF", FolderKind.PROGRAM: "PG"}
"""First letters of the id in links to folders and programs; other kinds have no link."""

_OWN = (
    *FORM_BODY,
    Reason.NOT_A_NUMBER,
    Reason.ASSET_NOT_FOUND,
    Reason.INVALID_CHOICE,
    Reason.PROGRAM_AS_FOLDER,
    Reason.SYSTEM_FOLDER,
)


class Folder(ReplyItem):
    """A folder, or a program seen as a folder."""

    name: str
    description: str | None
    created_at: AssetMoment
    updated_at: AssetMoment
    url: str | None
    folder_id: FolderName
    folder_type: FolderKind
    """The kind of assets that the folder may contain."""
    parent: FolderName | None
    """The folder that contains this one; null for the root folder of an area."""
    path: str
    is_archive: bool
    is_system: bool
    access_zone_id: Id
    """The workspace's id."""
    workspace: str
    id: Id


@serves(
    "getFolderByIdUsingGET",
    item=Folder,
    refuses=(Reason.NOT_A_NUMBER, Reason.BLANK, Reason.INVALID_CHOICE),
)
async def get_by_id(request: Request) -> AssetReply:
    """Get Folder by Id: return the folder or program with this id and type."""
    ref = FolderRef(params.path_number(request, "id"), _required_type(request))

    def verb(work: Work) -> AssetReply:
        found = get_folder(work, ref)
        return _reply(work.tx, [] if found is None else [found])

    return await request.read(verb)


@serves(
    "getFolderByNameUsingGET",
    item=Folder,
    refuses=(Reason.NOT_A_NUMBER, Reason.BLANK, Reason.INVALID_MEMBER, Reason.INVALID_CHOICE),
)
async def get_by_name(request: Request) -> AssetReply:
    """Get Folder by Name: return all folders and programs with this name."""
    name = assets.required(request, "name")
    kind, root = assets.chosen_folder_type(request, "type"), _root(request)
    workspace = params.text(request, "workSpace")

    def verb(work: Work) -> AssetReply:
        found = folders_named(work, name, kind)
        if root is not None:
            found = [each for each in found if is_below(work.tx, each, root)]
        return _reply(work.tx, _of_workspace(work.tx, found, workspace))

    return await request.read(verb)


@serves("getFolderUsingGET", item=Folder, refuses=(*PAGE, Reason.INVALID_MEMBER))
async def browse(request: Request) -> AssetReply:
    """Get Folders: return the root, and the folders and programs below it."""
    page, root = assets.page(request), assets.folder(request, "root")
    depth, workspace = (
        assets.depth(request, "maxDepth", DEFAULT_DEPTH),
        params.text(request, "workSpace"),
    )

    def verb(work: Work) -> AssetReply:
        found = _of_workspace(work.tx, list_folders(work, root, depth), workspace)
        return _reply(work.tx, found[page.offset : page.offset + page.size])

    return await request.read_long(verb)


@serves("createFolderUsingPOST", item=Folder, refuses=(*FORM_BODY, *TEXTS, *PLACE))
async def create(request: Request) -> AssetReply:
    """Create Folder: create a folder in its parent folder; return it."""
    assets.check_form(request)
    new = NewFolder(
        assets.required(request, "name"),
        assets.required_folder(request, "parent"),
        params.text(request, "description"),
    )
    return await request.write(lambda work: _reply(work.tx, [create_folder(work, new)]))


@serves(
    "updateFolderUsingPOST",
    item=Folder,
    refuses=(
        *_OWN,
        *TEXTS,
        Reason.WRONG_TYPE,
        Reason.ASSET_NOT_MOVED,
        Reason.FOLDER_IN_ITSELF,
        Reason.FOLDER_BOUND_TO_PROGRAM,
    ),
)
async def update(request: Request) -> AssetReply:
    """Update Folder Metadata: change name, description or archive state; return the folder.

    Only values that were sent change; an empty description clears the description.
    """
    assets.check_form(request)
    ref = _own(request, _required_type(request))
    change = FolderChange(
        assets.optional(request, "name"),
        assets.optional(request, "description"),
        params.flag(request, "isArchive"),
    )
    return await request.write(lambda work: _reply(work.tx, [change_folder(work, ref, change)]))


@serves("deleteFolderUsingPOST", item=AssetId, refuses=(*_OWN, Reason.FOLDER_NOT_EMPTY))
async def delete(request: Request) -> AssetReply:
    """Delete Folder: delete an empty folder; the type is Folder by default."""
    assets.check_form(request)
    ref = _own(request, assets.chosen_folder_type(request, "type") or FolderType.FOLDER)
    await request.write(delete_folder, ref)
    return AssetReply([AssetId(ref.id)])


def _own(request: Request, kind: FolderType) -> FolderRef:
    """Return the reference to the folder in the path.

    Raises:
        Refusal: it is a program, which has operations of its own (behaviour.md 4.4).
    """
    ref = FolderRef(params.path_number(request, "id"), kind)
    if kind is FolderType.PROGRAM:
        raise Refusal(Reason.PROGRAM_AS_FOLDER)
    return ref


def _required_type(request: Request) -> FolderType:
    assets.required(request, "type")
    return assets.chosen_folder_type(request, "type") or FolderType.FOLDER


def _root(request: Request) -> FolderRef | None:
    """Return the folder or program below which to search; None for everywhere.

    ``root`` is JSON with id and type, or an id, with the type in the parameter ``type``.
    """
    sent = params.text(request, "root")
    if sent is None or not sent.isdigit():
        return assets.folder(request, "root")
    return FolderRef(params.number(sent), _required_type(request))


def _of_workspace(
    tx: Transaction, found: list[folders.Folder], name: str | None
) -> list[folders.Folder]:
    return [each for each in found if name in (None, workspace_of(tx, each))]


def _reply(tx: Transaction, found: list[folders.Folder]) -> AssetReply:
    paths = folder_paths(tx, found)
    return AssetReply([_item(each, paths[each.ref], workspace_of(tx, each)) for each in found])


def _item(folder: folders.Folder, path: str, workspace: str) -> Folder:
    kind = FolderKind(folder.kind)
    url_kind = URL_KINDS.get(kind)
    return Folder(
        name=folder.name,
        description=folder.description,
        created_at=assets.asset_moment(folder.created_at),
        updated_at=assets.asset_moment(folder.updated_at),
        url=url_kind and assets.asset_url(url_kind, folder.ref.id),
        folder_id=assets.folder_name(folder.ref),
        folder_type=kind,
        parent=None if folder.parent is None else assets.folder_name(folder.parent),
        path=path,
        is_archive=folder.is_archive,
        is_system=folder.is_system,
        access_zone_id=folder.workspace_id,
        workspace=workspace,
        id=folder.ref.id,
    )
