"""Triggers and filters as they are stored with a campaign (behaviour.md 9.1, 9.2)."""

from functools import lru_cache
from typing import Any

import msgspec

from leadkeep.domain.campaigns.campaign import CampaignType

REQUESTED = "Campaign is Requested"
"""The trigger that lets campaigns be requested (behaviour.md 4.5)."""
API_SOURCE = "Web Service API"
FLOW_SOURCE = "Marketo Flow Action"
"""Who may request a campaign, as the trigger's constraint names them (behaviour.md 9.2)."""
RULES_KEPT = 1_000


class StoredRules(msgspec.Struct, frozen=True):
    """What makes leads enter a campaign."""

    triggers: list[dict[str, Any]] = []
    match: str = "all"
    """How the filters combine: all, any, or an expression over their numbers."""
    filters: list[dict[str, Any]] = []

    @property
    def type(self) -> CampaignType:
        """What kind of campaign has these rules (behaviour.md 9.1)."""
        if self.triggers:
            return CampaignType.TRIGGER
        return CampaignType.BATCH if self.filters else CampaignType.DEFAULT

    @property
    def requests(self) -> list[dict[str, Any]]:
        """The triggers Campaign is Requested."""
        return [each for each in self.triggers if each.get("type") == REQUESTED]

    def may_be_requested(self, source: str) -> bool:
        """Return whether a request from this source lets leads in."""
        return any(
            str(each.get("source", source)).casefold() == source.casefold()
            for each in self.requests
        )


@lru_cache(RULES_KEPT)
def stored_rules(text: str) -> StoredRules:
    """Return rules from the form in which they are stored."""
    return msgspec.json.decode(text, type=StoredRules)
