"""What a static list is (behaviour.md 4.1, 4.2)."""

from dataclasses import dataclass
from datetime import datetime

from leadkeep.domain.assets.folders import FolderRef


@dataclass(frozen=True, slots=True)
class StaticList:
    """A named set of leads."""

    id: int
    name: str
    description: str | None
    folder: FolderRef
    program_id: int | None
    """The innermost program that it stands in."""
    workspace_id: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class NewList:
    """A static list to create."""

    name: str
    folder: FolderRef
    description: str | None = None


@dataclass(frozen=True, slots=True)
class ListChange:
    """What to change of a static list; None leaves as it is."""

    name: str | None = None
    description: str | None = None
    folder: FolderRef | None = None
