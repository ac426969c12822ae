"""The real program as a process, over real HTTP."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import httpx
import psutil

START_LIMIT_SECONDS = 60.0
POLL_SECONDS = 0.02
LEADS = "/rest/v1/leads.json"

ENVIRONMENT = {
    "LEADKEEP_CLIENT_ID": "11111111-2222-4333-8444-555555555555",
    "LEADKEEP_CLIENT_SECRET": "the secret of a test",
    "LEADKEEP_SECRET_KEY": "a key of thirty-two characters and more",
}


_NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def http_client(base_url: str, **options: Any) -> httpx.Client:  # noqa: ANN401
    """Return a client for plain HTTP; one that loads certificates costs as much as ten requests."""
    return httpx.Client(base_url=base_url, verify=_NO_CERTIFICATES, **options)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class ServerProcess:
    """``leadkeep serve`` on a database, at a port of its own."""

    def __init__(
        self,
        database: str,
        folder: Path,
        workers: int = 1,
        program: Sequence[str] = ("-m", "leadkeep"),
        port: int | None = None,
        arguments: Sequence[str] = (),
    ) -> None:
        """Start the program in ``folder``; it may not answer yet."""
        self.port = port or free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self._log_file = folder / f"serve-{self.port}.log"
        self._log = self._log_file.open("ab")
        self._process = subprocess.Popen(
            [
                *(sys.executable, *program, "serve", "--database", database),
                *("--port", str(self.port), "--workers", str(workers), *arguments),
            ],
            cwd=folder,
            env=os.environ | ENVIRONMENT,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        """Wait until the server answers."""
        end = time.monotonic() + START_LIMIT_SECONDS
        with http_client(self.base_url, timeout=START_LIMIT_SECONDS) as probe:
            while True:
                try:
                    probe.get("/")
                except httpx.TransportError:
                    assert self._process.poll() is None, "the server ended"
                    assert time.monotonic() < end, "the server does not answer"
                    time.sleep(POLL_SECONDS)
                else:
                    return self

    def __exit__(self, *error: object) -> None:
        """Kill the server."""
        self.kill()

    @property
    def pid(self) -> int:
        """The id of the process that was started, which may have further processes."""
        return self._process.pid

    def children(self) -> list[psutil.Process]:
        """Return the server processes of a parent; it has a child that serves no requests, too."""
        return [
            each
            for each in psutil.Process(self.pid).children()
            if "resource_tracker" not in " ".join(each.cmdline())
        ]

    def log(self) -> str:
        """Return what the server has logged and printed."""
        return self._log_file.read_text(encoding="utf-8")

    def stop(self) -> int:
        """Ask the server to stop; return its exit code."""
        self._process.terminate()
        return self._process.wait(START_LIMIT_SECONDS)

    def kill(self) -> None:
        """End the server and its workers at once, without a word to them."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._log.close()

    def client(self) -> "Client":
        """Return a client with a connection of its own."""
        return Client(self.base_url)


class Client:
    """An API client with one connection."""

    def __init__(self, base_url: str) -> None:
        """Ask for a token."""
        self._http = http_client(base_url, timeout=START_LIMIT_SECONDS)
        query = {
            "grant_type": "client_credentials",
            "client_id": ENVIRONMENT["LEADKEEP_CLIENT_ID"],
            "client_secret": ENVIRONMENT["LEADKEEP_CLIENT_SECRET"],
        }
        token = self._http.get("/identity/oauth/token", params=query).json()["access_token"]
        self.authorization = f"Bearer {token}"
        self._http.headers["authorization"] = self.authorization

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the connection."""
        self._http.close()

    def sync(self, records: list[dict[str, Any]], **wrapper: Any) -> list[dict[str, Any]]:  # noqa: ANN401
        """Call Sync Leads and return its result."""
        return self._result(self._http.post(LEADS, json={"input": records, **wrapper}))

    def post(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        """Call an operation without a body; return the envelope of its answer."""
        answer: dict[str, Any] = self._http.post(path, params=query).json()
        return answer

    def send(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Call an operation with a body; return the envelope of its answer."""
        answer: dict[str, Any] = self._http.post(path, json=body).json()
        return answer

    def describe(self) -> list[dict[str, Any]]:
        """Call Describe Lead and return its result."""
        return self._result(self._http.get("/rest/v1/leads/describe.json"))

    def find(self, emails: list[str], *fields: str) -> list[dict[str, Any]]:
        """Return the leads with these addresses, however many they are."""
        found = []
        for start in range(0, len(emails), 100):
            query = {
                "filterType": "email",
                "filterValues": ",".join(emails[start : start + 100]),
                "fields": ",".join(("email", *fields)),
            }
            found += self._result(self._http.get(LEADS, params=query))
        return found

    @staticmethod
    def _result(answer: httpx.Response) -> list[dict[str, Any]]:
        body = answer.json()
        assert body["success"] is True, body
        result: list[dict[str, Any]] = body["result"]
        return result
