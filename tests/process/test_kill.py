"""What was acknowledged survives the death of the server."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import httpx
import pytest

from leadkeep.store import open_store
from leadkeep.testing.stores import StoreFactory
from tests.support.server_process import Client, ServerProcess
from tests.support.slow import IS_SHORT

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(900)]

KILLS = 3 if IS_SHORT else 20
CONNECTIONS = 3
Report = Callable[[str, object], None]
BATCH = 7
PATIENCE_SECONDS = 60


@dataclass
class Stream:
    """What one client sent, and what of it the server acknowledged."""

    name: str
    sent: list[list[str]] = field(default_factory=list)
    acknowledged: list[list[str]] = field(default_factory=list)

    def run(self, client: Client, has_enough: Event, enough: int, is_over: Event) -> None:
        """Send batch after batch until the server dies, or it is over."""
        with client:
            while not is_over.is_set():
                number = len(self.sent)
                emails = [f"{self.name}-{number}-{index}@example.com" for index in range(BATCH)]
                self.sent.append(emails)
                try:
                    result = client.sync([{"email": email, "title": "new"} for email in emails])
                    updated = client.sync([{"email": email, "title": "kept"} for email in emails])
                except httpx.TransportError:
                    return
                assert {item["status"] for item in result} == {"created"}
                assert {item["status"] for item in updated} == {"updated"}
                self.acknowledged.append(emails)
                if len(self.acknowledged) == enough:
                    has_enough.set()


@pytest.mark.fact("D", "3.5")
@pytest.mark.parametrize("victim", ["the process", "one of two processes", "the parent of two"])
def test_kill_9_loses_nothing_that_was_acknowledged(
    stores: StoreFactory, tmp_path: Path, victim: str, record_property: Report
) -> None:
    database = stores.url()
    streams: list[Stream] = []
    for run in range(KILLS if victim == "the process" else KILLS // 3):
        present = [Stream(f"run{run}-client{number}") for number in range(CONNECTIONS)]
        with ServerProcess(database, tmp_path, 1 if victim == "the process" else 2) as server:
            kill_under_writes(server, victim, present, run % 6 + 1)
        streams += present
    acknowledged = sum(len(each.acknowledged) for each in streams)
    assert acknowledged >= len(streams) // CONNECTIONS
    start = time.monotonic()
    check(database, tmp_path, streams)
    record_property("kills", len(streams) // CONNECTIONS)
    record_property("acknowledged writes", acknowledged * 2 * BATCH)
    record_property("lost", 0)
    record_property("s to start again and check", f"{time.monotonic() - start:.1f}")


def kill_under_writes(
    server: ServerProcess, victim: str, streams: list[Stream], enough: int
) -> None:
    """Let clients write, kill a process once one of them has enough, and end the rest."""
    has_enough, is_over = Event(), Event()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        clients = [server.client() for _ in streams]
        futures = [
            pool.submit(stream.run, client, has_enough, enough, is_over)
            for stream, client in zip(streams, clients, strict=True)
        ]
        try:
            assert has_enough.wait(PATIENCE_SECONDS), [each.exception() for each in futures]
            if victim == "the process":
                server.kill()
            elif victim == "the parent of two":
                os.kill(server.pid, signal.SIGKILL)
            else:
                server.children()[0].kill()
        finally:
            is_over.set()
        for future in futures:
            future.result(PATIENCE_SECONDS)


def check(database: str, folder: Path, streams: list[Stream]) -> None:
    with ServerProcess(database, folder) as server, server.client() as client:
        for stream in streams:
            emails = [email for batch in stream.sent for email in batch]
            titles = {lead["email"]: lead["title"] for lead in client.find(emails, "title")}
            for batch in stream.acknowledged:
                assert [titles.get(email) for email in batch] == ["kept"] * BATCH
            for batch in stream.sent:
                # Of the call that was cut off there is all or nothing.
                assert len({titles.get(email) for email in batch}) == 1
        # Ids go on rising, and what was there can still be found and changed.
        kept = next(batch[0] for stream in streams for batch in stream.acknowledged)
        (again,) = client.sync([{"email": kept, "title": "changed"}])
        assert again["status"] == "updated"
        (new,) = client.sync([{"email": "after-all@example.com"}])
        assert new["status"] == "created"
        assert new["id"] > again["id"]
    with closing(open_store(Path(), database)) as store:
        assert store.check_integrity() == []
