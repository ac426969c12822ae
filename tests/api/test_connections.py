"""What only a real connection shows: chunks, pipelines, heads and targets of every kind."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
import pytest
import uvicorn

from leadkeep.cli.serve import CONNECTION
from leadkeep.testing import Rehearsal
from tests.support.wire import LEADS, NOBODY

BODY = b'{"input":[{"email":"a@example.com"}]}'
SEARCH = f"{LEADS}?filterType=email&filterValues=nobody@example.com".encode()

Answered = list[tuple[int, bytes]]


class Wire:
    """A server that listens at a port of its own; each talk is a connection of its own."""

    def __init__(self, server: Rehearsal, program: uvicorn.Server) -> None:
        self._program = program
        self._port = program.servers[0].sockets[0].getsockname()[1]
        self._token = server.token

    def head(self, first: bytes, *lines: bytes) -> bytes:
        """Return a request's head with a token."""
        all_lines = (first, b"Host: x", b"Authorization: Bearer " + self._token.encode(), *lines)
        return b"\r\n".join(all_lines) + b"\r\n\r\n"

    def get(self, target: bytes = SEARCH) -> bytes:
        return self.head(b"GET " + target + b" HTTP/1.1")

    def post(self, *lines: bytes) -> bytes:
        first = b"POST " + LEADS.encode() + b" HTTP/1.1"
        return self.head(first, b"Content-Type: application/json", *lines)

    async def talk(self, *pieces: bytes, answers: int = 1, is_stopped: bool = False) -> Answered:
        """Send the pieces one by one; return status and body of each answer.

        If ``is_stopped`` is true, the server is asked to stop when all is sent.
        """
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
            if is_stopped:
                # Until the server has the request: uvicorn has no event for that.
                while not self._program.server_state.tasks:  # noqa: ASYNC110
                    await asyncio.sleep(0)
                for connection in list(self._program.server_state.connections):
                    connection.shutdown()
            return [await self._answer(reader) for _ in range(answers)]
        finally:
            writer.close()

    async def is_closed_after(self, *pieces: bytes, answers: int) -> bool:
        """Send the pieces; return whether the connection ends after that many answers."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(b"".join(pieces))
            for _ in range(answers):
                await self._answer(reader)
            return await reader.read() == b""
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, bytes]:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head.split()[1])
        _, _, length = head.partition(b"content-length: ")
        return status, await reader.readexactly(int(length.split()[0]) if length else 0)


def on_the_wire(server: Rehearsal, story: Callable[[Wire], Coroutine[Any, Any, None]]) -> None:
    """Run a story against the application behind a real port."""
    token = server.token
    assert token

    async def run() -> None:
        config = uvicorn.Config(
            server.application,
            http=CONNECTION,
            port=0,
            lifespan="off",
            log_level="critical",
            access_log=False,
            server_header=False,
        )
        config.load()
        program = uvicorn.Server(config)
        program.lifespan = config.lifespan_class(config)
        await program.startup()
        try:
            await asyncio.wait_for(story(Wire(server, program)), 20)
        finally:
            await program.shutdown()

    server.run(run())


def result(answered: tuple[int, bytes]) -> Any:  # noqa: ANN401
    status, body = answered
    assert status == 200
    return msgspec.json.decode(body)["result"]


def code(answered: tuple[int, bytes]) -> str:
    status, body = answered
    assert status == 200
    found: str = msgspec.json.decode(body)["errors"][0]["code"]
    return found


def test_bodies_in_every_shape(server: Rehearsal) -> None:
    async def story(wire: Wire) -> None:
        length = b"Content-Length: %d" % len(BODY)
        chunked = b"Transfer-Encoding: chunked"
        whole = [wire.post(length) + BODY]
        slow = [wire.post(length), *(BODY[at : at + 1] for at in range(len(BODY)))]
        chunks = b"".join(b"%x\r\n%s\r\n" % (5, BODY[at : at + 5]) for at in range(0, 35, 5))
        rest = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY) - 35, BODY[35:])
        for pieces in (whole, slow, [wire.post(chunked), chunks, rest]):
            (item,) = result((await wire.talk(*pieces))[0])
            assert item["status"] in {"created", "updated"}
        assert code((await wire.talk(wire.post()))[0]) == "1003"
        empty = wire.post(chunked) + b"0\r\n\r\n"
        assert code((await wire.talk(empty))[0]) == "1003"

    on_the_wire(server, story)


@pytest.mark.fact("D", "1.6")
def test_expectations_and_bodies_that_are_too_large(server: Rehearsal) -> None:
    async def story(wire: Wire) -> None:
        expect, length = b"Expect: 100-continue", b"Content-Length: %d" % len(BODY)
        first, second = await wire.talk(wire.post(expect, length) + BODY, answers=2)
        assert first == (100, b"")
        assert result(second)
        # Nobody is asked to send what will not be read.
        refused = await wire.talk(wire.post(expect, b"Content-Length: 99999999"))
        assert refused == [(413, b"")]
        large = wire.post(b"Content-Length: 1048577") + b" " * 1_048_577
        after = await wire.talk(large, wire.get(), answers=2)
        assert after[0] == (413, b"")
        assert result(after[1]) == []

    on_the_wire(server, story)


def test_targets_of_every_kind(server: Rehearsal) -> None:
    async def story(wire: Wire) -> None:
        for target in (
            SEARCH,
            b"http://abc-123.mktorest.example" + SEARCH,
            b"/" + SEARCH,
            b"/rest/../bulk/.." + SEARCH,
            SEARCH.replace(b"leads", b"%6ceads"),
            SEARCH + b"#fragment",
        ):
            assert result((await wire.talk(wire.get(target)))[0]) == []
        for target in (b"/rest/%2e%2e/rest/v1/leads.json", b"/rest/v1/leads.json%00", b"/rest/"):
            assert code((await wire.talk(wire.get(target)))[0]) == "610"
        assert await wire.talk(wire.get(b"*")) == [(404, b"")]
        for target in (b"/rest/\0", b"/rest/v1/leads.json?\xff", b"/a b"):
            ((status, _),) = await wire.talk(wire.get(target))
            assert status == 400

    on_the_wire(server, story)


def test_requests_one_behind_the_other(server: Rehearsal) -> None:
    async def story(wire: Wire) -> None:
        length = b"Content-Length: %d" % len(BODY)
        three = wire.get() + wire.post(length) + BODY + wire.get()
        first, second, third = await wire.talk(three, answers=3)
        assert result(first) == result(third) == []
        assert result(second)[0]["status"] == "created"
        cut = len(three) // 2
        assert len(await wire.talk(three[:cut], three[cut:], answers=3)) == 3

    on_the_wire(server, story)


BROKEN: dict[str, tuple[int, Callable[[Wire], bytes]]] = {
    "no HTTP": (400, lambda _: b"\x16\x03\x01\x02\x00\x01\r\n\r\n"),
    "long head": (431, lambda wire: wire.head(b"GET / HTTP/1.1", b"X: " + b"x" * 100_000)),
    "long head in lines": (
        431,
        lambda wire: wire.head(b"GET / HTTP/1.1", *[b"X: " + b"x" * 99] * 900),
    ),
    "broken chunk": (400, lambda wire: wire.post(b"Transfer-Encoding: chunked") + b"5\r\nabc\r\n!"),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("count", [0, 1, 2])
@pytest.mark.parametrize("is_one_piece", [True, False])
def test_what_is_refused_is_answered_after_the_requests_before_it(
    server: Rehearsal, name: str, *, count: int, is_one_piece: bool
) -> None:
    """A client pairs responses with requests by their order alone."""
    status, make = BROKEN[name]

    async def story(wire: Wire) -> None:
        length = b"Content-Length: %d" % len(BODY)
        pieces = [wire.post(length) + BODY] * count + [make(wire) + wire.get()]
        if is_one_piece:
            pieces = [b"".join(pieces)]
        answered = await wire.talk(*pieces, answers=count + 1)
        assert [result(each)[0]["status"] for each in answered[:-1]] == ["created", "updated"][
            :count
        ]
        assert answered[-1] == (status, b"")
        assert await wire.is_closed_after(*pieces, answers=count + 1)

    on_the_wire(server, story)


@pytest.mark.parametrize("is_pipelined", [False, True])
def test_a_stop_does_not_wait_for_the_rest_of_a_body(
    server: Rehearsal, *, is_pipelined: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadkeep.cli.connection.UNFINISHED_LIMIT_SECONDS", 0.01)

    async def story(wire: Wire) -> None:
        before = wire.get() if is_pipelined else b""
        half = wire.post(b"Content-Length: %d" % len(BODY)) + BODY[:9]
        answered = await wire.talk(before + half, answers=1 + is_pipelined, is_stopped=True)
        assert answered[-1] == (503, b"")
        assert [result(each) for each in answered[:-1]] == [[]] * is_pipelined

    on_the_wire(server, story)


def test_a_head_without_end_is_cut_off(server: Rehearsal) -> None:
    """Headers wait in memory until the last of them is there: somebody must say stop."""

    async def story(wire: Wire) -> None:
        start = b"GET " + SEARCH + b" HTTP/1.1\r\n"
        line = b"X-Filler: " + b"x" * 1_000 + b"\r\n"
        for piece in (29_000, 60_000, 100_000):
            long = wire.head(b"GET " + SEARCH + b" HTTP/1.1", *[line.strip()] * 100)
            cut = [long[at : at + piece] for at in range(0, len(long), piece)]
            assert await wire.talk(*cut) == [(431, b"")]
        for endless in ([start, *[line] * 2_000], [start + b"X: ", *[b"x" * 9_999] * 200]):
            try:
                answered = await wire.talk(*endless)
            except (ConnectionError, asyncio.IncompleteReadError):
                continue  # it was cut off so soon that the answer was lost
            assert answered == [(431, b"")]
        ample = wire.head(b"GET " + SEARCH + b" HTTP/1.1", *[b"X-Filler: " + b"x" * 1_000] * 40)
        assert result((await wire.talk(ample))[0]) == []
        in_pieces = [ample[at : at + 700] for at in range(0, len(ample), 700)]
        assert result((await wire.talk(*in_pieces))[0]) == []

    on_the_wire(server, story)


@pytest.mark.parametrize("protocol", [b"websocket", b"h2c", b"x"])
def test_another_protocol_is_not_spoken(server: Rehearsal, protocol: bytes) -> None:
    async def story(wire: Wire) -> None:
        lines = [b"Connection: Upgrade", b"Upgrade: " + protocol, b"Sec-WebSocket-Version: 13"]
        lines.append(b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
        asked = wire.head(b"GET " + SEARCH + b" HTTP/1.1", *lines)
        assert result((await wire.talk(asked))[0]) == []

    on_the_wire(server, story)


def test_a_websocket_is_closed_at_once(server: Rehearsal) -> None:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:  # noqa: ANN401
        sent.append(message)

    server.run(server.application({"type": "websocket", "path": LEADS}, receive, send))
    assert sent == [{"type": "websocket.close"}]


def test_what_is_no_http_is_answered_so(server: Rehearsal) -> None:
    async def story(wire: Wire) -> None:
        for sent in (
            b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
            wire.post(b"Content-Length: -1"),
            wire.post(b"Content-Length: 1", b"Content-Length: 2"),
            wire.post(b"Content-Length: 4", b"Transfer-Encoding: chunked") + b"0\r\n\r\n",
        ):
            ((status, _),) = await wire.talk(sent)
            assert status == 400
        assert result((await wire.talk(wire.get()))[0]) == []

    on_the_wire(server, story)
    assert server.get(LEADS, NOBODY).result == []
