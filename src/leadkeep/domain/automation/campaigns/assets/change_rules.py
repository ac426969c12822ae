"""Change the rules of all campaigns: of their triggers and filters, and of choices in flows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign
from leadkeep.domain.automation.campaigns.assets.stored_flow import (
    StoredChoice,
    StoredStep,
    stored_flow,
)
from leadkeep.domain.automation.campaigns.assets.stored_rules import stored_rules
from leadkeep.domain.automation.rules import Rules, parse_rules
from leadkeep.store import Transaction

Change = Callable[[Rules], Rules]


def rules_of_campaign(campaign: Campaign) -> Iterator[Rules]:
    """Yield the rules by which leads enter, then the condition of each choice as rules."""
    yield stored_rules(campaign.rules)
    for step in stored_flow(campaign.flow):
        for choice in step.choices:
            yield parse_rules({"filters": [choice.condition]})


def change_rules_of_campaigns(tx: Transaction, change: Change) -> int:
    """Store the rules that ``change`` returns for those of each campaign; return how many differ.

    The moment of a campaign's last change stays: nobody changed what it does.
    """
    count = 0
    for campaign in queries.all_campaigns(tx):
        present = stored_rules(campaign.rules)
        rules, flow = change(present), _changed_flow(campaign.flow, change)
        if rules != present or flow != campaign.flow:
            text = campaign.rules if rules == present else _encoded(rules.spelled())
            queries.CAMPAIGNS.update(tx, replace(campaign, rules=text, flow=flow))
            count += 1
    return count


def _changed_flow(text: str, change: Change) -> str:
    present = stored_flow(text)
    steps = tuple(
        StoredStep(
            step.kind,
            step.arguments,
            [
                StoredChoice(_changed_condition(each.condition, change), each.arguments)
                for each in step.choices
            ],
        )
        for step in present
    )
    return text if steps == present else _encoded(steps)


def _changed_condition(condition: dict[str, Any], change: Change) -> dict[str, Any]:
    present = parse_rules({"filters": [condition]})
    changed = change(present)
    return condition if changed == present else dict(changed.filters[0].spelled())


def _encoded(value: Mapping[str, Any] | tuple[StoredStep, ...]) -> str:
    return msgspec.json.encode(value).decode()
