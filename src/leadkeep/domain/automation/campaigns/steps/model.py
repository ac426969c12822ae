"""Model a kind of flow step, the context in which a step runs, and its result."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityType,
    NewActivity,
    append_activities,
)
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign
from leadkeep.domain.automation.campaigns.assets.names import Names, Reference
from leadkeep.domain.automation.campaigns.entry.trigger_chain import TriggerChain
from leadkeep.domain.automation.campaigns.steps.tokens import TokenSource
from leadkeep.domain.automation.services import Services
from leadkeep.domain.instance.access import Cause, Work

FLOW_ACTION = "Marketo Flow Action"
"""The source of everything that flows change, as activities show it (behaviour.md 5.3, 9.3)."""


class StepArguments(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """The arguments of a flow step: the base class of those of each kind."""


A = TypeVar("A", bound=StepArguments)


@dataclass(frozen=True, slots=True)
class Branch(Generic[A]):
    """The leads of a step batch that take one choice of the step, or its default."""

    lead_ids: Sequence[int]
    arguments: A
    choice: int
    """The number of the choice, from 1; 0 for the default."""


@dataclass(slots=True)
class StepContext:
    """The campaign, run and batch for which a step runs."""

    work: Work
    campaign: Campaign
    campaign_name: str
    """The campaign's name as activities show it: ``Program.Campaign`` in a program."""
    tokens: TokenSource
    step: int
    run_id: int | None
    chain: TriggerChain
    execute: Callable[["StepContext", int, Sequence[int]], None]
    """Runs all steps of another campaign for leads; gets this context, the campaign's id, the lead
    ids."""
    is_batch: bool = False
    """Did the leads enter by a run of a batch campaign, not by a trigger?"""
    depth: int = 0
    """How many Execute Campaign steps are running now, one inside the other."""

    def cause(self, action: str) -> Cause:
        """Return the cause of a step's changes; ``action`` names the step (behaviour.md 5.3)."""
        return Cause(
            source=FLOW_ACTION,
            source_info=None,
            reason=f"Changed by Smart Campaign {self.campaign_name} action {action}",
            campaign_id=self.campaign.id,
        )

    def append(self, *batches: tuple[ActivityType, Sequence[NewActivity]]) -> Sequence[int]:
        """Append (type, activities) pairs to the activity log, in this order, for the campaign.

        Returns:
            The ids of the activities, ascending.
        """
        moment, campaign_id = self.work.moment, self.campaign.id
        return append_activities(
            self.work.tx,
            [ActivityBatch(kind, moment, campaign_id, activities) for kind, activities in batches],
        )


@dataclass(frozen=True, slots=True)
class StepResult:
    """What happens to leads that do not continue with the next step at once."""

    removed: set[int] = field(default_factory=set)
    """The ids of leads that have left the flow."""
    waiting: Mapping[int, datetime] = field(default_factory=dict)
    """By lead id: the moment at which the lead continues."""
    deliveries: Mapping[int, int] = field(default_factory=dict)
    """By id of each lead that waits for a delivery of this step: the number of its choice."""


class Delivery(Protocol):
    """What a step sends to an external service for one lead."""

    def send(self, services: Services, key: str) -> Any:  # noqa: ANN401 -- each kind has its own
        """Make the delivery and return its outcome; ``key`` is the same for a repeated delivery."""
        ...


Execute = Callable[[StepContext, Sequence[Branch[Any]]], StepResult | None]
"""Does a step for all its leads. The number of statements depends on the number of branches
only."""


@dataclass(frozen=True, slots=True)
class StepKind:
    """One kind of flow step, such as Change Score."""

    name: str
    """The name in blueprints, such as ``changeScore``."""
    title: str
    """The name in Marketo's user interface (behaviour.md 9.3)."""
    arguments: type[StepArguments]
    execute: Execute
    description: str
    """What the step does, and the ids of the activity types that it appends ("Leaves 46"); for the
    docs."""
    references: Mapping[str, Reference] = field(default_factory=dict)
    """The arguments that name an asset: by argument, the kind of asset. They are stored as ids."""
    check: Callable[[Names, Any], None] | None = None
    """Raises LookupError or ValueError for arguments that cannot work."""
    may_be_executed: bool = True
    """May the step be in a campaign that another one executes (behaviour.md 9.1)?"""
    build_delivery: Callable[[StepContext, Branch[Any]], Delivery] | None = None
    """For steps with deliveries: returns what to deliver for a branch with one lead."""
    finish: Callable[[StepContext, Branch[Any], Any], None] | None = None
    """For steps with deliveries: stores the outcome of a delivery; gets a branch with one lead."""


def all_lead_ids(branches: Sequence[Branch[Any]]) -> list[int]:
    """Return the ids of the leads of all branches."""
    return [lead_id for branch in branches for lead_id in branch.lead_ids]
