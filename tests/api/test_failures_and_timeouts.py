"""Failures of our own: 611, and 604 for what takes too long (behaviour.md 1.8, 1.11)."""

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from leadkeep.store import Store, Transaction
from leadkeep.testing import Rehearsal
from tests.support.wire import (
    FAILED,
    LEADS,
    NOBODY,
    TOKEN,
    Delegate,
    Failing,
    SkippingLoop,
    silence,
)

T = TypeVar("T")

NEW_LEAD = {"input": [{"email": "new@example.com"}]}
LOST = {"filterType": "email", "filterValues": "new@example.com", "fields": "email"}
TIMED_OUT = ("604", "Request timed out")


# -- 611 -------------------------------------------------------------------------------------------


@pytest.mark.fact("R", "1.8")
def test_a_failure_is_logged_with_its_request_id(
    server: Rehearsal, caplog: pytest.LogCaptureFixture
) -> None:
    failing = Failing(server.store)
    broken = server.another(failing.as_store())
    failing.is_broken = False
    assert broken.get(LEADS, NOBODY).result == []
    failing.is_broken = True
    for method in ("GET", "POST"):
        caplog.clear()
        answer = broken.request(method, LEADS, NOBODY, json=NEW_LEAD)
        assert answer.error == FAILED
        (record,) = caplog.records
        assert answer.body["requestId"] in record.getMessage()
        assert LEADS in record.getMessage()
        assert record.levelno == logging.ERROR
        assert record.exc_info
        # Nothing of what went wrong is told outside.
        assert b"p4ssw0rd" not in answer.content


@pytest.mark.fact("R", "1.8")
def test_a_write_that_fails_leaves_nothing(server: Rehearsal) -> None:
    failing = Failing(server.store)
    broken = server.another(failing.as_store())
    failing.is_broken = False
    assert broken.get(LEADS, LOST).result == []
    failing.is_broken = True
    with silence():
        assert broken.post(LEADS, NEW_LEAD).error == FAILED
    assert server.get(LEADS, LOST).result == []
    failing.is_broken = False
    assert broken.post(LEADS, NEW_LEAD).result[0]["status"] == "created"
    assert server.get(LEADS, LOST).result[0]["email"] == "new@example.com"


@pytest.mark.fact("C", "2.1")
def test_a_failure_of_the_token_endpoint(
    server: Rehearsal, caplog: pytest.LogCaptureFixture
) -> None:
    client = server.add_client("unlucky")
    query = {
        "grant_type": "client_credentials",
        "client_id": client.client_id,
        "client_secret": client.client_secret,
    }
    broken = server.another(Failing(server.store).as_store())
    answer = broken.get(TOKEN, query, token="")
    assert answer.status == 500
    assert answer.body == {"error": "server_error", "error_description": "System error"}
    assert client.client_secret not in caplog.text
    assert server.get(TOKEN, query, token="").status == 200


def test_the_log_cannot_be_forged(server: Rehearsal, caplog: pytest.LogCaptureFixture) -> None:
    broken = server.another(Failing(server.store).as_store())
    assert broken.get("/rest/v1/lead/1%0AERROR:forged.json").error == FAILED
    assert "\nERROR:forged" not in caplog.records[-1].getMessage()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_client_that_leaves_in_the_middle_of_its_body(server: Rehearsal, method: str) -> None:
    answered: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:  # noqa: ANN401
        answered.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": LEADS,
        "raw_path": LEADS.encode(),
        "query_string": b"",
        "headers": [(b"content-length", b"10"), (b"content-type", b"application/json")],
    }
    server.run(server.application.handle(scope, receive, send))
    assert answered[0]["status"] == 200


# -- 604 -------------------------------------------------------------------------------------------


class Slow(Delegate):
    """A store whose work is begun and does not end, while the time goes on by ``seconds``."""

    seconds = 0.0

    async def read_long(self, verb: Callable[[Transaction], T]) -> T:
        await self._wait()
        return await self._store.read_long(verb)

    async def write(self, verb: Callable[[Transaction], T]) -> T:
        await self._wait()
        return await self._store.write(verb)

    async def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, SkippingLoop)
        loop.skip(self.seconds)
        await asyncio.sleep(0)
        await asyncio.sleep(0)


@pytest.mark.fact("C", "1.8")
@pytest.mark.fact("D", "1.11")
@pytest.mark.parametrize(
    ("method", "path", "limit"),
    [
        ("POST", LEADS, 90),
        ("DELETE", LEADS, 30),
        ("POST", "/rest/v1/leads/delete.json", 30),
        ("GET", LEADS, 60),
    ],
)
def test_an_operation_has_its_time(store: Store, method: str, path: str, limit: int) -> None:
    values = ",".join(map(str, range(300)))
    large = {"filterType": "id", "filterValues": values, "fields": "id,email,title"}
    query = large if method == "GET" else None
    body = None if method == "GET" else {"input": [{"id": 1, "email": "new@example.com"}]}
    with Rehearsal(store, loop_factory=SkippingLoop) as server:
        slow = Slow(server.store)
        late = server.another(slow.as_store())
        slow.seconds = limit - 1
        assert late.request(method, path, query, json=body).body["success"]
        slow.seconds = limit + 1
        assert late.request(method, path, query, json=body).error == TIMED_OUT
        slow.seconds = 0
        assert late.request(method, path, query, json=body).body["success"]


class Late(Delegate):
    """A store whose writes are in the middle of their work when the time is over."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.may_go_on = threading.Event()

    async def write(self, verb: Callable[[Transaction], T]) -> T:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, SkippingLoop)
        loop.call_soon(loop.skip, 1_000.0)

        def run(tx: Transaction) -> T:
            self.may_go_on.wait(10)
            return verb(tx)

        return await self._store.write(run)


@pytest.mark.fact("D", "1.8")
def test_a_write_that_is_late_stops_nobody(store: Store) -> None:
    """The answer is 604 while the store still works: the next write must find it alive."""
    with Rehearsal(store, loop_factory=SkippingLoop) as server:
        slow = Late(server.store)
        late = server.another(slow.as_store())
        assert late.post(LEADS, NEW_LEAD).error == TIMED_OUT
        slow.may_go_on.set()
        other = {"input": [{"email": "other@example.com"}]}
        assert server.post(LEADS, other).result[0]["status"] == "created"
        (again,) = server.post(LEADS, NEW_LEAD).result
        assert again["status"] in {"created", "updated"}
        assert len(server.get(LEADS, LOST).result) == 1
