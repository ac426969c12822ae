"""What a kind of flow step is, and what it is told when it runs."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec

from leadkeep.domain.activities import NewActivity
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign
from leadkeep.domain.automation.campaigns.assets.names import Names, Reference
from leadkeep.domain.automation.campaigns.flow.enrollment import Chain
from leadkeep.domain.automation.campaigns.steps.tokens import TokenSource
from leadkeep.domain.instance.access import Cause, Work

FLOW_ACTION = "Marketo Flow Action"
"""Source of what flows write (behaviour.md 5.3, 9.3)."""


class Arguments(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What a step is told; a base for those of each kind."""


A = TypeVar("A", bound=Arguments)


@dataclass(frozen=True, slots=True)
class Group(Generic[A]):
    """Leads for which a step does the same, told the same."""

    lead_ids: Sequence[int]
    arguments: A
    choice: int
    """Which choice they met, counted from 1; 0 for the default."""


@dataclass(slots=True)
class Situation:
    """Where a step runs: the campaign, the run, the leads."""

    work: Work
    campaign: Campaign
    name: str
    """The campaign's name with that of its program."""
    tokens: TokenSource
    step: int
    run_id: int | None
    chain: Chain
    execute: Callable[["Situation", int, Sequence[int]], None]
    """Lets leads pass through another campaign, all of it, before they go on."""
    is_batch: bool = False
    """Has a schedule, not a trigger, made the leads enter?"""
    level: int = 0
    """How many Execute Campaign steps led here, one inside the other."""

    def cause(self, action: str) -> Cause:
        """Return the cause of what a step writes (behaviour.md 5.3)."""
        return Cause(
            source=FLOW_ACTION,
            source_info=None,
            reason=f"Changed by Smart Campaign {self.name} action {action}",
            campaign_id=self.campaign.id,
        )


@dataclass(slots=True)
class Departures:
    """Leads that do not go on to the next step right away."""

    gone: set[int] = field(default_factory=set)
    """They have left the flow."""
    until: dict[int, datetime] = field(default_factory=dict)
    """They wait until a moment."""
    calls: Mapping[int, int] = field(default_factory=dict)
    """They wait for an outside call of this step: by lead the choice that it met."""


Execute = Callable[[Situation, Sequence[Group[Any]]], Departures | None]
"""Does a step for all its leads, with a number of statements that depends on the groups only."""


@dataclass(frozen=True, slots=True)
class StepKind:
    """One kind of step."""

    name: str
    """As blueprints name it."""
    title: str
    """As people know it (behaviour.md 9.3)."""
    arguments: type[Arguments]
    execute: Execute
    told: str
    """What it does and which activities it leaves, for the docs."""
    references: Mapping[str, Reference] = field(default_factory=dict)
    """Members of the arguments that name something, as stored in an id."""
    check: Callable[[Names, Any], None] | None = None
    """Refuses arguments that cannot work, by LookupError or ValueError."""
    may_be_executed: bool = True
    """May it stand in a campaign that another one executes (behaviour.md 9.1)?"""


def all_leads_of(groups: Sequence[Group[Any]]) -> list[int]:
    """Return the leads of all groups."""
    return [lead_id for group in groups for lead_id in group.lead_ids]


def same_for_all(
    lead_ids: Collection[int], number: int | None, value: str | None, attributes: str
) -> list[NewActivity]:
    """Return activities that tell the same of each of these leads."""
    return [(lead_id, number, value, attributes) for lead_id in sorted(lead_ids)]
