"""The kinds of steps that flows consist of: one table, from which docs are made too.

A new kind is a module beside these and a line in :data:`STEP_KINDS`.
"""

from leadkeep.domain.automation.campaigns.steps import (
    campaigns,
    lists,
    outside,
    people,
    programs,
    values,
    waits,
)
from leadkeep.domain.automation.campaigns.steps.model import StepKind

STEP_KINDS: dict[str, StepKind] = {
    each.name: each
    for each in (
        values.CHANGE_DATA_VALUE,
        values.CHANGE_SCORE,
        lists.ADD_TO_LIST,
        lists.REMOVE_FROM_LIST,
        *programs.PROGRAM_STEPS,
        waits.WAIT,
        campaigns.REQUEST_CAMPAIGN,
        campaigns.EXECUTE_CAMPAIGN,
        *outside.OUTSIDE_STEPS,
        people.INTERESTING_MOMENT,
        people.DELETE_PERSON,
        people.REMOVE_FROM_FLOW,
    )
}

__all__ = ["STEP_KINDS"]
