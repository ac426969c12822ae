"""marketorestpython from PyPI, unmodified: bulk imports and exports."""

import csv
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.clients.marketo import Client, new_leads
from tests.support.connectors import run, sample
from tests.support.server_process import ServerProcess

pytestmark = pytest.mark.process

PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.1


def until(status: Callable[[], list[dict[str, Any]]], last: str) -> dict[str, Any]:
    """Ask for the status of a job until it has the last one, as users of the client do."""
    limit = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < limit:
        (found,) = status()
        if found["status"] == last:
            return found
        time.sleep(POLL_SECONDS)
    raise AssertionError(found)


def around_now() -> dict[str, dict[str, str]]:
    now = datetime.now(UTC)
    ends = {"startAt": now - timedelta(days=1), "endAt": now + timedelta(days=1)}
    return {"createdAt": {name: each.isoformat() for name, each in ends.items()}}


@pytest.mark.filterwarnings(
    # The client leaves the file that it uploads to the garbage collector.
    "ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning"
)
def test_it_imports_a_file(client: Client, tmp_path: Path) -> None:
    good, bad = new_leads(2)
    path = tmp_path / "people.csv"
    path.write_text(f"email,leadScore\n{good['email']},7\n{bad['email']},many\n")
    (queued,) = client.execute(
        method="import_lead", file=str(path), format="csv", lookupField="email"
    )
    assert queued["status"] == "Queued"
    number = queued["batchId"]
    done = until(lambda: client.execute(method="get_import_lead_status", id=number), "Complete")
    assert (done["numOfLeadsProcessed"], done["numOfRowsFailed"]) == (1, 1)
    failed = client.execute(method="get_import_failure_file", id=number)
    assert failed.splitlines()[1] == f"{bad['email']},many,Invalid data type in field Lead Score"
    assert client.execute(method="get_import_warning_file", id=number) == ""


@pytest.mark.parametrize("kind", ["leads", "activities"])
def test_it_exports_a_file(client: Client, kind: str) -> None:
    (new,) = new_leads(1, firstName="Ada")
    (made,) = client.execute(method="create_update_leads", leads=[new])
    wanted = {"fields": ["id", "email"]} if kind == "leads" else {}
    (job,) = client.execute(method=f"create_{kind}_export_job", filters=around_now(), **wanted)
    number = job["exportId"]
    (queued,) = client.execute(method=f"enqueue_{kind}_export_job", job_id=number)
    assert queued["status"] == "Queued"

    def status() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = client.execute(
            method=f"get_{kind}_export_job_status", job_id=number
        )
        return found

    done = until(status, "Completed")
    content = client.execute(method=f"get_{kind}_export_job_file", job_id=number)
    assert len(content) == done["fileSize"]
    rows = list(csv.DictReader(StringIO(content.decode())))
    assert len(rows) == done["numberOfRecords"]
    column = "id" if kind == "leads" else "leadId"
    assert str(made["id"]) in {row[column] for row in rows}
    listed = client.execute(method=f"get_{kind}_export_jobs_list")
    assert number in {each["exportId"] for each in listed}


def test_the_program_of_its_page_runs(server_process: ServerProcess, tmp_path: Path) -> None:
    (new,) = new_leads(1)
    (tmp_path / "people.csv").write_text(f"email\n{new['email']}\n")
    program = sample("connect-marketorestpython.md", "py", server_process)
    printed = run([sys.executable, "-c", program], tmp_path)
    assert printed == "Import succeeded, 1 records imported (1 members)\n"
    with (tmp_path / "leads.csv").open(newline="") as file:
        assert new["email"] in {each["email"] for each in csv.DictReader(file)}
