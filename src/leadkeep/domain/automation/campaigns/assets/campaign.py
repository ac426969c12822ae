"""Model a smart campaign (behaviour.md 4.4, 9.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, Self

from leadkeep.domain.assets.engine import Asset, AssetValues

LONGEST_INTERVAL = 10_000


class CampaignType(StrEnum):
    """How leads enter a campaign (behaviour.md 4.4)."""

    BATCH = "batch"
    """Leads that match the filters enter when the campaign runs."""
    TRIGGER = "trigger"
    """A lead enters when an activity meets a trigger, while the campaign is active."""
    DEFAULT = "default"
    """No lead enters, because the campaign has no rules."""


class Unit(StrEnum):
    """The unit of the interval between two enrollments of a lead."""

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
    """The qualification rule: how often a lead may enter a campaign."""

    rule: Literal["once", "any", "interval"] = "once"
    length: int | None = None
    unit: Unit | None = None

    @classmethod
    def every(cls, length: int, unit: str) -> Self:
        """Return the rule that a lead may enter once in ``length`` units.

        Raises:
            ValueError: the unit is unknown, or the length is out of range.
        """
        if not 1 <= length <= LONGEST_INTERVAL:
            raise ValueError(f"an interval is 1 to {LONGEST_INTERVAL} units long")
        try:
            return cls("interval", length, Unit(unit))
        except ValueError:
            raise ValueError(f"{unit} is not one of {', '.join(Unit)}") from None

    @property
    def pause(self) -> timedelta | None:
        """How long after an entry a lead cannot enter again; None: for ever."""
        if self.rule == "any":
            return timedelta()
        if self.length is None or self.unit is None:
            return None
        return self.length * UNIT_LENGTHS[self.unit]


ONCE = Qualification("once")
ANY = Qualification("any")


NO_RULES = "{}"
NO_STEPS = "[]"


@dataclass(frozen=True, slots=True)
class Campaign(Asset):
    """A smart campaign."""

    type: CampaignType = CampaignType.DEFAULT
    is_requested: bool = False
    """Does it have the trigger Campaign is Requested?"""
    is_executable: bool = False
    """Does it run only by the flow step Execute Campaign?"""
    is_active: bool = False
    qualification: Qualification = ONCE
    rules: str = NO_RULES
    """Triggers and filters as stored: see ``stored_rules.py``."""
    flow: str = NO_STEPS
    """Steps as stored: see ``stored_flow.py``."""
    smart_list_id: int = 0
    flow_id: int = 0
    stopped_at: datetime | None = None
    """When it was stopped because it triggers itself; None if it was not, or is active again."""
    stopped_reason: str | None = None


@dataclass(frozen=True, slots=True)
class CampaignValues(AssetValues):
    """What to create, clone or change of a smart campaign."""

    is_executable: bool | None = None
    qualification: Qualification | None = None
    rules: str | None = None
    flow: str | None = None
