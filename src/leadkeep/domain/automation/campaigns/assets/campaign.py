"""What a smart campaign is (behaviour.md 4.4, 9.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, Self

from leadkeep.domain.assets.engine import Asset, AssetValues

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
    """What intervals between two enrollments are counted in."""

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

    rule: Literal["once", "any", "interval"] = "once"
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


NO_RULES = "{}"
NO_STEPS = "[]"


@dataclass(frozen=True, slots=True)
class Campaign(Asset):
    """A smart campaign."""

    type: CampaignType = CampaignType.DEFAULT
    is_requested: bool = False
    """Has it the trigger Campaign is Requested?"""
    is_executable: bool = False
    """May only Execute Campaign run it?"""
    is_active: bool = False
    qualification: Qualification = ONCE
    rules: str = NO_RULES
    """Triggers and filters as they are stored: see ``rules.py``."""
    flow: str = NO_STEPS
    """Steps as they are stored: see ``flow.py``."""
    smart_list_id: int = 0
    flow_id: int = 0
    stopped_at: datetime | None = None
    """When it was found to feed itself; None when it was not, or was activated since."""
    stopped_reason: str | None = None


@dataclass(frozen=True, slots=True)
class CampaignValues(AssetValues):
    """What to create, clone or change of a smart campaign."""

    is_executable: bool | None = None
    qualification: Qualification | None = None
    rules: str | None = None
    flow: str | None = None
