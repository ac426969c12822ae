"""Webhook delivery over HTTP and HTTPS, to checked addresses, within one time limit."""

import socket
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

import httpcore

from leadkeep import __version__
from leadkeep.clock import elapsed
from leadkeep.connectors.webhooks.networks import Network, is_allowed
from leadkeep.domain.automation.services import Webhook, WebhookFailure, WebhookResponse

TIME_LIMIT_SECONDS = 30.0
"""Time limit from the DNS look-up to the last byte of the response (behaviour.md 9.4)."""
LOOKUP_THREADS = 4
LARGEST_RESPONSE_BYTES = 1_048_576
"""A delivery with a longer response fails."""
RESPONSE_HEADER_LIMIT = 100
PORTS = {"http": 80, "https": 443}
UNQUOTED_IN_PATHS = "!#$%&'()*+,/:;=?@[]~"
"""Characters that a URL keeps beside letters and digits; others are percent-encoded."""
FRAMING_HEADERS = frozenset({"host", "content-length", "transfer-encoding", "connection"})
"""Headers that a webhook cannot set: its own values for them are ignored."""


class _DeliveryError(Exception):
    """A webhook delivery failed, and there is no response."""

    def __init__(self, failure: WebhookFailure) -> None:
        super().__init__(failure.name)
        self.failure = failure


class HttpWebhooks:
    """Delivers webhooks over HTTP and HTTPS; follows no redirects and uses no proxy."""

    def __init__(
        self, networks: Sequence[Network] = (), time_limit_seconds: float = TIME_LIMIT_SECONDS
    ) -> None:
        """Allow deliveries to public IP addresses, and to the IP addresses in ``networks``."""
        self._networks = tuple(networks)
        self._time_limit = time_limit_seconds
        self._lookups = ThreadPoolExecutor(LOOKUP_THREADS, thread_name_prefix="leadkeep-lookup")

    def send(self, webhook: Webhook, key: str) -> WebhookResponse:
        """Deliver a webhook; return the response or the failure (``services.Webhooks``)."""
        deadline = elapsed() + self._time_limit
        headers: list[tuple[bytes, bytes]] = []
        try:
            url = _url(webhook.url)
            headers = _headers(webhook, url, key)
            return replace(self._send(webhook, url, headers, deadline), **_sent(headers))
        except _DeliveryError as error:
            failure = error.failure
        except TimeoutError:
            failure = WebhookFailure.TIMED_OUT
        except ssl.SSLCertVerificationError:
            failure = WebhookFailure.NOT_TRUSTED
        except httpcore.LocalProtocolError:  # a line break, a character that headers cannot have
            failure = WebhookFailure.BAD_REQUEST
        except (httpcore.RemoteProtocolError, ssl.SSLError):
            failure = WebhookFailure.BAD_RESPONSE
        except OSError:
            failure = WebhookFailure.UNREACHABLE
        return WebhookResponse(failure=failure, **_sent(headers))

    def _send(
        self,
        webhook: Webhook,
        url: httpcore.URL,
        headers: list[tuple[bytes, bytes]],
        deadline: float,
    ) -> WebhookResponse:
        with (
            httpcore.HTTPConnection(
                url.origin,
                self._trust if url.scheme == b"https" else None,
                network_backend=_CheckedNetwork(self._addresses, deadline),
            ) as connection,
            connection.stream(
                webhook.method,
                url,
                headers=headers,
                content=webhook.body if webhook.method == "POST" else None,
            ) as response,
        ):
            return _read(response)

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    def _addresses(self, host: str, port: int, deadline: float) -> list[str]:
        """Look up a host name once; return those of its IP addresses that webhooks may reach."""
        found = self._lookups.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        try:
            addresses = [str(each[4][0]) for each in found.result(_time_left(deadline))]
        except UnicodeError:
            raise _DeliveryError(WebhookFailure.BAD_REQUEST) from None
        allowed = [each for each in addresses if is_allowed(each, self._networks)]
        if not allowed:
            raise _DeliveryError(WebhookFailure.NOT_ALLOWED)
        return allowed


def _url(text: str) -> httpcore.URL:
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna")
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise _DeliveryError(WebhookFailure.BAD_REQUEST) from None
    # A password in a URL would appear in lists of URLs: it belongs in a header.
    if not host or parts.username is not None or parts.password is not None:
        raise _DeliveryError(WebhookFailure.BAD_REQUEST)
    return httpcore.URL(scheme=parts.scheme, host=host, port=port, target=_path_of(parts))


def _path_of(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe=UNQUOTED_IN_PATHS)
    return f"{path}?{quote(parts.query, safe=UNQUOTED_IN_PATHS)}" if parts.query else path


def _headers(webhook: Webhook, url: httpcore.URL, key: str) -> list[tuple[bytes, bytes]]:
    host = url.host.decode()
    host = f"[{host}]" if ":" in host else host
    if url.port != PORTS[url.scheme.decode()]:
        host = f"{host}:{url.port}"
    given = {name.lower() for name in webhook.headers}
    defaults = {
        "User-Agent": f"leadkeep/{__version__}",
        "Accept-Encoding": "identity",
        "Idempotency-Key": key,
    }
    headers = {"Host": host, "Connection": "close"}
    headers |= {name: value for name, value in defaults.items() if name.lower() not in given}
    headers |= {
        name: value
        for name, value in webhook.headers.items()
        if name.lower() not in FRAMING_HEADERS
    }
    if webhook.method == "POST":
        headers["Content-Length"] = str(len(webhook.body))
    try:
        return [
            # Text beyond ASCII has no agreed encoding in headers: UTF-8 loses nothing.
            (name.encode("ascii"), value.strip(" \t").encode())
            for name, value in headers.items()
        ]
    except UnicodeEncodeError:
        raise _DeliveryError(WebhookFailure.BAD_REQUEST) from None


def _sent(headers: Sequence[tuple[bytes, bytes]]) -> dict[str, Any]:
    return {"request_headers": {name.decode(): value.decode() for name, value in headers}}


def _read(response: httpcore.Response) -> WebhookResponse:
    if len(response.headers) > RESPONSE_HEADER_LIMIT:
        raise _DeliveryError(WebhookFailure.BAD_RESPONSE)
    body = bytearray()
    for piece in response.iter_stream():
        body += piece
        if len(body) > LARGEST_RESPONSE_BYTES:
            raise _DeliveryError(WebhookFailure.TOO_LARGE)
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
    }
    return WebhookResponse(response.status, headers, bytes(body))


def _time_left(deadline: float) -> float:
    left = deadline - elapsed()
    if left <= 0:
        raise TimeoutError
    return left


class _CheckedNetwork(httpcore.NetworkBackend):
    """Connects to IP addresses that were checked, without a further look-up of the host name."""

    def __init__(self, addresses: Callable[[str, int, float], list[str]], deadline: float) -> None:
        self._addresses = addresses
        self._deadline = deadline

    def connect_tcp(self, host: str, port: int, *_: object, **__: object) -> httpcore.NetworkStream:
        """Connect to the first of the host's allowed addresses that accepts the connection."""
        failed = OSError()
        for address in self._addresses(host, port, self._deadline):
            try:
                stream = socket.create_connection((address, port), _time_left(self._deadline))
            except OSError as error:
                failed = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failed


class _TimedStream(httpcore.NetworkStream):
    """A connection with one deadline for all reads and writes.

    A socket's own time-out starts again with each byte received: a server that sends one byte a
    second would block a delivery for ever.
    """

    def __init__(self, stream: socket.socket, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def _within_time(self) -> socket.socket:
        self._stream.settimeout(_time_left(self._deadline))
        return self._stream

    def read(self, max_bytes: int, *_: object, **__: object) -> bytes:
        """Receive up to ``max_bytes`` from the peer; fail at the deadline of the delivery."""
        return self._within_time().recv(max_bytes)

    def write(self, buffer: bytes, *_: object, **__: object) -> None:
        """Send the whole buffer to the peer; fail at the deadline of the delivery."""
        self._within_time().sendall(buffer)

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        *_: object,
        **__: object,
    ) -> httpcore.NetworkStream:
        """Verify the server's certificate and encrypt the connection."""
        try:
            stream = ssl_context.wrap_socket(self._within_time(), server_hostname=server_hostname)
        except BaseException:
            self.close()
            raise
        return _TimedStream(stream, self._deadline)

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def get_extra_info(self, info: str) -> None:
        """Return None: HTTP/2 is not used, and no connection is reused."""
