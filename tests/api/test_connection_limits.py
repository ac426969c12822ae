"""What a connection may take before its token is known: time, memory, and a place among others."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import uvicorn

from leadkeep.api.received import LARGEST_BODY_BYTES
from leadkeep.app import UNAUTHENTICATED_BYTES
from leadkeep.cli.edge import EdgeConfig, EdgeLimits
from leadkeep.cli.serve import CONNECTION
from leadkeep.clock import elapsed
from leadkeep.testing import Rehearsal
from tests.support.leads import fresh

QUICK = EdgeLimits(head_seconds=0.2, body_grace_seconds=0.2, check_seconds=0.05)
FEW = EdgeLimits(connections=3)
LEADS = "/rest/v1/leads.json"
IMPORT = "/bulk/v1/leads.json"
FORM = {"content-type": "application/x-www-form-urlencoded"}


class Client:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def status(self) -> int:
        """Return the status of the next response, which has no body or a short one."""
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length: ")[2].split()[0])
        await self._reader.readexactly(length)
        return int(head.split()[1])

    async def rest(self) -> bytes:
        """Return what comes until the server closes the connection."""
        return await self._reader.read()

    def close(self) -> None:
        self._writer.close()


Connect = Callable[[], Coroutine[Any, Any, Client]]
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


def on_the_edge(
    server: Rehearsal,
    limits: EdgeLimits,
    story: Callable[[Connect], Coroutine[Any, Any, None]],
    keep_alive_seconds: int = 5,
) -> None:
    """Run a story against the application behind a real port with these limits."""

    async def run() -> None:
        config = EdgeConfig(
            server.application,
            limits=limits,
            http=CONNECTION,
            port=0,
            lifespan="off",
            log_level="critical",
            access_log=False,
            timeout_keep_alive=keep_alive_seconds,
        )
        config.load()
        program = uvicorn.Server(config)
        program.lifespan = config.lifespan_class(config)
        await program.startup()
        port = program.servers[0].sockets[0].getsockname()[1]

        clients: list[Client] = []

        async def connect() -> Client:
            clients.append(Client(*await asyncio.open_connection("127.0.0.1", port)))
            return clients[-1]

        try:
            await asyncio.wait_for(story(connect), 40)
        finally:
            for each in clients:
                each.close()
            await program.shutdown()

    server.run(run())


def test_a_slow_head_is_refused_and_a_silent_connection_closed(server: Rehearsal) -> None:
    async def story(connect: Connect) -> None:
        silent, slow, blank = await connect(), await connect(), await connect()
        await slow.send(b"GET / HTTP/1.1\r\nHost: ")
        await blank.send(b"\r\n")
        assert await silent.rest() == b""
        assert (await slow.rest()).startswith(b"HTTP/1.1 408 ")
        assert await blank.rest() == b""

    on_the_edge(server, QUICK, story)


def test_a_connection_with_a_response_stays_for_the_next_request(server: Rehearsal) -> None:
    async def story(connect: Connect) -> None:
        kept, silent = await connect(), await connect()
        await kept.send(GET)
        assert await kept.status() == 200
        assert await silent.rest() == b""  # more than the limit of heads has passed
        await kept.send(GET)
        assert await kept.status() == 200

    on_the_edge(server, QUICK, story)


def test_a_connection_with_a_response_ends_after_its_time(server: Rehearsal) -> None:
    async def story(connect: Connect) -> None:
        client = await connect()
        for _ in range(2):
            await client.send(GET)
            assert await client.status() == 200
        started = elapsed()
        assert await client.rest() == b""
        assert elapsed() - started > 0.9

    on_the_edge(server, QUICK, story, keep_alive_seconds=1)


def test_a_slow_body_is_refused_and_a_steady_one_taken(server: Rehearsal) -> None:
    token = server.token.encode()
    head = (
        b"POST /rest/v1/leads.json HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer " + token + b"\r\nContent-Length: %d\r\n\r\n"
    )

    async def story(connect: Connect) -> None:
        slow, steady = await connect(), await connect()
        await slow.send(head % 1_000 + b"{")
        body = b'{"input":[{"email":"%s"}]}' % fresh().encode()
        body += b" " * (8_000 - len(body))
        await steady.send(head % len(body))
        for start in range(0, len(body), 500):
            await steady.send(body[start : start + 500])
            await asyncio.sleep(0.03)
        assert await steady.status() == 200
        assert (await slow.rest()).startswith(b"HTTP/1.1 408 ")

    on_the_edge(server, QUICK, story)


def test_the_longest_idle_connection_gives_way(server: Rehearsal) -> None:
    async def story(connect: Connect) -> None:
        kept = await connect()
        await kept.send(GET)
        assert await kept.status() == 200
        silent = [await connect() for _ in range(6)]
        for each in silent[:4]:
            assert await each.rest() == b""
        for each in (kept, *silent[4:]):
            await each.send(GET)
            assert await each.status() == 200

    on_the_edge(server, FEW, story)


def test_a_connection_is_refused_while_all_others_are_busy(server: Rehearsal) -> None:
    token = server.token.encode()

    async def story(connect: Connect) -> None:
        head = b"POST /rest/v1/leads.json HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
        head += b"Authorization: Bearer " + token + b"\r\n\r\n"
        busy = [await connect() for _ in range(3)]
        for each in busy:
            await each.send(head)
        await asyncio.sleep(0)
        refused = await connect()
        assert (await refused.rest()).startswith(b"HTTP/1.1 503 ")
        for each in busy:
            await each.send(b"{}")
            assert await each.status() == 200

    on_the_edge(server, FEW, story)


# -- memory before the token -----------------------------------------------------------------------


@pytest.mark.parametrize("path", [LEADS, IMPORT, "/bulk/v1/nothing.json"])
@pytest.mark.parametrize("token", ["", "unknown"])
def test_no_body_is_read_before_the_token(server: Rehearsal, path: str, token: str) -> None:
    chunks = [b"x"] * 3
    if token:
        headers = {"authorization": f"Bearer {token}", "transfer-encoding": "chunked"}
    else:
        headers = {"transfer-encoding": "chunked"}
    response = read_by(server, path, headers, chunks)
    assert response in {b"600", b"601"}
    assert len(chunks) == 3


def read_by(server: Rehearsal, path: str, headers: dict[str, str], chunks: list[bytes]) -> bytes:
    """Send a POST request whose chunks are taken from a list; return the error code."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        body = chunks.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(chunks)}

    async def send(message: Any) -> None:  # noqa: ANN401
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    server.run(server.application.handle(scope, receive, send))
    if sent[0]["status"] != 200:
        return str(sent[0]["status"]).encode()
    _, _, rest = sent[1]["body"].partition(b'"code":"')
    code: bytes = rest[:3]
    return code


def test_only_imports_may_be_larger_than_1_mb(server: Rehearsal) -> None:
    headers = {"authorization": f"Bearer {server.token}", "transfer-encoding": "chunked"}
    large = [b"x" * LARGEST_BODY_BYTES, b"x"]
    assert read_by(server, "/bulk/v1/nothing.json", headers, [*large]) == b"413"
    assert read_by(server, "/bulk/v1/leads/export/create.json", headers, [*large]) == b"413"
    assert read_by(server, IMPORT, headers, [*large]) == b"613"


def test_forms_that_may_hold_the_token_share_their_memory(server: Rehearsal) -> None:
    """A form is read first; all that are read at one time have 32 MiB together."""
    count = UNAUTHENTICATED_BYTES // LARGEST_BODY_BYTES
    form, codes = {**FORM, "transfer-encoding": "chunked"}, []
    assert server.token

    async def story() -> None:
        is_full = asyncio.Event()
        waiting = 0

        async def post() -> None:
            nonlocal waiting
            pieces = [b"x" * LARGEST_BODY_BYTES, b""]

            async def receive() -> dict[str, Any]:
                nonlocal waiting
                if len(pieces) == 1:
                    waiting += 1
                    if waiting == count:
                        is_full.set()
                    await is_full.wait()
                    await asyncio.sleep(0.05)
                body = pieces.pop(0)
                return {"type": "http.request", "body": body, "more_body": bool(pieces)}

            async def send(message: Any) -> None:  # noqa: ANN401
                if message["type"] == "http.response.body":
                    codes.append(message["body"].partition(b'"code":"')[2][:3])

            scope = {
                "type": "http",
                "method": "POST",
                "raw_path": LEADS.encode(),
                "query_string": b"",
                "headers": [(name.encode(), value.encode()) for name, value in form.items()],
            }
            await server.application.handle(scope, receive, send)

        await asyncio.gather(*(post() for _ in range(count + 3)))
        assert sorted(codes) == [b"600"] * count + [b"608"] * 3
        codes.clear()
        is_full.set()
        await post()
        assert codes == [b"600"]

    server.run(story())
