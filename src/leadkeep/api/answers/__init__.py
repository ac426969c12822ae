"""What each served operation takes and may answer: the facts that its documents are made from.

One module for each family of operations. A test walks the served operations, so that none is left
out; another calls them all and checks their replies against the document.
"""

from typing import Any

from leadkeep.api.answers import (
    activities,
    campaigns,
    leads,
    lists,
    programs,
    records,
)
from leadkeep.api.answers.model import Answers

_FAMILIES = (
    activities,
    campaigns,
    leads,
    lists,
    programs,
    records,
)

ANSWERS: dict[str, Answers] = {
    name: answers for family in _FAMILIES for name, answers in family.ANSWERS.items()
}
"""By operation id. The token endpoint is not among them: it has a form of its own."""

ITEMS: dict[str, dict[str, Any]] = {
    name: schema for family in _FAMILIES for name, schema in family.ITEMS.items()
}
"""The schemas of elements of ``result``, by name."""

__all__ = ["ANSWERS", "ITEMS", "Answers"]
