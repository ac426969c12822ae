"""A disk that is full at an upload, an import or an extract: nothing is half, and no job stuck."""

import resource
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from leadkeep.store import open_store
from tests.support.bulk import IMPORT_LEADS, LEADS_EXPORT, MULTIPART, multipart
from tests.support.server_process import ServerProcess, http_client

pytestmark = [pytest.mark.process, pytest.mark.timeout(180)]

ROWS = 6_000
EVERY_FAILURE = 2
SPARE_BYTES = 400_000
PATIENCE_SECONDS = 120.0
POLL_SECONDS = 0.05
CONTENT = "\n".join(
    [
        "email,leadScore,address",
        *(
            f"person.{number}@example.com,{'x' if number % EVERY_FAILURE else 1},{'y' * 200}"
            for number in range(ROWS)
        ),
    ]
).encode()


class Full:
    """A server, its client, and a disk that can be full."""

    def __init__(self, server: ServerProcess, http: httpx.Client, file: Path) -> None:
        self.http = http
        self._pid = server.pid
        self._file = file

    def fill(self) -> None:
        """Let the server write little more, as a full disk does."""
        log = self._file.with_name(f"{self._file.name}-wal")
        size = max(self._file.stat().st_size, log.stat().st_size) + SPARE_BYTES
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def make_room(self) -> None:
        infinite = resource.RLIM_INFINITY
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (infinite, infinite))

    def upload(self) -> dict[str, Any]:
        sent = self.http.post(IMPORT_LEADS, content=multipart(CONTENT), headers=MULTIPART)
        answer: dict[str, Any] = sent.json()
        return answer

    def item(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = self.http.get(path).json()["result"][0]
        return found

    def wait_for(self, path: str, *states: str) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE_SECONDS
        while (found := self.item(path))["status"] not in states:
            assert time.monotonic() < end, found
            time.sleep(POLL_SECONDS)
        return found


@contextmanager
def full(tmp_path: Path) -> Iterator[Full]:
    file = tmp_path / "a.db"
    with ServerProcess(f"sqlite:///{file}", tmp_path) as server, server.client() as client:
        with http_client(server.base_url, timeout=60) as http:
            http.headers["authorization"] = client.authorization
            yield Full(server, http, file)
        assert server.stop() == 0
    with closing(open_store(Path(), f"sqlite:///{file}")) as store:
        assert store.check_integrity() == []


def test_an_upload_is_refused_whole_and_accepted_later(tmp_path: Path) -> None:
    with full(tmp_path) as disk:
        disk.fill()
        refused = disk.upload()
        assert [each["code"] for each in refused["errors"]] == ["611"]
        disk.make_room()
        accepted = disk.upload()["result"][0]["batchId"]
        assert accepted == 1001  # nothing is left of the one before
        check_import(disk, accepted)


def test_an_import_and_its_failures_continue_with_the_room(tmp_path: Path) -> None:
    with full(tmp_path) as disk:
        batch = disk.upload()["result"][0]["batchId"]
        disk.fill()
        time.sleep(1.0)
        assert disk.item(f"/bulk/v1/leads/batch/{batch}.json")["status"] in {"Queued", "Importing"}
        disk.make_room()
        check_import(disk, batch)


def check_import(disk: Full, batch: int) -> None:
    """Wait for an import; each row is loaded once, or is in the file of failures once."""
    path = f"/bulk/v1/leads/batch/{batch}"
    done = disk.wait_for(f"{path}.json", "Complete")
    failed = ROWS // EVERY_FAILURE
    assert (done["numOfLeadsProcessed"], done["numOfRowsFailed"]) == (ROWS - failed, failed)
    lines = disk.http.get(f"{path}/failures.json").text.splitlines()[1:]
    assert [line.partition(",")[0] for line in lines] == [
        f"person.{number}@example.com" for number in range(ROWS) if number % EVERY_FAILURE
    ]


def test_an_extract_is_whole_when_there_is_room_again(tmp_path: Path) -> None:
    with full(tmp_path) as disk:
        check_import(disk, disk.upload()["result"][0]["batchId"])
        now = datetime.now(UTC)
        ends = {"startAt": now - timedelta(days=1), "endAt": now + timedelta(days=1)}
        dates = {name: moment.isoformat() for name, moment in ends.items()}
        body = {"fields": ["email", "address"], "filter": {"createdAt": dates}}
        made = disk.http.post(f"{LEADS_EXPORT}/create.json", json=body).json()["result"][0]
        path = f"{LEADS_EXPORT}/{made['exportId']}"
        disk.fill()
        answer = disk.http.post(f"{path}/enqueue.json").json()
        time.sleep(1.0)
        disk.make_room()
        if not answer["success"]:
            assert [each["code"] for each in answer["errors"]] == ["611"]
            assert disk.http.post(f"{path}/enqueue.json").json()["success"]
        done = disk.wait_for(f"{path}/status.json", "Completed", "Failed")
        assert (done["status"], done["numberOfRecords"]) == ("Completed", ROWS // EVERY_FAILURE)
        file = disk.http.get(f"{path}/file.json")
        assert len(file.content) == done["fileSize"]
        assert file.text.count("\n") == ROWS // EVERY_FAILURE + 1
