"""A replica for reads that may lag behind, as the settings describe it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")
Run = Callable[[], T]


@dataclass(frozen=True, slots=True)
class Replica:
    """A copy of the database that follows it."""

    url: str
    """With its password."""
    lag_seconds: float
    """How far it may be behind to be read."""


class Served(StrEnum):
    """Which database served a read that may lag behind, and why it was not the replica."""

    REPLICA = "replica"
    STARTING = "starting"
    UNREACHABLE = "unreachable"
    NO_PRIMARY = "no primary"
    NO_REPLICA = "no replica"
    LAGGING = "lagging"
    OWN_WRITE = "own write"
    CATALOG = "catalog"
    LATE = "late"
    FAILED = "failed"
    REFUSED = "refused"


STATES = {
    Served.STARTING: "is not known yet",
    Served.UNREACHABLE: "cannot be reached",
    Served.NO_PRIMARY: "cannot be compared with the primary, which fails",
    Served.NO_REPLICA: "is a primary, no replica",
    Served.LAGGING: "lags too far behind",
}
"""What a replica is that serves no reads at all."""


class NotServedError(Exception):
    """The replica does not serve a read: the primary must."""

    def __init__(self, why: Served) -> None:
        """Set the reason."""
        super().__init__(why)
        self.why = why
