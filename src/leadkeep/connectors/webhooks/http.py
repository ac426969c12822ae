"""Calls over HTTP and HTTPS by the standard library, within one time limit from end to end."""

import http.client
import io
import socket
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from leadkeep import __version__
from leadkeep.clock import elapsed
from leadkeep.connectors.webhooks.networks import Network, is_allowed
from leadkeep.domain.automation.services import Webhook, WebhookAnswer, WebhookFailure

TIME_LIMIT_SECONDS = 30.0
"""From the look-up of the name to the last byte of the answer (behaviour.md 9.4)."""
LOOKUPS_AT_ONCE = 4
LARGEST_ANSWER_BYTES = 1_048_576
"""What is longer is not a reply to a webhook."""
PIECE_BYTES = 65_536
PORTS = {"http": 80, "https": 443}
KEPT_IN_PATHS = "!#$%&'()*+,/:;=?@[]~"
"""What a URL may hold beside letters and digits; the rest is quoted."""
OUR_HEADERS = frozenset({"host", "content-length", "transfer-encoding", "connection"})
"""How a message is framed is not for a template to say."""


class _CallError(Exception):
    """The call has come to its end without an answer."""

    def __init__(self, failure: WebhookFailure) -> None:
        super().__init__(failure.name)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str


class HttpWebhooks:
    """Calls webhooks; follows no redirect and uses no proxy."""

    def __init__(
        self, networks: Sequence[Network] = (), time_limit_seconds: float = TIME_LIMIT_SECONDS
    ) -> None:
        """``networks`` may be reached beside public addresses."""
        self._networks = tuple(networks)
        self._time_limit = time_limit_seconds
        self._lookups = ThreadPoolExecutor(LOOKUPS_AT_ONCE, thread_name_prefix="leadkeep-lookup")

    def call(self, webhook: Webhook, key: str) -> WebhookAnswer:
        """Make a call; see ``domain.outside.Webhooks``."""
        deadline = elapsed() + self._time_limit
        try:
            return self._call(webhook, key, deadline)
        except _CallError as error:
            failure = error.failure
        except TimeoutError:
            failure = WebhookFailure.TIMED_OUT
        except ssl.SSLCertVerificationError:
            failure = WebhookFailure.NOT_TRUSTED
        except (http.client.HTTPException, ssl.SSLError):
            failure = WebhookFailure.BAD_ANSWER
        except OSError:
            failure = WebhookFailure.UNREACHABLE
        return WebhookAnswer(failure=failure)

    def _call(self, webhook: Webhook, key: str, deadline: float) -> WebhookAnswer:
        target = _target_of(webhook.url)
        stream = self._connect(target, deadline)
        try:
            connection = http.client.HTTPConnection(target.host, target.port)
            connection.default_port = PORTS[target.scheme]  # the host header does without it
            connection.sock = _TimedSocket(stream, deadline)
            _send(connection, webhook, target, key)
            return _read(connection.getresponse())
        finally:
            stream.close()

    def _connect(self, target: _Target, deadline: float) -> socket.socket:
        addresses = self._look_up(target, deadline)
        allowed = [each for each in addresses if is_allowed(each[4][0], self._networks)]
        if not allowed:
            raise _CallError(WebhookFailure.NOT_ALLOWED)
        last: OSError | None = None
        for family, kind, protocol, _, address in allowed:
            stream = socket.socket(family, kind, protocol)
            try:
                stream.settimeout(_time_left(deadline))
                stream.connect(address)
            except OSError as error:
                stream.close()
                last = error
            else:
                return self._secured(stream, target, deadline)
        assert last is not None  # noqa: S101 -- there was an address, and it failed
        raise last

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    def _secured(self, stream: socket.socket, target: _Target, deadline: float) -> socket.socket:
        if target.scheme == "http":
            return stream
        try:
            stream.settimeout(_time_left(deadline))
            return self._trust.wrap_socket(stream, server_hostname=target.host)
        except BaseException:
            stream.close()
            raise

    def _look_up(self, target: _Target, deadline: float) -> list[Any]:
        found = self._lookups.submit(
            socket.getaddrinfo, target.host, target.port, type=socket.SOCK_STREAM
        )
        try:
            return found.result(_time_left(deadline))
        except UnicodeError:
            raise _CallError(WebhookFailure.BAD_REQUEST) from None


def _target_of(url: str) -> _Target:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise _CallError(WebhookFailure.BAD_REQUEST) from None
    # A password in a URL would end up in lists of URLs: it belongs in a header.
    if not host or parts.username is not None or parts.password is not None:
        raise _CallError(WebhookFailure.BAD_REQUEST)
    return _Target(parts.scheme, host, port, _path_of(parts))


def _path_of(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe=KEPT_IN_PATHS)
    return f"{path}?{quote(parts.query, safe=KEPT_IN_PATHS)}" if parts.query else path


def _send(
    connection: http.client.HTTPConnection, webhook: Webhook, target: _Target, key: str
) -> None:
    body = webhook.body if webhook.method == "POST" else b""
    headers = {
        "User-Agent": f"leadkeep/{__version__}",
        "Accept-Encoding": "identity",
        "Idempotency-Key": key,
    }
    given = {name.lower() for name in webhook.headers}
    headers = {name: value for name, value in headers.items() if name.lower() not in given}
    headers |= {
        name: value for name, value in webhook.headers.items() if name.lower() not in OUR_HEADERS
    }
    if webhook.method == "POST":
        headers["Content-Length"] = str(len(body))
    try:
        connection.putrequest(webhook.method, target.path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value.encode("latin-1"))
        connection.putheader("Connection", "close")
    except (ValueError, http.client.InvalidURL):  # a line break, a letter that no header has
        raise _CallError(WebhookFailure.BAD_REQUEST) from None
    connection.endheaders(body or None)


def _read(response: http.client.HTTPResponse) -> WebhookAnswer:
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(PIECE_BYTES):
        size += len(piece)
        if size > LARGEST_ANSWER_BYTES:
            raise _CallError(WebhookFailure.TOO_LARGE)
        pieces.append(piece)
    if response.length:
        raise _CallError(WebhookFailure.BAD_ANSWER)  # it was cut off
    headers = {name.lower(): value for name, value in response.getheaders()}
    return WebhookAnswer(response.status, headers, b"".join(pieces))


def _time_left(deadline: float) -> float:
    left = deadline - elapsed()
    if left <= 0:
        raise TimeoutError
    return left


class _TimedSocket:
    """A socket whose every step ends at one deadline.

    A time-out of a socket starts anew with each byte that comes: a server that sends one a second
    would hold a call for ever.
    """

    def __init__(self, stream: socket.socket, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        """Send all of it in the time that is left."""
        self._stream.settimeout(_time_left(self._deadline))
        self._stream.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return what the answer is read from."""
        assert mode == "rb"  # noqa: S101 -- as the standard library asks for it
        return io.BufferedReader(_TimedReader(self._stream, self._deadline))

    def close(self) -> None:
        """Leave it to the one who opened the stream."""


class _TimedReader(io.RawIOBase):
    def __init__(self, stream: socket.socket, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 -- any writable memory
        self._stream.settimeout(_time_left(self._deadline))
        return self._stream.recv_into(buffer)
