"""The change seam: publish each change of a lead to subscribers, in the same transaction.

ARCHITECTURE.md (Change seam) contains the contract.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from leadkeep.domain.instance.access import Cause
from leadkeep.domain.leads.draft import Draft
from leadkeep.store import Topic

OldAndNew = tuple[Any, Any]
"""The stored values before and after a command; None for no value."""


@dataclass(frozen=True, slots=True)
class LeadEvent:
    """What one command did to one lead: created, changed, deleted, or merged into another lead."""

    lead_id: int
    kind: Literal["created", "changed", "deleted", "merged"]
    changes: Mapping[str, OldAndNew]
    """Old and new value by field name. For a new lead: every field that is not empty (a false
    boolean is empty). For a changed lead: every field that differs from before the command. Empty
    for a deleted or merged lead.
    """
    cause: Cause
    moment: datetime
    winner_id: int | None = None
    """The id of the lead into which this lead was merged; None for other events."""


LEAD_EVENTS: Topic[LeadEvent] = Topic("lead events")


def written(drafts: Sequence[Draft], cause: Cause, moment: datetime) -> list[LeadEvent]:
    """Return a :class:`LeadEvent` for each new or changed lead, in the order of the drafts."""
    events = []
    for draft in drafts:
        if draft.is_new:
            changes = {
                name: (None, new)
                for name, new in draft.values.items()
                if new is not None and new is not False
            }
            events.append(LeadEvent(draft.lead_id, "created", changes, cause, moment))
        elif draft.steps and (net := draft.net_changes()):
            changes = {name: (step.old, step.new) for name, step in net.items()}
            events.append(LeadEvent(draft.lead_id, "changed", changes, cause, moment))
    return events


def deleted(drafts: Sequence[Draft], cause: Cause, moment: datetime) -> list[LeadEvent]:
    """Return a :class:`LeadEvent` for each deleted lead."""
    return [LeadEvent(draft.lead_id, "deleted", {}, cause, moment) for draft in drafts]


def merged(
    drafts: Sequence[Draft], winner_id: int, cause: Cause, moment: datetime
) -> list[LeadEvent]:
    """Return a :class:`LeadEvent` for each lead that was merged into the winner."""
    return [LeadEvent(each.lead_id, "merged", {}, cause, moment, winner_id) for each in drafts]
