"""Shared parts of the sections whose objects are in a folder or a program."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from leadkeep.blueprint.file import Item
from leadkeep.blueprint.sections.places import Places
from leadkeep.blueprint.sections.section import Run
from leadkeep.domain.assets.engine import (
    Asset,
    AssetKind,
    AssetValues,
    assets_named,
    change_asset,
    create_asset,
)
from leadkeep.domain.assets.folders import Folder, FolderRef, FolderType
from leadkeep.domain.fields import normalised_key


class PlacedItem(Protocol):
    """An object of a blueprint that is in a folder or a program."""

    @property
    def name(self) -> str:
        """The object's name: unique for its kind in a program, or outside all programs."""

    @property
    def folder(self) -> str | None:
        """The folder that contains the object, or None."""

    @property
    def program(self) -> str | None:
        """The program that contains the object, or None."""

    @property
    def workspace(self) -> str | None:
        """The workspace of the folder; None for the first workspace."""

    @property
    def description(self) -> str | None:
        """The object's description; None to leave it unchanged."""


P = TypeVar("P", bound=PlacedItem)
A = TypeVar("A", bound=Asset)
V = TypeVar("V", bound=AssetValues)


@dataclass(frozen=True, slots=True)
class PlacedKind(Generic[A, V]):
    """The key of a blueprint for one kind of asset."""

    key: str
    kind: AssetKind[A, V]
    default_folder: str

    def items(self, run: Run, item_type: type[P]) -> Iterator[tuple[Item[P], Folder]]:
        """Yield the objects under the key, each with its place.

        Raises:
            BlueprintError: the place does not exist, or two objects have the same name and place.
        """
        places, seen = Places(run.tx), dict[object, int]()
        for item in run.blueprint.items(self.key, item_type):
            wanted = item.value
            named = f"{self.key}: {wanted.name}"
            with run.errors_at(item.line, named):
                place = self._place(places, wanted)
            identity = (place.workspace_id, place.program_id, normalised_key(wanted.name))
            first = seen.setdefault(identity, item.line)
            if first != item.line:
                raise run.blueprint.error(item.line, named, f"is in line {first} already")
            yield item, place

    def _place(self, places: Places, wanted: PlacedItem) -> Folder:
        if wanted.program is not None:
            if wanted.folder is not None:
                raise ValueError(f"{self.kind.noun} needs a folder or a program as its parent")
            return places.program(wanted.program)
        workspace_id = places.workspace_id(wanted.workspace)
        return places.folder(
            wanted.folder or self.default_folder, workspace_id, self.kind.folder_kind
        )

    def save(
        self, run: Run, wanted: PlacedItem, place: Folder, values: V, new: V | None = None
    ) -> tuple[A, str]:
        """Create the asset or update it with ``values``; return it and the status of the change.

        ``new`` are the values for a new asset, if they differ. An asset that is in one of the
        program's own folders stays there.
        """
        work, rows = run.work, self.kind.rows
        own = {"name": wanted.name, "description": wanted.description}
        for present in assets_named(work, rows, wanted.name):
            if (present.workspace_id, present.program_id) == (place.workspace_id, place.program_id):
                folder = None if wanted.program else place.ref
                values = replace(values, folder=folder, **own)
                changed = change_asset(work, self.kind, present.id, values)
                return changed, "unchanged" if changed == present else "updated"
        created = create_asset(work, self.kind, replace(new or values, folder=place.ref, **own))
        return created, "created"


def placed_item(places: Places, asset: Asset) -> dict[str, object]:
    """Return the name, place and description of an asset as members of a blueprint's item."""
    if asset.program_id is not None:
        program = FolderRef(asset.program_id, FolderType.PROGRAM)
        item: dict[str, object] = {"name": asset.name, "program": places.at(program).name}
    else:
        folder = places.at(asset.folder)
        item = {"name": asset.name, "folder": places.name_of(folder), **places.workspace(folder)}
    return item | ({"description": asset.description} if asset.description else {})
