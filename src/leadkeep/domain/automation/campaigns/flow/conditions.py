"""Match leads with filters of campaigns and conditions of choices (behaviour.md 9.1)."""

import logging
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from leadkeep.domain.automation import rules as language
from leadkeep.domain.automation.rules import Rules, parse_rules
from leadkeep.errors import Refusal
from leadkeep.store import Transaction

logger = logging.getLogger(__name__)

CONDITION_CACHE_SIZE = 2_000


def matching(tx: Transaction, rules: Rules, lead_ids: Collection[int]) -> set[int]:
    """Return the ids of these leads that match the filters; all of them if there are no filters.

    The caller has checked that the leads are in the campaign's scope. A filter whose field or
    activity type was deleted matches no lead.
    """
    if not rules.filters or not lead_ids:
        return set(lead_ids)
    try:
        return language.matching(tx, rules, lead_ids)
    except (LookupError, ValueError, Refusal) as error:
        if isinstance(error, KeyError | IndexError):
            raise
        logger.warning("filters match no lead: they name something that was deleted")
        return set()


def condition_rules(condition: Mapping[str, Any]) -> Rules:
    """Return the condition of a choice as rules with one filter."""
    return _condition_rules(msgspec.json.encode(condition))


@lru_cache(CONDITION_CACHE_SIZE)
def _condition_rules(encoded: bytes) -> Rules:
    return parse_rules({"filters": [msgspec.json.decode(encoded)]})
