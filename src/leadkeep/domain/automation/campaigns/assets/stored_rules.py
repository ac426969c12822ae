"""Triggers and filters in the form in which a campaign stores them (behaviour.md 9.1, 9.2)."""

from functools import lru_cache

import msgspec

from leadkeep.domain.automation.campaigns.assets.campaign import CampaignType
from leadkeep.domain.automation.rules import Kind, Now, Rules, Trigger, condition_test, parse_rules

REQUESTED = "Campaign is Requested"
"""The trigger by which the API and flow steps can make leads enter (behaviour.md 4.5)."""
SOURCE = "source"
API_SOURCE = "Web Service API"
FLOW_SOURCE = "Marketo Flow Action"
"""The source of a request by a flow step, which a constraint of the trigger can name (behaviour.md
9.2)."""
RULES_CACHE_SIZE = 1_000


@lru_cache(RULES_CACHE_SIZE)
def stored_rules(text: str) -> Rules:
    """Return rules from their stored form."""
    return parse_rules(msgspec.json.decode(text))


def type_of(rules: Rules) -> CampaignType:
    """Return the type of a campaign with these rules (behaviour.md 9.1)."""
    if rules.triggers:
        return CampaignType.TRIGGER
    return CampaignType.BATCH if rules.filters else CampaignType.DEFAULT


def is_request(trigger: Trigger) -> bool:
    """Return whether a trigger is Campaign is Requested."""
    return trigger.type.strip().lower() == REQUESTED.lower()


def has_request(rules: Rules) -> bool:
    """Return whether rules include the trigger Campaign is Requested."""
    return any(is_request(each) for each in rules.triggers)


def accepts_request(rules: Rules, source: str, now: Now) -> bool:
    """Return whether rules include a trigger that accepts a request from this source."""
    return any(
        all(
            condition_test(Kind.TEXT, constraint.operator, constraint.values, now)(source)
            for constraint in trigger.where
            if constraint.name.strip().lower() == SOURCE
        )
        for trigger in rules.triggers
        if is_request(trigger)
    )
