"""Who is in a campaign: the filter by which rules ask for it (behaviour.md 9.2)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.entry import members
from leadkeep.domain.automation.rules import (
    Filter,
    Now,
    ShownRule,
    add_filter_kind,
    check_members,
    member_flag,
    member_name,
    shown_member,
)
from leadkeep.domain.fields import normalised_key
from leadkeep.store import Transaction

MEMBER = "memberOfCampaign"


@dataclass(frozen=True, slots=True)
class CampaignMemberFilter:
    """Leads that have entered a smart campaign, or have not."""

    name: str
    is_in: bool = True

    def spelled(self) -> dict[str, Any]:
        """Return the filter as files spell it."""
        return {MEMBER: self.name} | ({} if self.is_in else {"in": False})

    def check(self, tx: Transaction) -> None:
        """Check that there is one such campaign.

        Raises:
            LookupError: there is none.
            ValueError: there are several.
        """
        found = queries.campaigns_by_name(tx, normalised_key(self.name))
        if not found:
            raise LookupError(f"no campaign is named {self.name}")
        if len(found) > 1:
            raise ValueError(f"several campaigns are named {self.name}")

    def shown(self, tx: Transaction) -> ShownRule:
        """Return the filter as smart lists show it."""
        del tx
        return shown_member("Smart Campaign", self.name, is_in=self.is_in)

    def leads(self, tx: Transaction, lead_ids: Collection[int], now: Now) -> set[int]:
        """Return those of these leads that pass."""
        del now
        inside: set[int] = set()
        for of in queries.campaigns_by_name(tx, normalised_key(self.name)):
            inside |= members.members_among(tx, of.id, lead_ids).keys()
        return inside if self.is_in else set(lead_ids) - inside


def _parse(sent: Mapping[str, Any]) -> Filter:
    check_members(sent, (MEMBER, "in"))
    return CampaignMemberFilter(member_name(sent, MEMBER), member_flag(sent, "in", default=True))


add_filter_kind(MEMBER, _parse)
