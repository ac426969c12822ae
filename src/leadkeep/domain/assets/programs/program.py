"""What a program is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from leadkeep.domain.assets.engine import AssetValues
from leadkeep.domain.assets.folders import FolderRef, FolderType
from leadkeep.domain.assets.programs.channel import Channel, ProgramType

FIRST_STATUS = {ProgramType.ENGAGEMENT: "off", ProgramType.EMAIL: "unlocked"}
"""What a new program's status is, where its type has any."""

STATUSES = {
    ProgramType.ENGAGEMENT: frozenset({"on", "off"}),
    ProgramType.EMAIL: frozenset({"locked", "unlocked"}),
}
"""The statuses that programs of a type may have; programs of other types have none."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program, with its place."""

    id: int
    name: str
    description: str | None
    type: ProgramType
    channel: Channel
    folder: FolderRef
    """What it stands in: a folder or another program."""
    workspace_id: int
    status: str
    head_start: bool
    created_at: datetime
    updated_at: datetime

    @property
    def ref(self) -> FolderRef:
        """The program as a folder."""
        return FolderRef(self.id, FolderType.PROGRAM)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a program."""

    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Cost:
    """A period cost of a program."""

    start_date: date
    cost: int
    """In whole units of the instance's currency."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """A track of an engagement program."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ProgramValues(AssetValues):
    """What to create or change of a program; type and channel never change."""

    type: str | None = None
    channel: str | None = None
    tags: Sequence[Tag] | None = None
    """Set these; other tag types keep their value."""
    costs: Sequence[Cost] | None = None
    """Add these, or with ``replaces_costs`` put them in place of all others."""
    replaces_costs: bool = False
    streams: Sequence[str] | None = None
    """Have these in this order; further ones that it has stay behind them."""
    status: str | None = None
