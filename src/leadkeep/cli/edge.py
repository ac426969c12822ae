"""Limits of connections before the token: time for heads and bodies, and number of connections.

Each connection notes the tick of the clock at which its present phase began; once a second all are
checked, so that a request costs no timer of its own.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import uvicorn
from uvicorn.server import ServerState


@dataclass(frozen=True, slots=True)
class EdgeLimits:
    """What a client may take before its token is known."""

    connections: int = 1_000
    """Open connections of a process; beyond it the one that is idle for the longest is closed."""
    head_seconds: float = 10.0
    """From the first byte of a head, or from a new connection, to the end of the head."""
    body_grace_seconds: float = 10.0
    """After this time a body must have come at the least rate."""
    body_bytes_per_second: float = 1_000.0
    unread_seconds: float = 60.0
    """How long a response may wait for a client that reads nothing."""
    check_seconds: float = 1.0
    """Time between two checks, by which each of the other times may be longer."""


class EdgeConfig(uvicorn.Config):
    """Uvicorn's configuration with the limits of connections."""

    def __init__(self, *arguments: Any, limits: EdgeLimits, **options: Any) -> None:  # noqa: ANN401
        """Take uvicorn's arguments, and the limits."""
        super().__init__(*arguments, **options)
        self.limits = limits


class Guarded(Protocol):
    """A connection as the edge sees it."""

    since: float
    """When the present phase began."""
    number: int
    """Later connections have higher numbers."""
    has_answered: bool
    """Has this connection had a response?"""

    @property
    def is_idle(self) -> bool:
        """Is no request of the connection complete or running?"""
        ...

    def check(self, now: float, limits: EdgeLimits) -> None:
        """End the connection if its present phase takes too long."""
        ...

    def give_way(self) -> None:
        """End the connection, so that another one may be open."""
        ...


class Edge:
    """The limits of all connections of one server."""

    def __init__(self, limits: EdgeLimits) -> None:
        """Start without connections."""
        self.limits = limits
        self.now = 0.0
        """The time of the event loop at the latest check."""
        self.common_lines: tuple[object, bytes] = (None, b"")
        """Headers that all responses have, and the lines that they make."""
        self._timer: asyncio.TimerHandle | None = None
        self._silent: deque[tuple[Guarded, float]] = deque()
        """Idle connections that have had no response, the oldest first."""
        self._count = 0

    def next_number(self) -> int:
        """Return the number of a new connection."""
        self._count += 1
        return self._count

    def watch(self, loop: asyncio.AbstractEventLoop, connections: Iterable[Guarded]) -> None:
        """Check the connections again and again, while there are any."""
        if self._timer is None:
            self.now = loop.time()
            self._set_timer(loop, connections)

    def _set_timer(self, loop: asyncio.AbstractEventLoop, connections: Iterable[Guarded]) -> None:
        self._timer = loop.call_later(self.limits.check_seconds, self._check, loop, connections)

    def _check(self, loop: asyncio.AbstractEventLoop, connections: Iterable[Guarded]) -> None:
        self._timer = None
        last, self.now = self.now, loop.time()
        present = list(connections)
        late = self.now - last - 2 * self.limits.check_seconds
        if late > 0:  # this process had no time to read what came
            for each in present:
                each.since += late
        for each in present:
            each.check(self.now, self.limits)
        if present:
            self._set_timer(loop, connections)

    def make_room(self, connections: Iterable[Guarded]) -> bool:
        """Close the connection that is idle for the longest; return False if none is idle.

        Those that have never had a response go first. They are sorted once for many calls: a flood
        of connections would take the time of the server otherwise.
        """
        if self._close_first_silent():
            return True
        idle = [each for each in connections if each.is_idle]
        idle.sort(key=attrgetter("since", "number"))
        self._silent.extend((each, each.since) for each in idle if not each.has_answered)
        if self._close_first_silent():
            return True
        for first in idle[:1]:
            first.give_way()
        return bool(idle)

    def _close_first_silent(self) -> bool:
        while self._silent:
            first, since = self._silent.popleft()
            if first.is_idle and first.since == since:
                first.give_way()
                return True
        return False


_edges: WeakKeyDictionary[ServerState, Edge] = WeakKeyDictionary()


def edge_of(state: ServerState, config: uvicorn.Config) -> Edge:
    """Return the edge of a server."""
    found = _edges.get(state)
    if found is None:
        limits = config.limits if isinstance(config, EdgeConfig) else EdgeLimits()
        found = _edges[state] = Edge(limits)
    return found
