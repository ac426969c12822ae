"""Shared parts of the sections whose objects are assets, in a folder or a program."""

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
    """An object of a blueprint that is an asset in a folder or a program."""

    @property
    def name(self) -> str:
        """The asset's name. No other asset of its kind has it in the program (or the workspace)."""

    @property
    def folder(self) -> str | None:
        """The name or path of the folder that contains the asset, or None."""

    @property
    def program(self) -> str | None:
        """The name of the program that contains the asset, or None."""

    @property
    def workspace(self) -> str | None:
        """The name of the folder's workspace; None for the first workspace."""

    @property
    def description(self) -> str | None:
        """The asset's description; None to leave it unchanged."""


P = TypeVar("P", bound=PlacedItem)
A = TypeVar("A", bound=Asset)
V = TypeVar("V", bound=AssetValues)


@dataclass(frozen=True, slots=True)
class PlacedKind(Generic[A, V]):
    """The assets of one kind, and the top-level key under which blueprints list them."""

    key: str
    kind: AssetKind[A, V]
    default_folder: str

    def items(self, run: Run, item_type: type[P]) -> Iterator[tuple[Item[P], Folder]]:
        """Yield each item that the blueprint lists in this section, with its folder or program.

        Raises:
            BlueprintError: the folder or program does not exist; or two items of one program, or
            two items outside of programs in one workspace, have the same name.
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
        """Create the asset, or set ``values`` of the one with its name in the same place.

        The place is a program, or a workspace outside programs. ``new`` replaces ``values`` if the
        asset is created. An asset in a program may be in a folder of the program and is not moved.

        Returns:
            The asset, and ``created``, ``updated`` or ``unchanged``.
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
    """Return an asset's name, folder or program, and description, as a blueprint has them."""
    if asset.program_id is not None:
        program = FolderRef(asset.program_id, FolderType.PROGRAM)
        item: dict[str, object] = {"name": asset.name, "program": places.at(program).name}
    else:
        folder = places.at(asset.folder)
        item = {"name": asset.name, "folder": places.name_of(folder), **places.workspace(folder)}
    return item | ({"description": asset.description} if asset.description else {})
