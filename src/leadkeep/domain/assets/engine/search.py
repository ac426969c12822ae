"""Define the conditions by which assets are found: ids, names, program, workspace, folder, date."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from leadkeep.clock import shifted
from leadkeep.domain.assets.folders import FolderRef, programs_named
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work, workspace_names


@dataclass(frozen=True, slots=True)
class AssetFilter:
    """Conditions of a search for assets, all of which an asset must meet; None: no condition."""

    ids: Collection[int] | None = None
    names: Collection[str] | None = None
    program_names: Collection[str] | None = None
    workspace_names: Collection[str] | None = None
    folder: FolderRef | None = None
    earliest: datetime | None = None
    """Changed at this moment or later."""
    latest: datetime | None = None
    """Changed in this second or earlier."""
    own: Mapping[str, Any] = field(default_factory=dict)
    """The conditions that only this kind has: values by the names in ``AssetTable``'s
    ``filters``."""

    def values(self, work: Work) -> dict[str, Any] | None:
        """Return the values of the conditions by name; None when no asset can meet them."""
        scope = set(work.access.workspace_ids)
        if self.workspace_names is not None:
            keys = {normalised_key(name) for name in self.workspace_names}
            scope &= {
                n for n, name in workspace_names(work.tx).items() if normalised_key(name) in keys
            }
        found: dict[str, Any] = {"workspaces": sorted(scope)}
        if self.ids is not None:
            found["ids"] = sorted(self.ids)
        if self.names is not None:
            found["names"] = _storable_keys(self.names)
        if self.program_names is not None:
            programs = programs_named(work.tx, _storable_keys(self.program_names))
            found["programs"] = [each.ref.id for each in programs]
        if self.folder is not None:
            found |= {"folder": self.folder.id, "folder_type": self.folder.type.value}
        if self.earliest is not None:
            found["earliest"] = self.earliest
        if self.latest is not None:
            # Dates are shown in whole seconds: all moments of the latest second are included.
            found["before"] = shifted(self.latest, seconds=1)
        found |= {name: value for name, value in self.own.items() if value is not None}
        required = ("workspaces", "ids", "names", "programs")
        return found if all(found.get(name, True) for name in required) else None


def _storable_keys(names: Collection[str]) -> list[str]:
    # No engine stores the NUL character, so nothing can match it.
    return sorted({normalised_key(name) for name in names if "\0" not in name})
