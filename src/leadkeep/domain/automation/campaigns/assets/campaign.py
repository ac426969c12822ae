"""Model a smart campaign (behaviour.md 4.4, 9.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, Self

from leadkeep.domain.assets.engine import Asset, AssetValues

LONGEST_INTERVAL = 10_000


class CampaignType(StrEnum):
    """What makes leads enter a campaign (behaviour.md 4.4)."""

    BATCH = "batch"
    """A run of the campaign, for all leads that match its filters."""
    TRIGGER = "trigger"
    """An activity that matches a trigger, while the campaign is active."""
    DEFAULT = "default"
    """Nothing, because the campaign has no triggers and no filters."""


class Unit(StrEnum):
    """The unit of the shortest time between two entries of one lead into a campaign."""

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
"""The length of each unit, counted from the last entry: a day is 24 hours, a month 30 days
(behaviour.md 9.1)."""


@dataclass(frozen=True, slots=True)
class Qualification:
    """The qualification rule of a campaign: how often one lead may enter it."""

    rule: Literal["once", "any", "interval"] = "once"
    length: int | None = None
    unit: Unit | None = None

    @classmethod
    def every(cls, length: int, unit: str) -> Self:
        """Return the rule that lets a lead enter once in ``length`` units.

        Raises:
            ValueError: there is no such unit, or the length is out of range.
        """
        if not 1 <= length <= LONGEST_INTERVAL:
            raise ValueError(f"an interval is 1 to {LONGEST_INTERVAL} units long")
        try:
            return cls("interval", length, Unit(unit))
        except ValueError:
            raise ValueError(f"{unit} is not one of {', '.join(Unit)}") from None

    def accepts_again(self, entered_at: datetime, now: datetime) -> bool:
        """Return whether a lead that last entered at ``entered_at`` may enter again now.

        The rule ``any`` looks at no clock: it accepts every entry, also when ``now`` is read from
        a clock that is behind the one of the last entry. The rule of an interval does not: until
        ``now`` is a whole interval after the last entry, the lead does not enter again.
        """
        if self.rule == "any":
            return True
        if self.length is None or self.unit is None:
            return False
        return now - entered_at >= self.length * UNIT_LENGTHS[self.unit]


ONCE = Qualification("once")
ANY = Qualification("any")


NO_RULES = "{}"
NO_STEPS = "[]"


@dataclass(frozen=True, slots=True)
class Campaign(Asset):
    """A smart campaign."""

    type: CampaignType = CampaignType.DEFAULT
    is_requested: bool = False
    """Does the campaign have the trigger Campaign is Requested?"""
    is_executable: bool = False
    """Can the campaign only be run by an Execute Campaign step of another one?"""
    is_active: bool = False
    qualification: Qualification = ONCE
    rules: str = NO_RULES
    """Triggers and filters as JSON: see ``stored_rules.py``."""
    flow: str = NO_STEPS
    """Flow steps as JSON: see ``stored_flow.py``."""
    smart_list_id: int = 0
    flow_id: int = 0
    stopped_at: datetime | None = None
    """When the campaign was stopped because it triggered itself; None if it was not, or was
    activated since."""
    stopped_reason: str | None = None


@dataclass(frozen=True, slots=True)
class CampaignValues(AssetValues):
    """Values of a smart campaign to create, clone or change."""

    is_executable: bool | None = None
    qualification: Qualification | None = None
    rules: str | None = None
    flow: str | None = None
