"""The load generator: prepared bytes over kept connections, as little work a request as can be.

It shares the machine with the server, so whatever it spends is taken from what it measures. It
parses no more of an answer than its length, and checks it by counting one piece of text.
"""

import asyncio
import gc
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import uvloop

HEAD_END = b"\r\n\r\n"
OK = b"HTTP/1.1 200 "
LENGTH = b"content-length: "
LONGEST_LOAD_SECONDS = 600.0
"""No load runs longer, whatever the server does."""


class BadAnswer(Exception):  # noqa: N818 -- an answer that makes the figure worthless
    """The server answered something else than what the load is about."""


@dataclass(frozen=True, slots=True)
class Load:
    """What to send: each connection takes the next request when its last one is answered."""

    port: int
    requests: Sequence[bytes]
    connections: int
    needle: bytes
    """What is counted in the answers, so that the caller can check them."""
    seconds: float | None = None
    """Go round the requests for so long; without it send each of them once."""
    rate: float | None = None
    """Send so many a second over all connections, no faster; without it as fast as they go."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How it went."""

    requests: int
    seconds: float
    needles: int
    """How often the needle was in the answers."""
    latencies: list[float]
    """Seconds from the sending of a request to the last byte of its answer, ascending."""

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds

    def percentile(self, percent: float) -> float:
        """Return the latency in seconds that so many percent of the requests keep within."""
        last = len(self.latencies) - 1
        return self.latencies[min(last, int(len(self.latencies) * percent / 100))]


class _Connection(asyncio.Protocol):
    """One kept connection with one request in flight."""

    def __init__(
        self,
        requests: Iterator[bytes],
        needle: bytes,
        until: float,
        done: asyncio.Future[None],
        dues: Iterator[float],
    ) -> None:
        self._requests = requests
        self._dues = dues
        self._needle = needle
        self._until = until
        self._done = done
        self._transport: asyncio.Transport | None = None
        self._parts = b""
        self._wanted = 0
        self._sent_at = 0.0
        self.needles = 0
        self.latencies: list[float] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass

    def send_next(self) -> None:
        """Send the next request when it is due, unless there is none or the time is over."""
        wait = next(self._dues) - time.perf_counter()
        if wait > 0:
            asyncio.get_running_loop().call_later(wait, self._send)
        else:
            self._send()

    def _send(self) -> None:
        now = time.perf_counter()
        request = next(self._requests, None) if now < self._until else None
        assert self._transport is not None
        if request is None:
            self._done.set_result(None)
            self._transport.close()
        else:
            self._sent_at = now
            self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        answer = self._parts + data if self._parts else data
        if not self._wanted:
            self._wanted = _length(answer)
        if self._wanted < 0 or not OK.startswith(answer[: len(OK)]):
            self._fail(answer)
            return
        if not self._wanted or len(answer) < self._wanted:
            self._parts = answer
            return
        self._parts, self._wanted = b"", 0
        self.latencies.append(time.perf_counter() - self._sent_at)
        self.needles += answer.count(self._needle)
        self.send_next()

    def _fail(self, answer: bytes) -> None:
        if not self._done.done():
            self._done.set_exception(BadAnswer(answer[:500].decode(errors="replace")))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_exception(exc or BadAnswer("the server closed the connection"))


def _length(answer: bytes) -> int:
    """Return how long head and body are together: 0 until the head is there, -1 if it is silent."""
    end = answer.find(HEAD_END)
    if end < 0:
        return 0
    start = answer.find(LENGTH, 0, end)
    if start < 0:
        return -1
    return end + len(HEAD_END) + int(answer[start + len(LENGTH) : answer.find(b"\r", start)])


def drive(load: Load) -> Measured:
    """Send the load and return how it went.

    Raises:
        BadAnswer: a status other than 200, or a closed connection.
    """
    gc.collect()
    gc.disable()  # a pause of ours would count as a pause of the server's
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_drive(load))
    finally:
        gc.enable()


async def _drive(load: Load) -> Measured:
    loop = asyncio.get_running_loop()
    requests = iter(load.requests if load.seconds is None else itertools.cycle(load.requests))
    until = time.perf_counter() + (load.seconds or LONGEST_LOAD_SECONDS)
    start = time.perf_counter()
    dues = itertools.repeat(0.0) if load.rate is None else itertools.count(start, 1 / load.rate)
    connections, ends = [], []
    for _ in range(load.connections):
        end = loop.create_future()
        connection = _Connection(requests, load.needle, until, end, dues)
        await loop.create_connection(lambda made=connection: made, "127.0.0.1", load.port)  # type: ignore[misc]
        connections.append(connection)
        ends.append(end)
    start = time.perf_counter()
    for connection in connections:
        connection.send_next()
    async with asyncio.timeout(LONGEST_LOAD_SECONDS):
        await asyncio.gather(*ends)
    latencies = sorted(itertools.chain.from_iterable(each.latencies for each in connections))
    return Measured(
        requests=len(latencies),
        seconds=time.perf_counter() - start,
        needles=sum(each.needles for each in connections),
        latencies=latencies,
    )
