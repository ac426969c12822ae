"""Things that flows name: by id as they are stored, by name in blueprints."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from leadkeep.domain.assets.engine import AssetTable, assets_named, get_asset, program_names
from leadkeep.domain.assets.lists import LISTS
from leadkeep.domain.assets.programs import find_program, program_named
from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.instance.access import Work


class Reference(StrEnum):
    """What a member of a step's arguments names."""

    LIST = "list"
    PROGRAM = "program"
    CAMPAIGN = "campaign"


_ROWS: dict[Reference, AssetTable[Any]] = {
    Reference.LIST: LISTS,
    Reference.CAMPAIGN: queries.CAMPAIGNS,
}


@dataclass(frozen=True, slots=True)
class Names:
    """Finds assets by name, as seen from one program, and the names of assets by id."""

    work: Work
    program_id: int | None = None
    """The program in which the name is used: assets of the same program are found first."""

    def number(self, kind: Reference, name: object) -> int:
        """Return the id of the asset with a name, which may be qualified: ``Program.Asset``.

        Raises:
            LookupError: no asset has this name.
            ValueError: several have it, and none of them is in the same program.
        """
        if not isinstance(name, str):
            text = f"{name} is not the name of a {kind}"
            raise LookupError(text)  # noqa: TRY004 -- a blueprint's mistake, not ours
        if kind is Reference.PROGRAM:
            program = program_named(self.work, name)
            if program is None:
                raise LookupError(f"no program is named {name}")
            return program.id
        found = self._bearers(kind, name, self.program_id)
        for at, character in enumerate(name):
            if not found and character == ".":
                program = program_named(self.work, name[:at])
                within = [] if program is None else self._named(kind, name[at + 1 :])
                found = [each for each in within if program and each.program_id == program.id]
        if not found:
            raise LookupError(f"no {kind} is named {name}")
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
        """Return a name for which :meth:`number` returns the id; the id if the asset is gone."""
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
