"""Model a smart list (behaviour.md 4.4)."""

from dataclasses import dataclass
from functools import lru_cache

import msgspec

from leadkeep.domain.assets.engine import Asset, AssetValues
from leadkeep.domain.automation.rules import NO_RULES, Rules, parse_rules

RULE_CACHE_SIZE = 1_000


@dataclass(frozen=True, slots=True)
class SmartList(Asset):
    """A named set of rules; its members are the leads that match at the time of a read."""

    rules: Rules = NO_RULES


@dataclass(frozen=True, slots=True)
class SmartListValues(AssetValues):
    """Values of a smart list to create, clone or change."""

    rules: Rules | None = None


def stored(rules: Rules) -> str:
    """Return rules in stored form, as JSON."""
    return msgspec.json.encode(rules.spelled()).decode()


@lru_cache(RULE_CACHE_SIZE)
def read_rules(text: str) -> Rules:
    """Return rules from their stored form."""
    return parse_rules(msgspec.json.decode(text))
