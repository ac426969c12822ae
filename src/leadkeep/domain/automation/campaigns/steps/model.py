"""Kinds of flow steps: what a kind is, the context in which it runs, and its result."""

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
"""Source of what flows write (behaviour.md 5.3, 9.3)."""


class StepArguments(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Arguments of a step; the base of those of each kind."""


A = TypeVar("A", bound=StepArguments)


@dataclass(frozen=True, slots=True)
class Branch(Generic[A]):
    """Leads that met the same choice of a step, and the arguments of that choice."""

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
    """The campaign's name with that of its program."""
    tokens: TokenSource
    step: int
    run_id: int | None
    chain: TriggerChain
    execute: Callable[["StepContext", int, Sequence[int]], None]
    """Runs all steps of another campaign, given by id, for leads."""
    is_batch: bool = False
    """Whether a run of a batch campaign made the leads enter, not a trigger."""
    depth: int = 0
    """How many Execute Campaign steps are running, one inside the other."""

    def cause(self, action: str) -> Cause:
        """Return the cause of what a step writes (behaviour.md 5.3)."""
        return Cause(
            source=FLOW_ACTION,
            source_info=None,
            reason=f"Changed by Smart Campaign {self.campaign_name} action {action}",
            campaign_id=self.campaign.id,
        )

    def append(self, *batches: tuple[ActivityType, Sequence[NewActivity]]) -> None:
        """Append activities that the campaign causes, by type, in this order."""
        moment, campaign_id = self.work.moment, self.campaign.id
        append_activities(
            self.work.tx,
            [ActivityBatch(kind, moment, campaign_id, activities) for kind, activities in batches],
        )


@dataclass(frozen=True, slots=True)
class StepResult:
    """The leads that do not continue with the next step at once."""

    removed: set[int] = field(default_factory=set)
    """Leads that have left the flow."""
    waiting: Mapping[int, datetime] = field(default_factory=dict)
    """When each lead that waits continues."""
    deliveries: Mapping[int, int] = field(default_factory=dict)
    """The choice of each lead that waits for a delivery of this step."""


class Delivery(Protocol):
    """What a step sends to an external service for one lead."""

    def send(self, services: Services, key: str) -> Any:  # noqa: ANN401 -- each kind has its own
        """Send it and return the outcome; ``key`` is the same when it is sent again."""
        ...


Execute = Callable[[StepContext, Sequence[Branch[Any]]], StepResult | None]
"""Does a step for all its leads; the number of statements depends on the branches only."""


@dataclass(frozen=True, slots=True)
class StepKind:
    """One kind of step."""

    name: str
    """The name in blueprints."""
    title: str
    """The name in the original's user interface (behaviour.md 9.3)."""
    arguments: type[StepArguments]
    execute: Execute
    description: str
    """What the step does and which activities it leaves, for the docs."""
    references: Mapping[str, Reference] = field(default_factory=dict)
    """Arguments that name an asset and are stored as its id."""
    check: Callable[[Names, Any], None] | None = None
    """Refuses arguments that cannot work, by LookupError or ValueError."""
    may_be_executed: bool = True
    """Whether the step runs in a campaign that another one executes (behaviour.md 9.1)."""
    build_delivery: Callable[[StepContext, Branch[Any]], Delivery] | None = None
    """For steps with deliveries: returns the delivery of a branch of one lead."""
    finish: Callable[[StepContext, Branch[Any], Any], None] | None = None
    """For steps with deliveries: stores the outcome of a delivery."""


def all_lead_ids(branches: Sequence[Branch[Any]]) -> list[int]:
    """Return the ids of the leads of all branches."""
    return [lead_id for branch in branches for lead_id in branch.lead_ids]
