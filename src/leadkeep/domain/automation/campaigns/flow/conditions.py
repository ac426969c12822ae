"""Match leads with filters of campaigns and conditions of choices (behaviour.md 9.1)."""

import logging
from collections.abc import Collection, Mapping
from functools import lru_cache, partial
from typing import Any

import msgspec

from leadkeep.domain.automation import rules as language
from leadkeep.domain.automation.rules import (
    LeadCondition,
    MatchingPage,
    Rules,
    lead_condition,
    lead_span,
    parse_rules,
)
from leadkeep.domain.instance.access import Work
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
        _check_deleted(error)
        return set()


def candidate_page(work: Work, rules: Rules, after: int, size: int) -> MatchingPage:
    """Return the first leads within scope that may match the filters, with ids above ``after``.

    None of them if a field or activity type that a filter names was deleted.
    """
    try:
        return language.candidate_page(work, partial(_condition, work.tx, rules), after, size)
    except (LookupError, ValueError, Refusal) as error:
        _check_deleted(error)
        return MatchingPage([], None)


def _condition(tx: Transaction, rules: Rules, after: int, last: int) -> LeadCondition:
    return lead_condition(tx, rules, lead_span(tx, after, last))


def _check_deleted(error: Exception) -> None:
    """Log that filters name something that was deleted; raise an error that is a defect."""
    if isinstance(error, KeyError | IndexError):
        raise error
    logger.warning("filters match no lead: they name something that was deleted")


def condition_rules(condition: Mapping[str, Any]) -> Rules:
    """Return the condition of a choice as rules with one filter."""
    return _condition_rules(msgspec.json.encode(condition))


@lru_cache(CONDITION_CACHE_SIZE)
def _condition_rules(encoded: bytes) -> Rules:
    return parse_rules({"filters": [msgspec.json.decode(encoded)]})
