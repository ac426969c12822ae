"""What the assets that stand in folders have in common: lists, forms, campaigns and their like."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from leadkeep.domain.assets.folders.find import place_for
from leadkeep.domain.assets.folders.folder import Folder, FolderRef
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal


class Asset(Protocol):
    """Something with a name that stands in a folder or in a program."""

    @property
    def id(self) -> int:
        """Its id; 0 while it has none."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def description(self) -> str | None:
        """What it is."""

    @property
    def folder(self) -> FolderRef:
        """Where it stands."""

    @property
    def program_id(self) -> int | None:
        """The program that it is in, deep below it too; None outside of all."""

    @property
    def workspace_id(self) -> int:
        """Its workspace, for good."""

    @property
    def updated_at(self) -> datetime:
        """When it was changed."""


def place_within(work: Work, ref: FolderRef, kind: str, workspace_id: int, refusal: str) -> Folder:
    """Return the folder or program that something of a kind and workspace is to be put into.

    Raises:
        Refusal: 709, with these words, it is in another workspace; 710; 711.
    """
    place = place_for(work, ref, kind)
    if place.workspace_id != workspace_id:
        raise Refusal(Reason.BUSINESS_RULE, refusal)
    return place


def check_name_is_free(wanted: Asset, namesakes: Iterable[Asset], kind: str) -> None:
    """Refuse a name that another of its kind bears in the same program, or outside of all.

    Raises:
        Refusal: 709.
    """
    place = (wanted.workspace_id, wanted.program_id)
    for other in namesakes:
        if (other.workspace_id, other.program_id) == place and other.id != wanted.id:
            raise Refusal(Reason.BUSINESS_RULE, f"{kind} name already exists")


def asset_columns(of: Asset) -> dict[str, Any]:
    """Return what the row of an asset holds of it that may change."""
    return {
        "name": of.name,
        "name_key": normalised_key(of.name),
        "description": of.description,
        "folder_type": of.folder.type.value,
        "folder_id": of.folder.id,
        "program_id": of.program_id,
        "workspace_id": of.workspace_id,
        "updated_at": of.updated_at,
    }
