"""What a folder is, and what names one (behaviour.md 4.4)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FolderType(StrEnum):
    """Whose id a reference holds."""

    FOLDER = "Folder"
    PROGRAM = "Program"


@dataclass(frozen=True, slots=True, order=True)
class FolderRef:
    """The name of a folder: ids of folders and of programs are counted apart."""

    id: int
    type: FolderType = FolderType.FOLDER


class FolderKind(StrEnum):
    """What a folder takes beside folders of its own kind: ``folderType`` on the wire."""

    ZONE = "Zone"
    """The root of an area, and a workspace's part of it."""
    MARKETING = "Marketing Folder"
    PROGRAM = "Program"
    LIST = "List"
    SMART_LIST = "Smart List"
    EMAIL = "Email"
    LANDING_PAGE = "Landing Page"
    FORM = "Landing Page Form"
    SNIPPET = "Snippet"
    IMAGE = "Image"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder or a program, as a place for other things."""

    ref: FolderRef
    name: str
    description: str | None
    parent: FolderRef | None
    """None in the root of an area."""
    workspace_id: int
    program_id: int | None
    """The innermost program that it is in or, for a program, is."""
    kind: str
    is_archive: bool
    is_system: bool
    created_at: datetime
    updated_at: datetime

    @property
    def is_program(self) -> bool:
        """Is it a program?"""
        return self.ref.type is FolderType.PROGRAM


@dataclass(frozen=True, slots=True)
class NewFolder:
    """A folder, or a program as a folder, to create."""

    name: str
    parent: FolderRef
    description: str | None = None
