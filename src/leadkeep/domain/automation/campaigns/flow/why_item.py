"""Spell why a campaign takes a lead as JSON values, for every door that shows it."""

from typing import Any

from leadkeep.domain.automation.campaigns.flow.why import Why
from leadkeep.domain.automation.rules import FilterVerdict
from leadkeep.store import wire_timestamp

Item = dict[str, Any]


def why_item(found: Why, name: str) -> Item:
    """Return an explanation as JSON values; ``name`` is the campaign's."""
    return {
        "campaignId": found.campaign.id,
        "campaign": name,
        "leadId": found.lead_id,
        "mayEnter": not found.reasons,
        "reasons": list(found.reasons),
        "triggers": [
            {
                "rule": each.words,
                "isMet": each.is_met,
                "lastActivityAt": wire_timestamp(each.happened_at),
                "lastMetAt": wire_timestamp(each.last_met_at),
                "constraints": [
                    {"rule": one.words, "isMet": one.is_met, "value": _json(one.value)}
                    for one in each.constraints
                ],
            }
            for each in found.triggers
        ],
        "match": found.match,
        "filters": [_filter_item(each) for each in found.filters],
        "areFiltersMet": found.are_filters_met,
        "qualification": {
            "rule": found.qualification.words,
            "isMet": found.qualification.is_met,
            "enteredAt": wire_timestamp(found.qualification.entered_at),
        },
        "steps": [
            {
                "number": each.number,
                "step": each.title,
                "isNext": each.is_next,
                "choices": [
                    _filter_item(one.condition) | {"isChosen": one.is_chosen}
                    for one in each.choices
                ],
                "takesDefault": each.takes_default,
                "doesNothing": each.does_nothing,
            }
            for each in found.steps
        ],
    }


def _filter_item(verdict: FilterVerdict) -> Item:
    seen = verdict.seen
    return {
        "rule": verdict.words,
        "isMet": verdict.is_met,
        "value": None if seen is None else _json(seen.value),
        "since": None if seen is None else wire_timestamp(seen.since),
    }


def _json(value: Any) -> Any:  # noqa: ANN401
    return value.isoformat() if hasattr(value, "isoformat") else value
