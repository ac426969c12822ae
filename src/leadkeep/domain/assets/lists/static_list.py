"""Model a static list (behaviour.md 4.1, 4.2)."""

from dataclasses import dataclass

from leadkeep.domain.assets.engine import Asset


@dataclass(frozen=True, slots=True)
class StaticList(Asset):
    """A named set of leads."""
