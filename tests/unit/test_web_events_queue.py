"""Events that wait to be written, and events of any bytes."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkeep.domain.activities import ActivityType
from leadkeep.web import queue
from leadkeep.web.queue import ATTEMPT_LIMIT, BATCH, QUEUE_LIMIT_BYTES, WaitingEvents
from leadkeep.web.read import RawEvent, read_event, visits_of

NOW = datetime(2026, 1, 15, tzinfo=UTC)
TOKEN = b"_mchTk=_mch-example.com-1-5c1a"


class Book:
    """Where events are written, while nothing is wrong with it or with them."""

    def __init__(self) -> None:
        self.written: list[int] = []
        self.batches: list[int] = []
        self.is_broken = False
        self.poison: set[int] = set()

    async def write(self, events: Sequence[int]) -> None:
        await asyncio.sleep(0)
        self.batches.append(len(events))
        if self.is_broken or self.poison & set(events):
            raise OSError
        self.written += events


@pytest.fixture
def book() -> Book:
    return Book()


def test_what_finds_no_room_is_not_taken(book: Book) -> None:
    waiting = WaitingEvents(book.write, limit=3)
    assert [waiting.offer(number, 10) for number in range(5)] == [True] * 3 + [False] * 2
    asyncio.run(waiting.flush())
    assert waiting.offer(5, QUEUE_LIMIT_BYTES)
    assert not waiting.offer(6, 1)
    asyncio.run(waiting.flush())
    assert book.written == [0, 1, 2, 5]
    assert len(waiting) == 0


def test_batches_keep_the_order(book: Book) -> None:
    waiting = WaitingEvents(book.write, limit=10_000)
    everything = list(range(BATCH * 2 + 7))
    assert all(waiting.offer(number, 1) for number in everything)
    assert asyncio.run(waiting.flush())
    assert book.written == everything
    assert book.batches == [BATCH, BATCH, 7]


def test_what_cannot_be_written_now_is_written_later(
    book: Book, caplog: pytest.LogCaptureFixture
) -> None:
    waiting = WaitingEvents(book.write, limit=100)
    book.is_broken = True
    for number in range(5):
        waiting.offer(number, 1)
    assert not asyncio.run(waiting.flush())
    book.is_broken = False
    assert asyncio.run(waiting.flush())
    assert book.written == list(range(5))
    assert "5 web events could not be written yet" in caplog.text


def test_one_that_can_never_be_written_stops_no_other(
    book: Book, caplog: pytest.LogCaptureFixture
) -> None:
    waiting = WaitingEvents(book.write, limit=100)
    book.poison = {2}
    for number in range(5):
        waiting.offer(number, 1)
    # The batch, then what cannot be written alone: behind its last try the others go on.
    for _ in range(ATTEMPT_LIMIT + 1):
        assert not asyncio.run(waiting.flush())
    assert asyncio.run(waiting.flush())
    assert book.written == [0, 1, 3, 4]
    assert "is lost" in caplog.text


def test_a_stop_writes_the_rest(book: Book) -> None:
    async def live() -> None:
        waiting, stopping = WaitingEvents(book.write, limit=10_000), asyncio.Event()
        running = asyncio.create_task(waiting.run(stopping))
        for number in range(BATCH + 1):
            waiting.offer(number, 1)
            if number == BATCH:
                stopping.set()
        await running

    asyncio.run(live())
    assert book.written == list(range(BATCH + 1))


def test_a_stop_gives_up_when_nothing_can_be_written(
    book: Book, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAUSE_AFTER_FAILURE_SECONDS", 0.0)
    book.is_broken = True

    async def live() -> None:
        waiting, stopping = WaitingEvents(book.write, limit=10_000), asyncio.Event()
        for number in range(BATCH * 2):
            waiting.offer(number, 1)
        stopping.set()
        await waiting.run(stopping)

    asyncio.run(live())
    assert "web events could not be written and are lost" in caplog.text


@given(query=st.binary(max_size=300), body=st.binary(max_size=300), agent=st.binary(max_size=80))
def test_any_bytes_make_a_visit_within_its_limits_or_none(
    query: bytes, body: bytes, agent: bytes
) -> None:
    for sent in (query, TOKEN + b"&_mchRu=/x&" + query, TOKEN + b"&_mchHr=x&_mchRe=" + query):
        for kind in (ActivityType.VISIT_WEB_PAGE, ActivityType.CLICK_LINK):
            event = RawEvent(kind, NOW, sent, body, "127.0.0.1", agent)
            visit = read_event(event)
            assert visits_of([event]) == ([] if visit is None else [visit])
            if visit is None:
                continue
            texts = [visit.address, visit.path, visit.query, visit.referrer, visit.title]
            assert visit.address
            assert all(len(text) <= 1_000 and "\0" not in text for text in texts)
            "".join(texts).encode()  # no half of a pair, which no store takes
