"""Filters of campaigns and conditions of choices: the rules of smart lists (behaviour.md 9.1)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from leadkeep.domain.access import Access
from leadkeep.domain.campaigns.rules import StoredRules
from leadkeep.store import Transaction


def leads_meeting(
    tx: Transaction,
    access: Access,
    rules: StoredRules,
    lead_ids: Collection[int],
    now: datetime,
) -> set[int]:
    """Return those of these leads that meet the filters; all of them where there are none."""
    del tx, access, now
    if rules.filters:
        raise NotImplementedError
    return set(lead_ids)


def condition(of: dict[str, Any]) -> StoredRules:
    """Return the condition of a choice as rules with one filter."""
    return StoredRules(filters=[of])
