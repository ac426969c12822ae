"""The memory that a server takes for imports and extracts of many rows."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.support.bulk import IMPORT_LEADS, LEADS_EXPORT, MULTIPART, multipart
from tests.support.server_process import ServerProcess, http_client

pytestmark = pytest.mark.process

FILES = 2
ROWS = 20_000
COLUMNS = ("lastName", "title", "department", "phone", "address", "city", "state", "website")
LIMIT_MEGABYTES = 64
"""Over what the idle server takes."""
PATIENCE_SECONDS = 120.0
POLL_SECONDS = 0.02


def people(number: int) -> bytes:
    lines = (
        f"person.{number}.{row}@example.com," + ",".join(f"{name} {row}" for name in COLUMNS)
        for row in range(ROWS)
    )
    return "\n".join([f"email,{','.join(COLUMNS)}", *lines]).encode()


def test_imports_and_extracts_take_bounded_memory(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with ServerProcess(f"sqlite:///{tmp_path}/a.db", tmp_path) as server:
        process = psutil.Process(server.pid)
        with server.client() as client, http_client(server.base_url, timeout=60) as http:
            http.headers["authorization"] = client.authorization
            idle = process.memory_info().rss
            peak = idle

            def wait_for(path: str, status: str) -> None:
                nonlocal peak
                end = time.monotonic() + PATIENCE_SECONDS
                while (found := http.get(path).json()["result"][0]["status"]) != status:
                    assert found in {"Queued", "Importing", "Processing"}
                    assert time.monotonic() < end, "the job is stuck"
                    peak = max(peak, process.memory_info().rss)
                    time.sleep(POLL_SECONDS)
                peak = max(peak, process.memory_info().rss)

            for number in range(FILES):
                sent = http.post(IMPORT_LEADS, content=multipart(people(number)), headers=MULTIPART)
                batch = sent.json()["result"][0]["batchId"]
                wait_for(f"/bulk/v1/leads/batch/{batch}.json", "Complete")
            export = http.post(f"{LEADS_EXPORT}/create.json", json=wanted()).json()
            path = f"{LEADS_EXPORT}/{export['result'][0]['exportId']}"
            assert http.post(f"{path}/enqueue.json").json()["success"]
            wait_for(f"{path}/status.json", "Completed")
            assert http.get(f"{path}/file.json").text.count("\n") == FILES * ROWS + 1
    taken = (peak - idle) / 1_000_000
    record_property("MB", f"{taken:.1f}")
    assert taken < LIMIT_MEGABYTES


def wanted() -> dict[str, Any]:
    now = datetime.now(UTC)
    ends = {"startAt": now - timedelta(days=1), "endAt": now + timedelta(days=1)}
    dates = {name: moment.isoformat() for name, moment in ends.items()}
    return {"fields": ["email", *COLUMNS], "filter": {"createdAt": dates}}
