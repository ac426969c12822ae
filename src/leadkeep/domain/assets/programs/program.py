"""Model a program."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from leadkeep.domain.assets.engine import AssetValues
from leadkeep.domain.assets.folders import FolderRef, FolderType
from leadkeep.domain.assets.programs.channel import Channel, ProgramType

FIRST_STATUS = {ProgramType.ENGAGEMENT: "off", ProgramType.EMAIL: "unlocked"}
"""The initial status of a program, for the types that have a status."""

STATUSES = {
    ProgramType.ENGAGEMENT: frozenset({"on", "off"}),
    ProgramType.EMAIL: frozenset({"locked", "unlocked", "completed"}),
}
"""The statuses that a program of a type may have; other types have no status."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program with its folder."""

    id: int
    name: str
    description: str | None
    type: ProgramType
    channel: Channel
    folder: FolderRef
    """The folder or program that contains this program."""
    workspace_id: int
    status: str
    head_start: bool
    created_at: datetime
    updated_at: datetime

    @property
    def ref(self) -> FolderRef:
        """The reference to the program as a folder."""
        return FolderRef(self.id, FolderType.PROGRAM)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a program."""

    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost of a program in a period."""

    start_date: date
    cost: int
    """The amount, in whole units of the instance's currency."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of an engagement program."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ProgramValues(AssetValues):
    """Values of a program to create or to change; a change keeps type and channel."""

    type: str | None = None
    channel: str | None = None
    tags: Sequence[Tag] | None = None
    """Tags to set; the values of other tag types are kept."""
    costs: Sequence[Cost] | None = None
    """Costs to add; with ``replaces_costs`` they replace all present costs."""
    replaces_costs: bool = False
    streams: Sequence[str] | None = None
    """Names of streams in their new order; present streams that are not named stay after them."""
    status: str | None = None
