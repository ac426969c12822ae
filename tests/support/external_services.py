"""Services outside, on loopback: HTTP servers that do as told, and a mail server that keeps all."""

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CERTIFICATE = Path(__file__).parent / "localhost.pem"
"""A key and a certificate for the name localhost, which nobody trusts unless told to."""
TAKES_ALL = b"250 OK\r\n"


@contextmanager
def served(
    handler: type[socketserver.BaseRequestHandler], *, is_secure: bool = False
) -> Iterator[int]:
    """Run a server on loopback and yield its port."""
    with _Server(("127.0.0.1", 0), handler) as server:
        if is_secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Clients that hang up are part of the tests."""


@dataclass
class Exchange:
    """What an HTTP server got: the head as it came, and the body."""

    head: str = ""
    body: bytes = b""

    @property
    def headers(self) -> dict[str, str]:
        lines = [line.partition(": ") for line in self.head.split("\r\n")[1:]]
        return {name.lower(): value for name, _, value in lines}


Answer = Callable[[Callable[[bytes], Any]], None]


@contextmanager
def http_server(
    answer: bytes | Answer, *, is_secure: bool = False
) -> Iterator[tuple[int, list[Exchange]]]:
    """Answer every request with these bytes, or by calling ``answer(write)``."""
    seen: list[Exchange] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            lines = iter(lambda: self.rfile.readline().decode("latin-1").rstrip("\r\n"), "")
            exchange = Exchange("\r\n".join(lines))
            exchange.body = self.rfile.read(int(exchange.headers.get("content-length", 0)))
            if exchange.head:
                seen.append(exchange)
            if callable(answer):
                answer(self.wfile.write)
            else:
                self.wfile.write(answer)

    with served(Handler, is_secure=is_secure) as port:
        yield port, seen


@dataclass
class MailSink:
    """A mail server that takes all, but for what it is told to refuse."""

    recipient_answer: bytes = TAKES_ALL
    data_answer: bytes = TAKES_ALL
    goodbye: bytes = b"221 bye\r\n"
    greeting: bytes = b"250-sink\r\n250 8BITMIME\r\n"
    lines: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)

    def handler(sink) -> type[socketserver.BaseRequestHandler]:  # noqa: N805 -- two selves below
        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 sink\r\n")
                while line := self.rfile.readline():
                    sink.lines.append(line.decode().strip())
                    verb = line[:4].upper()
                    if verb == b"DATA":
                        self.wfile.write(b"354 go on\r\n")
                        sink.mails.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                        self.wfile.write(sink.data_answer)
                    else:
                        answers = {
                            b"EHLO": sink.greeting,
                            b"RCPT": sink.recipient_answer,
                            b"QUIT": sink.goodbye,
                        }
                        self.wfile.write(answers.get(verb, TAKES_ALL))

        return Handler
