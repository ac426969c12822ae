"""What a smart list is (behaviour.md 4.4)."""

from dataclasses import dataclass
from functools import lru_cache

import msgspec

from leadkeep.domain.assets.engine import Asset, AssetValues
from leadkeep.domain.automation.rules import NO_RULES, Rules, parse_rules

RULES_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class SmartList(Asset):
    """Rules that have a name: a set of leads that is made whenever it is asked for."""

    rules: Rules = NO_RULES


@dataclass(frozen=True, slots=True)
class SmartListValues(AssetValues):
    """What to create, clone or change of a smart list."""

    rules: Rules | None = None


def stored(rules: Rules) -> str:
    """Return rules as they are stored."""
    return msgspec.json.encode(rules.spelled()).decode()


@lru_cache(RULES_KEPT)
def read_rules(text: str) -> Rules:
    """Return rules from the form in which they are stored."""
    return parse_rules(msgspec.json.decode(text))
