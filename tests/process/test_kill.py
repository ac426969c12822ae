"""What was acknowledged survives the death of the server."""

import os
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

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(900)]

KILLS = 3 if os.environ.get("LEADKEEP_TEST_SLOW") == "short" else 20
CONNECTIONS = 3
BATCH = 7
PATIENCE_SECONDS = 60


@dataclass
class Stream:
    """What one client sent, and what of it the server acknowledged."""

    name: str
    sent: list[list[str]] = field(default_factory=list)
    acknowledged: list[list[str]] = field(default_factory=list)

    def run(self, client: Client, has_enough: Event, enough: int) -> None:
        """Send batch after batch until the server dies."""
        with client:
            while True:
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
def test_kill_9_loses_nothing_that_was_acknowledged(stores: StoreFactory, tmp_path: Path) -> None:
    database = stores.url()
    streams: list[Stream] = []
    for run in range(KILLS):
        has_enough = Event()
        with (
            ServerProcess(database, tmp_path) as server,
            ThreadPoolExecutor(CONNECTIONS) as pool,
        ):
            present = [Stream(f"run{run}-client{number}") for number in range(CONNECTIONS)]
            clients = [server.client() for _ in present]
            futures = [
                pool.submit(stream.run, client, has_enough, run % 6 + 1)
                for stream, client in zip(present, clients, strict=True)
            ]
            assert has_enough.wait(PATIENCE_SECONDS), [each.exception() for each in futures]
            server.kill()
            for future in futures:
                future.result(PATIENCE_SECONDS)
        streams += present
    assert sum(len(each.acknowledged) for each in streams) >= KILLS
    check(database, tmp_path, streams)


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
