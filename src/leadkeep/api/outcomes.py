"""Result items for the leads of a request (behaviour.md 1.7, 3.5)."""

from collections.abc import Iterable
from typing import Annotated

from msgspec import UNSET, UnsetType

from leadkeep.api.envelope import Reply
from leadkeep.api.errors import wire_error
from leadkeep.api.structs import Id, Reasons, ReplyItem, one_of
from leadkeep.domain.leads import LeadOutcome

STATUSES = (
    "created",
    "updated",
    "deleted",
    "added",
    "removed",
    "memberof",
    "notmemberof",
    "skipped",
)


class RecordOutcome(ReplyItem, kw_only=True):
    """The result for one lead, or whether the lead is on the list."""

    id: Id | UnsetType = UNSET
    status: Annotated[str, one_of(STATUSES)]
    reasons: Reasons = UNSET


def outcomes_reply(outcomes: Iterable[LeadOutcome]) -> Reply:
    """Return the reply of an operation on several leads: an item for each, in the order sent."""
    return Reply(
        [
            RecordOutcome(
                id=UNSET if each.lead_id is None else each.lead_id,
                status=each.status,
                reasons=UNSET if each.problem is None else [wire_error(each.problem)],
            )
            for each in outcomes
        ]
    )
