"""Convert asset names to ids and back: flows are stored with ids, blueprints have names."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from leadkeep.domain.assets.engine import AssetTable, assets_named, get_asset, program_names
from leadkeep.domain.assets.folders import FolderRef
from leadkeep.domain.assets.lists import LISTS
from leadkeep.domain.assets.programs import find_program, program_named
from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.rules import Named, nearest_name
from leadkeep.domain.instance.access import Work


class Reference(StrEnum):
    """The kind of asset that an argument of a flow step names."""

    LIST = "list"
    PROGRAM = "program"
    CAMPAIGN = "campaign"


_ROWS: dict[Reference, AssetTable[Any]] = {
    Reference.LIST: LISTS,
    Reference.CAMPAIGN: queries.CAMPAIGNS,
}


@dataclass(frozen=True, slots=True)
class Names:
    """Converts names of assets to ids and back, for the flow of a campaign in one program."""

    work: Work
    program_id: int | None = None
    """The program of the campaign. Among assets with one name, the one in this program is
    preferred, then the one outside of all programs."""
    folder: FolderRef | None = None
    """The folder or program that contains the campaign, for its ``{{my.*}}`` tokens."""

    def number(self, kind: Reference, name: object) -> int:
        """Return the id of an asset by its name: ``Name``, or ``Program.Name`` in that program.

        Raises:
            LookupError: there is no asset with this name.
            ValueError: several assets have this name, and none of them is in the campaign's
                program.
        """
        if not isinstance(name, str):
            text = f"{name} is not the name of a {kind}"
            raise LookupError(text)  # noqa: TRY004 -- a blueprint's mistake, not ours
        if kind is Reference.PROGRAM:
            program = program_named(self.work, name)
            if program is None:
                hint = nearest_name(self.work.tx, Named.PROGRAM, name)
                raise LookupError(f"no program is named {name}{hint}")
            return program.id
        found = self._bearers(kind, name, self.program_id)
        for at, character in enumerate(name):
            if not found and character == ".":
                program = program_named(self.work, name[:at])
                within = [] if program is None else self._named(kind, name[at + 1 :])
                found = [each for each in within if program and each.program_id == program.id]
        if not found:
            hint = nearest_name(self.work.tx, Named(kind.value), name)
            raise LookupError(f"no {kind} is named {name}{hint}")
        if len(found) > 1:
            raise ValueError(f"several {kind}s are named {name}: write Program.{name}")
        number: int = found[0].id
        return number

    def _bearers(self, kind: Reference, name: str, program_id: int | None) -> list[Any]:
        found = self._named(kind, name)
        for place in dict.fromkeys((program_id, None)):
            near = [each for each in found if each.program_id == place]
            if near:
                return near
        return found

    def _named(self, kind: Reference, name: str) -> list[Any]:
        return assets_named(self.work, _ROWS[kind], name)

    def name(self, kind: Reference, number: int) -> str:
        """Return a name that :meth:`number` converts back to this id; the id if no asset has it."""
        plain, program_id, program = self._bearer(kind, number)
        if plain is None:
            return str(number)
        if kind is Reference.PROGRAM:
            return plain
        meant = self._bearers(kind, plain, self.program_id)
        is_clear = [each.id for each in meant] == [number]
        return plain if is_clear or program_id is None else f"{program}.{plain}"

    def _bearer(self, kind: Reference, number: int) -> tuple[str | None, int | None, str | None]:
        if kind is Reference.PROGRAM:
            program = find_program(self.work, number)
            return (None if program is None else program.name), None, None
        found = (
            get_asset(self.work, LISTS, number)
            if kind is Reference.LIST
            else queries.campaign_by_id(self.work.tx, number)
        )
        if found is None:
            return None, None, None
        names = program_names(self.work.tx, [found])
        return found.name, found.program_id, names.get(found.program_id or 0)
