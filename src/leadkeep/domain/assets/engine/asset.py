"""Model what all assets have in common, and the values that a command may set."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from leadkeep.domain.assets.folders import FolderRef
from leadkeep.errors import Reason, Refusal

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asset:
    """Something with a name that is in a folder or in a program."""

    id: int
    """0 until the asset is stored."""
    name: str
    description: str | None
    folder: FolderRef
    program_id: int | None
    """The innermost program that contains the asset; None outside all programs."""
    workspace_id: int
    """The workspace, which never changes."""
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AssetValues:
    """Values of an asset to create, clone or change.

    None keeps the present or the default value.
    """

    name: str | None = None
    folder: FolderRef | None = None
    description: str | None = None
    """An empty text for no description."""


def required(value: T | None, name: str) -> T:
    """Return a value that a new asset must have; refuse None.

    Raises:
        Refusal: 701, the value is missing.
    """
    if value is None:
        raise Refusal(Reason.BLANK, name)
    return value
