"""Folders: the tree that contains assets, one table for folders and programs.

A program is a folder too: it is in the tree, it contains other assets, and responses about folders
show it under its own id with the type Program. So each program has a row here, of type Program with
the program's id. ``domain.assets.programs`` creates it with :func:`add_program_folder`, changes it
with :func:`change_folder` and deletes it with :func:`delete_folder`; name, description, folder,
workspace and dates of a program are only in this row, and :func:`folders_by_refs` reads the rows of
a page of programs together.

Every other asset stores ``folder_type`` and ``folder_id`` in its own table and marks the table with
``info={"in_folder": True}``: a folder is empty when no row of such a table refers to it. To place
an asset, call :func:`lock_tree`, then :func:`place_for`: the lock keeps the folder until the
transaction ends. ``domain.assets.engine`` does so for each kind of assets.

Entry points: :func:`get_folder`, :func:`list_folders`, :func:`create_folder`.
"""

from leadkeep.domain.assets.folders.change import (
    FolderChange,
    add_program_folder,
    change_folder,
    check_text,
    checked_description,
    checked_name,
    create_folder,
    delete_folder,
)
from leadkeep.domain.assets.folders.check import check_places
from leadkeep.domain.assets.folders.find import (
    folder_paths,
    folders_above,
    folders_named,
    get_folder,
    is_below,
    is_within,
    list_folders,
    place_for,
    workspace_of,
)
from leadkeep.domain.assets.folders.folder import (
    Folder,
    FolderKind,
    FolderRef,
    FolderType,
    NewFolder,
)
from leadkeep.domain.assets.folders.queries import (
    IN_FOLDER,
    all_folders,
    children_of,
    folders_by_refs,
    programs_named,
)
from leadkeep.domain.assets.folders.tree import (
    MARKETING_ACTIVITIES,
    kind_inside,
    lead_database_zones,
    lock_tree,
    set_up_folders,
    takes,
)

__all__ = [
    "IN_FOLDER",
    "MARKETING_ACTIVITIES",
    "Folder",
    "FolderChange",
    "FolderKind",
    "FolderRef",
    "FolderType",
    "NewFolder",
    "add_program_folder",
    "all_folders",
    "change_folder",
    "check_places",
    "check_text",
    "checked_description",
    "checked_name",
    "children_of",
    "create_folder",
    "delete_folder",
    "folder_paths",
    "folders_above",
    "folders_by_refs",
    "folders_named",
    "get_folder",
    "is_below",
    "is_within",
    "kind_inside",
    "lead_database_zones",
    "list_folders",
    "lock_tree",
    "place_for",
    "programs_named",
    "set_up_folders",
    "takes",
    "workspace_of",
]
