"""Model a folder and a reference to one (behaviour.md 4.4)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FolderType(StrEnum):
    """Whether a reference contains the id of a folder or of a program."""

    FOLDER = "Folder"
    PROGRAM = "Program"


@dataclass(frozen=True, slots=True, order=True)
class FolderRef:
    """A reference to a folder or program by type and id: their ids are counted separately."""

    id: int
    type: FolderType = FolderType.FOLDER


class FolderKind(StrEnum):
    """What a folder may contain besides folders of its own kind: ``folderType`` in the API."""

    ZONE = "Zone"
    """The type of the root folder of an area, and of the folder below it that each workspace
    has."""
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
    """A folder or a program, as a container of assets."""

    ref: FolderRef
    name: str
    description: str | None
    parent: FolderRef | None
    """None for the root of an area."""
    workspace_id: int
    program_id: int | None
    """The innermost program that contains the folder; for a program, its own id."""
    kind: str
    is_archive: bool
    is_system: bool
    created_at: datetime
    updated_at: datetime

    @property
    def is_program(self) -> bool:
        """Is the folder a program?"""
        return self.ref.type is FolderType.PROGRAM


@dataclass(frozen=True, slots=True)
class NewFolder:
    """A folder, or the folder row of a program, to create."""

    name: str
    parent: FolderRef
    description: str | None = None
