"""What all assets have in common, and what a caller may say of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from leadkeep.domain.assets.folders import FolderRef
from leadkeep.errors import Reason, Refusal

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asset:
    """Something with a name that stands in a folder or in a program."""

    id: int
    """0 while it has none."""
    name: str
    description: str | None
    folder: FolderRef
    program_id: int | None
    """The innermost program that it stands in; None outside of all."""
    workspace_id: int
    """It never changes."""
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AssetValues:
    """What to create, clone or change of an asset; None leaves as it is, or as new ones are."""

    name: str | None = None
    folder: FolderRef | None = None
    description: str | None = None
    """Empty for none."""


def required(value: T | None, name: str) -> T:
    """Return a value that a new asset must have.

    Raises:
        Refusal: 701, there is none.
    """
    if value is None:
        raise Refusal(Reason.BLANK, name)
    return value
