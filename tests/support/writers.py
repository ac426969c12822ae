"""Clients that write while something fails."""

import time
from itertools import count
from threading import Event

from tests.support.server_process import LEADS, Client, ServerProcess

BATCH = 5
WRITES_BETWEEN = 5
PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.05
REFUSED = {"604", "608", "611", "713"}
"""Codes of requests that were refused because of the database."""


class Writers:
    """Clients that write without an end, each on a connection of its own."""

    def __init__(self, server: ServerProcess) -> None:
        self._server = server
        self.is_over = Event()
        self.acknowledged: list[str] = []
        self.refused: list[str] = []
        self._numbers = count()

    def write(self, client: Client) -> None:
        with client:
            while not self.is_over.is_set():
                emails = [f"w{next(self._numbers)}@example.com" for _ in range(BATCH)]
                leads = {"input": [{"email": email} for email in emails]}
                body = client._http.post(LEADS, json=leads).json()
                if body["success"]:
                    self.acknowledged += emails
                else:
                    self.refused += [each["code"] for each in body["errors"]]

    def wait_for_more(self) -> float:
        """Wait until more writes were acknowledged; return the seconds until the first."""
        start, before = time.monotonic(), len(self.acknowledged)
        first = None
        while len(self.acknowledged) < before + BATCH * WRITES_BETWEEN:
            seconds = time.monotonic() - start
            assert seconds < PATIENCE_SECONDS, "the server does not recover"
            if first is None and len(self.acknowledged) > before:
                first = seconds
            time.sleep(POLL_SECONDS)
        return first or time.monotonic() - start
