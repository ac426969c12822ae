"""Find folders and programs by the names or paths that blueprints use."""

from collections import Counter

from leadkeep.domain.assets.folders import (
    Folder,
    FolderKind,
    FolderRef,
    all_folders,
    folder_paths,
    kind_inside,
    takes,
)
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import workspace_names
from leadkeep.errors import nearest
from leadkeep.store import Transaction


class Places:
    """All folders and programs, including those created while the blueprint is applied."""

    def __init__(self, tx: Transaction) -> None:
        """Read all folders, programs and workspaces."""
        folders = all_folders(tx)
        self._paths = folder_paths(tx, folders)
        self._folders = {each.ref: each for each in folders}
        self._workspaces = workspace_names(tx)
        self._bearers = Counter(
            (each.workspace_id, normalised_key(each.name))
            for each in folders
            if not each.is_program
        )

    def add(self, folder: Folder) -> None:
        """Add a folder that was just created to this cache, or replace one that was changed."""
        if folder.ref not in self._folders:
            self._bearers[folder.workspace_id, normalised_key(folder.name)] += 1
        above = "" if folder.parent is None else self._paths[folder.parent]
        self._folders[folder.ref] = folder
        self._paths[folder.ref] = f"{above}/{folder.name}"

    def workspace_id(self, name: str | None) -> int:
        """Return the id of the workspace with this name; without a name, of the first workspace.

        Raises:
            LookupError: no workspace has this name.
        """
        for number, known in self._workspaces.items():
            if name in (None, known):
                return number
        hint = nearest(name or "", self._workspaces.values())
        raise LookupError(f"no workspace is named {name}{hint}")

    def workspace(self, folder: Folder) -> dict[str, str]:
        """Return a mapping with a folder's ``workspace``; it is empty for the first workspace."""
        is_first = folder.workspace_id == next(iter(self._workspaces))
        return {} if is_first else {"workspace": self._workspaces[folder.workspace_id]}

    def folders(self) -> list[Folder]:
        """Return all folders and programs, parents before children."""
        return sorted(self._folders.values(), key=lambda folder: self._depth(folder.ref))

    def _depth(self, ref: FolderRef) -> int:
        depth, parent = 0, self._folders[ref].parent
        while parent is not None:
            depth, parent = depth + 1, self._folders[parent].parent
        return depth

    def at(self, ref: FolderRef) -> Folder:
        """Return the folder or program with this reference."""
        return self._folders[ref]

    def inside(self, parent: FolderRef) -> list[Folder]:
        """Return the folders and programs directly inside a folder or program."""
        return [each for each in self._folders.values() if each.parent == parent]

    def folder(self, text: str, workspace_id: int, kind: str | None = None) -> Folder:
        """Return the folder with the name or path ``text`` that may contain assets of ``kind``.

        If ``kind`` is None, the folder may contain folders. The name of an area, such as Marketing
        Activities, means the root folder of the area in the workspace.

        Raises:
            LookupError: the workspace has no such folder.
            ValueError: several folders match.
        """
        found = [
            each
            for each in self._folders.values()
            if not each.is_program
            and each.workspace_id == workspace_id
            and self._is_meant(each, text)
            and (kind_inside(each) is not None if kind is None else takes(each, kind))
        ]
        if not found:
            known = [*self._paths.values()] if text.startswith("/") else self._folder_names()
            raise LookupError(f"no folder named {text} takes this{nearest(text, known)}")
        if len(found) > 1:
            raise ValueError(f"several folders are named {text}: write the path of one")
        return found[0]

    def program(self, name: str) -> Folder:
        """Return the program with this name.

        Raises:
            LookupError: no program has this name.
        """
        for each in self._folders.values():
            if each.is_program and normalised_key(each.name) == normalised_key(name):
                return each
        known = [each.name for each in self._folders.values() if each.is_program]
        raise LookupError(f"no program is named {name}{nearest(name, known)}")

    def _folder_names(self) -> list[str]:
        return [each.name for each in self._folders.values() if not each.is_program]

    def name_of(self, folder: Folder) -> str:
        """Return the shortest text by which :meth:`folder` finds the folder, name or path."""
        path = self._paths[folder.ref]
        if folder.kind == FolderKind.ZONE:
            return path.split("/")[1]
        same = self._bearers[folder.workspace_id, normalised_key(folder.name)]
        return folder.name if same == 1 else path

    def _is_meant(self, folder: Folder, text: str) -> bool:
        if text.startswith("/"):
            return normalised_key(self._paths[folder.ref]) == normalised_key(text)
        own = normalised_key(folder.name)
        if folder.kind == FolderKind.ZONE:
            own = normalised_key(self._paths[folder.ref].split("/")[1])
        return own == normalised_key(text)
