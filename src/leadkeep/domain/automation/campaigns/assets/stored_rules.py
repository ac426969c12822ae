"""Triggers and filters as they are stored with a campaign (behaviour.md 9.1, 9.2)."""

from functools import lru_cache

import msgspec

from leadkeep.domain.automation.campaigns.assets.campaign import CampaignType
from leadkeep.domain.automation.rules import Kind, Now, Rules, Trigger, condition_test, parse_rules

REQUESTED = "Campaign is Requested"
"""The trigger of campaigns that the API may request (behaviour.md 4.5)."""
SOURCE = "source"
API_SOURCE = "Web Service API"
FLOW_SOURCE = "Marketo Flow Action"
"""Who may request a campaign, as the trigger's constraint names them (behaviour.md 9.2)."""
RULES_CACHE_SIZE = 1_000


@lru_cache(RULES_CACHE_SIZE)
def stored_rules(text: str) -> Rules:
    """Return rules from the form in which they are stored."""
    return parse_rules(msgspec.json.decode(text))


def type_of(rules: Rules) -> CampaignType:
    """Return what kind of campaign has these rules (behaviour.md 9.1)."""
    if rules.triggers:
        return CampaignType.TRIGGER
    return CampaignType.BATCH if rules.filters else CampaignType.DEFAULT


def is_request(trigger: Trigger) -> bool:
    """Return whether a trigger waits for requests."""
    return trigger.type.strip().lower() == REQUESTED.lower()


def has_request(rules: Rules) -> bool:
    """Return whether rules have the trigger Campaign is Requested."""
    return any(is_request(each) for each in rules.triggers)


def accepts_request(rules: Rules, source: str, now: Now) -> bool:
    """Return whether rules accept a request from this source."""
    return any(
        all(
            condition_test(Kind.TEXT, constraint.operator, constraint.values, now)(source)
            for constraint in trigger.where
            if constraint.name.strip().lower() == SOURCE
        )
        for trigger in rules.triggers
        if is_request(trigger)
    )
