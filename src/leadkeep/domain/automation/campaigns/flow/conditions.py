"""Filters of campaigns and conditions of choices: the rules of smart lists (behaviour.md 9.1)."""

import logging
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from leadkeep.domain.automation import rules as smart_rules
from leadkeep.domain.automation.rules import Rules, parse_rules
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Refusal

logger = logging.getLogger(__name__)

CONDITIONS_KEPT = 2_000


def leads_meeting(
    work: Work,
    rules: Rules,
    lead_ids: Collection[int],
) -> set[int]:
    """Return those of these leads that meet the filters; all of them where there are none.

    The leads are within the scope of the campaign already. Filters that name a field or activity
    that is gone let nobody through.
    """
    if not rules.filters or not lead_ids:
        return set(lead_ids)
    try:
        return smart_rules.matching(work.tx, rules, lead_ids)
    except (LookupError, ValueError, Refusal) as error:
        if isinstance(error, KeyError | IndexError):
            raise
        logger.warning("filters that name what is gone let nobody through")
        return set()


def condition(of: Mapping[str, Any]) -> Rules:
    """Return the condition of a choice as rules with one filter."""
    return _condition(msgspec.json.encode(of))


@lru_cache(CONDITIONS_KEPT)
def _condition(encoded: bytes) -> Rules:
    return parse_rules({"filters": [msgspec.json.decode(encoded)]})
