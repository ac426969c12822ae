"""The kinds of flow steps in one table, from which the docs are also made.

To add a kind, write a module here and add a line to :data:`STEP_KINDS`.
"""

from leadkeep.domain.automation.campaigns.steps import (
    campaigns,
    lists,
    people,
    programs,
    values,
    waits,
)
from leadkeep.domain.automation.campaigns.steps.call_webhook import CALL_WEBHOOK
from leadkeep.domain.automation.campaigns.steps.model import StepKind
from leadkeep.domain.automation.campaigns.steps.send_alert import SEND_ALERT
from leadkeep.domain.automation.campaigns.steps.send_email import SEND_EMAIL

STEP_KINDS: dict[str, StepKind] = {
    each.name: each
    for each in (
        values.CHANGE_DATA_VALUE,
        values.CHANGE_SCORE,
        lists.ADD_TO_LIST,
        lists.REMOVE_FROM_LIST,
        programs.CHANGE_PROGRAM_STATUS,
        programs.CHANGE_PROGRAM_MEMBER_DATA,
        programs.ADD_TO_ENGAGEMENT_PROGRAM,
        programs.CHANGE_ENGAGEMENT_PROGRAM_STREAM,
        programs.CHANGE_ENGAGEMENT_PROGRAM_CADENCE,
        programs.CHANGE_PARTITION,
        waits.WAIT,
        campaigns.REQUEST_CAMPAIGN,
        campaigns.EXECUTE_CAMPAIGN,
        CALL_WEBHOOK,
        SEND_ALERT,
        SEND_EMAIL,
        people.INTERESTING_MOMENT,
        people.DELETE_PERSON,
        people.REMOVE_FROM_FLOW,
    )
}

__all__ = ["STEP_KINDS"]
