"""A real browser, and small web sites for it to look at."""

import os
import queue
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import BrowserContext, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_SECONDS = 20.0


def browser_path() -> str:
    """Return where the browser is; a machine without one fails the tests."""
    named = os.environ.get("LEADKEEP_TEST_CHROMIUM")
    found = [path for name in ([named] if named else NAMES) if (path := shutil.which(name))]
    assert found, f"no browser: install chromium, or name one in LEADKEEP_TEST_CHROMIUM ({named})"
    return found[0]


@contextmanager
def running_profile() -> Iterator[BrowserContext]:
    """Run Chromium with one fresh profile.

    It takes every host for this machine, so that sites can have any name. While it runs, no other
    event loop can run in this thread.
    """
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * 127.0.0.1"]
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=browser_path(), args=arguments) as browser,
        browser.new_context() as profile,
    ):
        yield profile


@dataclass(frozen=True)
class Event:
    """A request below ``/webevents/`` as it came."""

    method: str
    name: str
    values: dict[str, str]
    headers: dict[str, str]
    target: str
    """Path and query as they were sent."""


class Site:
    """A web server at a port of its own, which answers every other path with one page.

    What browsers send to ``/webevents/`` is kept in the order in which it comes.
    """

    def __init__(self, files: dict[str, bytes] | None = None) -> None:
        """Serve scripts by path; the page may be set later, too."""
        self.page = ""
        self._files = files or {}
        self._events: queue.Queue[Event] = queue.Queue()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site._answer(self)

            def do_POST(self) -> None:
                site._answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,))
        self.port: int = self._server.server_port

    def __enter__(self) -> Self:
        """Start to serve."""
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def url(self, path: str = "/", host: str = "www.shop.example.com") -> str:
        """Return an address of a page."""
        return f"http://{host}:{self.port}{path}"

    def event(self) -> Event:
        """Return the next event, for which it waits."""
        return self._events.get(timeout=PATIENCE_SECONDS)

    @property
    def is_quiet(self) -> bool:
        """Whether no event has come that nobody has looked at."""
        return self._events.empty()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(request.path)
        status, kind, body = 200, "text/html;charset=UTF-8", self.page.encode()
        if parts.path.startswith("/webevents/"):
            values = dict(parse_qsl(parts.query, keep_blank_values=True))
            headers = {name.lower(): value for name, value in request.headers.items()}
            name = parts.path.removeprefix("/webevents/")
            self._events.put(Event(request.command, name, values, headers, request.path))
            kind, body = "text/plain", b""
        elif parts.path in self._files:
            kind, body = "text/javascript", self._files[parts.path]
        elif parts.path == "/favicon.ico":
            status, body = 404, b""
        request.send_response(status)
        request.send_header("content-type", kind)
        request.send_header("content-length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
