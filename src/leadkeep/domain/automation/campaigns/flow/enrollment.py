"""Who is on its way through a campaign, and what led there."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Traveller:
    """A lead on its way through a flow."""

    lead_id: int
    passage_id: int
    activity_id: int | None = None
    """What made it enter."""


@dataclass(frozen=True, slots=True)
class Chain:
    """How many campaigns have led to a passage, one by the other, since when."""

    depth: int
    since: datetime
