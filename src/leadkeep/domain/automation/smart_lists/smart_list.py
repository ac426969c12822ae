"""What a smart list is (behaviour.md 4.4)."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import msgspec

from leadkeep.domain.assets.folders import FolderRef
from leadkeep.domain.automation.rules import NO_RULES, Rules, parse_rules

RULES_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class SmartList:
    """Rules that have a name: a set of leads that is made whenever it is asked for."""

    id: int
    name: str
    description: str | None
    folder: FolderRef
    program_id: int | None
    """The innermost program that it stands in."""
    workspace_id: int
    rules: Rules
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class NewSmartList:
    """A smart list to create."""

    name: str
    folder: FolderRef
    description: str | None = None
    rules: Rules = NO_RULES


@dataclass(frozen=True, slots=True)
class SmartListChange:
    """What to change of a smart list; None leaves as it is."""

    name: str | None = None
    description: str | None = None
    folder: FolderRef | None = None
    rules: Rules | None = None


def stored(rules: Rules) -> str:
    """Return rules as they are stored."""
    return msgspec.json.encode(rules.spelled()).decode()


@lru_cache(RULES_KEPT)
def read_rules(text: str) -> Rules:
    """Return rules from the form in which they are stored."""
    return parse_rules(msgspec.json.decode(text))
