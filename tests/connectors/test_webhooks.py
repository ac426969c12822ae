"""Calls of webhooks, to real servers on loopback."""

import time
from collections.abc import Callable
from socketserver import BaseRequestHandler
from typing import Any

import pytest

from leadkeep.connectors.webhooks import HttpWebhooks, NullWebhooks, read_networks
from leadkeep.connectors.webhooks.http import LARGEST_RESPONSE_BYTES
from leadkeep.connectors.webhooks.networks import is_allowed
from leadkeep.domain.automation.services import Webhook, WebhookFailure, WebhookResponse
from tests.support.external_services import CERTIFICATE, http_server, served

LOOPBACK = read_networks(["127.0.0.0/8", "::1/128"])
OK = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a": 1}\n'


def send(port: int, path: str = "/hook", scheme: str = "http", **options: Any) -> WebhookResponse:  # noqa: ANN401
    limit = options.pop("limit", 5.0)
    webhook = Webhook(f"{scheme}://localhost:{port}{path}", **options)
    return HttpWebhooks(LOOPBACK, limit).send(webhook, "job-7")


def test_a_post_is_sent_and_its_response_read() -> None:
    with http_server(OK) as (port, seen):
        response = send(port, headers={"X-Token": "secret"}, body=b"name=Ad\xc3\xa0")
    assert response == WebhookResponse(
        200, {"content-type": "application/json", "content-length": "9"}, b'{"a": 1}\n'
    )
    assert response.is_success
    (exchange,) = seen
    sent = {name.lower(): value for name, value in response.request_headers.items()}
    assert sent == dict(exchange.headers)
    assert exchange.head.startswith("POST /hook HTTP/1.1\r\n")
    assert exchange.body == b"name=Ad\xc3\xa0"
    assert exchange.headers["host"] == f"localhost:{port}"
    assert exchange.headers["x-token"] == "secret"
    assert exchange.headers["idempotency-key"] == "job-7"
    assert exchange.headers["connection"] == "close"


def test_a_get_has_no_body_and_a_quoted_url() -> None:
    with http_server(OK) as (port, seen):
        assert send(port, "/a b/ü?q=1%2F2&r=é#part", method="GET", body=b"x").is_success
    assert seen[0].head.startswith("GET /a%20b/%C3%BC?q=1%2F2&r=%C3%A9 HTTP/1.1\r\n")
    assert seen[0].body == b""


def test_the_caller_may_set_all_headers_but_the_framing() -> None:
    headers = {
        "host": "inside.example.com",
        "Content-Length": "1",
        "Transfer-Encoding": "chunked",
        "User-Agent": "mine",
        "idempotency-key": "mine too",
    }
    with http_server(OK) as (port, seen):
        assert send(port, headers=headers, body=b"abc").is_success
    got = seen[0].headers
    assert (got["user-agent"], got["idempotency-key"]) == ("mine", "mine too")
    assert (got["host"], got["content-length"]) == (f"localhost:{port}", "3")
    assert "transfer-encoding" not in got


@pytest.mark.parametrize(
    "headers",
    [
        {"X-A": "one\r\nX-B: two"},
        {"X-A: b\r\n": "one"},
    ],
    ids=["value", "name"],
)
def test_a_value_cannot_add_headers(headers: dict[str, str]) -> None:
    with http_server(OK) as (port, seen):
        assert send(port, headers=headers).failure is WebhookFailure.BAD_REQUEST
    assert seen == []


@pytest.mark.parametrize("text", ["Å", "€ 5", "東京", "a\u00a0b"])
def test_a_header_has_text_of_any_language(text: str) -> None:
    with http_server(OK) as (port, seen):
        assert send(port, headers={"X-A": text}).is_success
    assert seen[0].headers["x-a"].encode("latin-1").decode() == text


@pytest.mark.parametrize("status", [302, 404, 500])
def test_other_statuses_are_returned_and_no_redirect_is_followed(status: int) -> None:
    text = f"HTTP/1.1 {status} Told\r\nLocation: http://localhost:1/\r\nContent-Length: 0\r\n\r\n"
    with http_server(text.encode()) as (port, seen):
        response = send(port)
    assert (response.status, response.failure, response.is_success) == (status, None, False)
    assert len(seen) == 1


def test_a_response_in_chunks_is_read() -> None:
    text = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    with http_server(text) as (port, _):
        assert send(port).body == b"abcde"


# -- what goes wrong -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "response",
    [
        b"",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\ncut off",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(200)) + b"\r\n",
    ],
    ids=["nothing", "another language", "cut off", "bad chunk", "too many headers"],
)
def test_a_malformed_response_is_a_failure(response: bytes) -> None:
    with http_server(response) as (port, _):
        assert send(port) == WebhookResponse(failure=WebhookFailure.BAD_RESPONSE)


def test_a_response_may_not_be_too_large() -> None:
    def endless(write: Callable[[bytes], Any]) -> None:
        write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(LARGEST_RESPONSE_BYTES // 65_536 + 2):
            write(b"x" * 65_536)

    with http_server(endless) as (port, _):
        assert send(port).failure is WebhookFailure.TOO_LARGE


@pytest.mark.parametrize("is_in_head", [True, False], ids=["head", "body"])
def test_a_server_that_drips_is_left_in_time(*, is_in_head: bool) -> None:
    def drip(write: Callable[[bytes], Any]) -> None:
        write(b"HTTP/1.1 200 OK\r\n" if is_in_head else b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(500):
            write(b"x")
            time.sleep(0.01)

    start = time.monotonic()
    with http_server(drip) as (port, _):
        assert send(port, limit=0.2).failure is WebhookFailure.TIMED_OUT
    assert time.monotonic() - start < 4


def test_nobody_there_is_a_failure() -> None:
    with http_server(OK) as (port, _):
        pass
    assert send(port).failure is WebhookFailure.UNREACHABLE


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hook",
        "ftp://example.com/",
        "file:///etc/passwd",
        "http://",
        "http://example.com:99999/",
        "http://ada:secret@example.com/",
        "http://[::1/",
        f"http://{'a' * 70}.example.com/",
    ],
)
def test_what_is_no_url_of_the_web_is_refused(url: str) -> None:
    response = HttpWebhooks(LOOPBACK, 5.0).send(Webhook(url), "job-7")
    assert response.failure is WebhookFailure.BAD_REQUEST


# -- networks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0", "[::1]"])
def test_the_inside_is_outside_scope_under_any_name(host: str) -> None:
    with http_server(OK) as (port, seen):
        response = HttpWebhooks((), 5.0).send(Webhook(f"http://{host}:{port}/"), "job-7")
    assert response.failure is WebhookFailure.NOT_ALLOWED
    assert seen == []


@pytest.mark.parametrize(
    ("address", "is_reached"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 -- an address that is refused
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%1", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("::127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("64:ff9b:1::a00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:f5ff:fffe", False),
    ],
)
def test_only_public_addresses_are_reached(address: str, *, is_reached: bool) -> None:
    assert is_allowed(address, ()) is is_reached


def test_networks_are_opened_by_name() -> None:
    networks = read_networks(["10.0.0.0/8", "fd00::/8"])
    assert is_allowed("10.1.2.3", networks)
    assert is_allowed("::ffff:10.1.2.3", networks)
    assert is_allowed("fd12::1", networks)
    assert not is_allowed("192.168.1.1", networks)
    with pytest.raises(ValueError, match="10"):
        read_networks(["10.0.0.1/8"])


# -- TLS -------------------------------------------------------------------------------------------


def test_a_certificate_must_be_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    with http_server(OK, is_secure=True) as (port, seen):
        assert send(port, scheme="https").failure is WebhookFailure.NOT_TRUSTED
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        assert send(port, scheme="https").is_success
        other = Webhook(f"https://127.0.0.1:{port}/")
        assert HttpWebhooks(LOOPBACK, 5.0).send(other, "k").failure is WebhookFailure.NOT_TRUSTED
    assert len(seen) == 1


def test_tls_is_not_spoken_with_a_plain_server() -> None:
    class Plain(BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with served(Plain) as port:
        assert send(port, scheme="https").failure is WebhookFailure.BAD_RESPONSE


def test_the_null_version_sends_nothing() -> None:
    webhooks = NullWebhooks(WebhookResponse(204))
    assert webhooks.send(Webhook("http://localhost:1/"), "job-7").status == 204
    assert list(webhooks.deliveries) == [(Webhook("http://localhost:1/"), "job-7")]
