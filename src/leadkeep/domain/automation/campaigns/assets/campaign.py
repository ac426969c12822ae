"""What a smart campaign is (behaviour.md 4.4, 9.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from leadkeep.domain.assets.folders import FolderRef

LONGEST_INTERVAL = 10_000


class CampaignType(StrEnum):
    """What makes leads enter (behaviour.md 4.4)."""

    BATCH = "batch"
    """Its filters, when it is run."""
    TRIGGER = "trigger"
    """What happens to a lead, while it is active."""
    DEFAULT = "default"
    """Nothing: it has no rules."""


class Unit(StrEnum):
    """What intervals between two passages are counted in."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


UNIT_LENGTHS = {
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(hours=24),
    Unit.WEEK: timedelta(weeks=1),
    Unit.MONTH: timedelta(days=30),
}
"""A day is 24 hours from the last run, a month 30 days (behaviour.md 9.1)."""


@dataclass(frozen=True, slots=True)
class Qualification:
    """How often a lead may pass through a campaign."""

    rule: str = "once"
    """once, any or interval."""
    length: int | None = None
    unit: Unit | None = None

    @classmethod
    def every(cls, length: int, unit: str) -> Self:
        """Return the rule that lets a lead pass once in so many units.

        Raises:
            ValueError: no such unit, or no such number.
        """
        if not 1 <= length <= LONGEST_INTERVAL:
            raise ValueError(f"an interval is 1 to {LONGEST_INTERVAL} units long")
        try:
            return cls("interval", length, Unit(unit))
        except ValueError:
            raise ValueError(f"{unit} is not one of {', '.join(Unit)}") from None

    @property
    def pause(self) -> timedelta | None:
        """How long a lead that has entered stays out; None for ever."""
        if self.rule == "any":
            return timedelta()
        if self.length is None or self.unit is None:
            return None
        return self.length * UNIT_LENGTHS[self.unit]


ONCE = Qualification("once")
ANY = Qualification("any")


@dataclass(frozen=True, slots=True)
class Campaign:
    """A smart campaign."""

    id: int
    name: str
    description: str | None
    folder: FolderRef
    program_id: int | None
    """The innermost program that it stands in."""
    workspace_id: int
    type: CampaignType
    is_requested: bool
    """Has it the trigger Campaign is Requested?"""
    is_executable: bool
    """May only Execute Campaign run it?"""
    is_active: bool
    qualification: Qualification
    rules: str
    """Triggers and filters as they are stored: see ``rules.py``."""
    flow: str
    """Steps as they are stored: see ``flow.py``."""
    smart_list_id: int
    flow_id: int
    stopped_at: datetime | None
    """When it was found to feed itself; None when it was not, or was activated since."""
    stopped_reason: str | None
    created_at: datetime
    updated_at: datetime


NO_RULES = "{}"
NO_STEPS = "[]"


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """A smart campaign to create."""

    name: str
    folder: FolderRef
    description: str | None = None
    is_executable: bool = False
    qualification: Qualification = ONCE
    rules: str = NO_RULES
    flow: str = NO_STEPS


@dataclass(frozen=True, slots=True)
class CampaignChange:
    """What to change of a smart campaign; None leaves as it is."""

    name: str | None = None
    description: str | None = None
    folder: FolderRef | None = None
    is_executable: bool | None = None
    qualification: Qualification | None = None
    rules: str | None = None
    flow: str | None = None
