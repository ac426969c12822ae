"""Spans: pieces of work that have ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

Attributes = dict[str, str | int]
"""What a span says; never what a lead, a client or a request holds."""


class Kind(Enum):
    """On which side of a request a span is."""

    SERVER = auto()
    CLIENT = auto()
    INTERNAL = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """Work that has ended."""

    name: str
    kind: Kind
    began_at: datetime
    seconds: float
    attributes: Attributes
    has_failed: bool = False
    parent: str | None = None
    """The header ``traceparent`` of the request that asked for it (W3C Trace Context)."""
