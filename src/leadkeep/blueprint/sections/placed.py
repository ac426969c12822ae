"""What blueprints say alike of all that stands in a folder or in a program."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from leadkeep.blueprint.file import Item
from leadkeep.blueprint.sections.places import Places
from leadkeep.blueprint.sections.section import Run
from leadkeep.domain.assets.folders import Asset, Folder, FolderRef, FolderType
from leadkeep.domain.fields import normalised_key


class PlacedItem(Protocol):
    """An object of a blueprint that is told its place."""

    @property
    def name(self) -> str:
        """Its name: one of its kind in a program, or outside of all."""

    @property
    def folder(self) -> str | None:
        """The folder that it stands in, or None."""

    @property
    def program(self) -> str | None:
        """The program that it stands in, or None."""

    @property
    def workspace(self) -> str | None:
        """The workspace of its folder; None for the first one."""


P = TypeVar("P", bound=PlacedItem)
A = TypeVar("A", bound=Asset)


@dataclass(frozen=True, slots=True)
class PlacedKind:
    """One key of a blueprint, and where what it holds may stand."""

    key: str
    noun: str
    """As in "a list"."""
    folder_kind: str
    default_folder: str

    def items(self, run: Run, item_type: type[P]) -> Iterator[tuple[Item[P], Folder]]:
        """Yield the objects under the key, each with its place.

        Raises:
            BlueprintError: there is no such place, or two objects of a name are at one.
        """
        places, seen = Places(run.tx), dict[object, int]()
        for item in run.blueprint.items(self.key, item_type):
            wanted = item.value
            named = f"{self.key}: {wanted.name}"
            with run.blaming(item.line, named):
                place = self._place(places, wanted)
            identity = (place.workspace_id, place.program_id, normalised_key(wanted.name))
            first = seen.setdefault(identity, item.line)
            if first != item.line:
                raise run.blueprint.error(item.line, named, f"is in line {first} already")
            yield item, place

    def _place(self, places: Places, wanted: PlacedItem) -> Folder:
        if wanted.program is not None:
            if wanted.folder is not None:
                raise ValueError(f"{self.noun} stands in a folder or in a program")
            return places.program(wanted.program)
        workspace_id = places.workspace_id(wanted.workspace)
        return places.folder(wanted.folder or self.default_folder, workspace_id, self.folder_kind)


def present_at(place: Folder, namesakes: Iterable[A]) -> A | None:
    """Return the one of some namesakes that is in the same program, or outside of all."""
    for present in namesakes:
        if (present.workspace_id, present.program_id) == (place.workspace_id, place.program_id):
            return present
    return None


def folder_to_be(wanted: PlacedItem, place: Folder) -> FolderRef | None:
    """Return where something that is there is to stand; None for where it stands.

    In a program it may stand in one of the program's own folders: it stays there.
    """
    return None if wanted.program else place.ref


def name_and_place(places: Places, of: Asset) -> dict[str, object]:
    """Return the members that name something and its place."""
    if of.program_id is not None:
        program = FolderRef(of.program_id, FolderType.PROGRAM)
        return {"name": of.name, "program": places.at(program).name}
    folder = places.at(of.folder)
    return {"name": of.name, "folder": places.name_of(folder), **places.workspace(folder)}
