"""Bulk import and extract over one server process and the embedded store."""

import csv
import http.client
import json
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import people, servers, writes
from benchmarks.figures import Row, Run, against_floor, within
from benchmarks.floor import COLUMNS, SqliteFloor
from benchmarks.people import calls

ROWS, ROWS_QUICK = 40_000, 5_000
"""Rows of one file: 40,000 with twenty columns are 8 MB."""
COMMAND_ROWS = 50_000
COMMAND_CONNECTIONS = 4
ROUNDS, ROUNDS_QUICK = 5, 2
POLL_SECONDS = 0.01
PATIENCE_SECONDS = 600
MEMORY_LIMIT_MB = 64
MEGABYTE = 1_000_000
BOUNDARY = "benchmark"


def imports(run: Run) -> list[Row]:
    """Import files of 40,000 new people with 20 columns (with --quick 5,000), one after the other.

    Measured from the upload to the status Complete. Floor: the one of `sync-create`. Beside it: how
    much memory the server takes more than before the first file.
    """
    size = run.sized(ROWS, ROWS_QUICK)
    rates, floors = [], []
    with servers.leadkeep(run.folder) as server, SqliteFloor(run.folder / "floor") as floor:
        client = _Client(server)
        idle = most = server.memory_bytes
        for number in range(run.sized(ROUNDS, ROUNDS_QUICK)):
            new = people.people(number * size, size)
            floors.append(floor.create(calls(new)))
            start = time.perf_counter()
            batch = client.upload(_csv(new))
            most = max(most, client.wait(f"/bulk/v1/leads/batch/{batch}.json", "Complete"))
            rates.append(size / (time.perf_counter() - start))
            run.say(f"round {number + 1}: {rates[-1]:,.0f} / {floors[-1]:,.0f}")
    return [
        against_floor(
            *("bulk import, 20 columns", median(rates), median(floors), "rows/s"),
            goal=0.25,
            aim=0.40,
        ),
        _memory("bulk import", most - idle),
    ]


def extracts(run: Run) -> list[Row]:
    """Extract 200,000 people with 20 columns (with --quick 10,000), from enqueue to Completed.

    Floor: the stdlib's csv.writer over the rows of one raw SELECT of the same columns of the same
    file, without conversion. Beside it: how much memory the server takes more than before.
    """
    size = run.sized(5 * ROWS, 2 * ROWS_QUICK)
    part = size // run.sized(5, 2)
    rates, floors = [], []
    with servers.leadkeep(run.folder) as server:
        client = _Client(server)
        for start in range(0, size, part):
            batch = client.upload(_csv(people.people(start, part)))
            client.wait(f"/bulk/v1/leads/batch/{batch}.json", "Complete")
        idle = most = server.memory_bytes
        for number in range(run.sized(ROUNDS, ROUNDS_QUICK)):
            floors.append(size / _seconds_of(lambda: _write_raw(run.folder)))
            export = client.create_export()
            start_at = time.perf_counter()
            client.post(f"/bulk/v1/leads/export/{export}/enqueue.json")
            path = f"/bulk/v1/leads/export/{export}/status.json"
            most = max(most, client.wait(path, "Completed"))
            rates.append(size / (time.perf_counter() - start_at))
            run.say(f"round {number + 1}: {rates[-1]:,.0f} / {floors[-1]:,.0f}")
    return [
        against_floor(
            *("bulk extract, 20 columns", median(rates), median(floors), "rows/s"),
            goal=0.5,
            aim=0.8,
        ),
        _memory("bulk extract", most - idle),
    ]


def command(run: Run) -> list[Row]:
    """Load a file of 50,000 new people (with --quick 5,000) by `leadkeep import`, server running.

    Floor: as many new people through Sync Leads of that server, 300 a call on four connections.
    The time of the command has its start in it. Median of the rounds, in turn.
    """
    size = run.sized(COMMAND_ROWS, ROWS_QUICK)
    rates, floors = [], []
    file = run.folder / "people.csv"
    words = (servers.PYTHON.get(), "-m", "leadkeep", "import", "leads", str(file))
    with servers.leadkeep(run.folder) as server:
        for number in range(run.sized(ROUNDS, ROUNDS_QUICK)):
            sent = calls(people.people(2 * number * size, size))
            floors.append(writes.send(server, sent, COMMAND_CONNECTIONS, b'"created"'))
            file.write_bytes(_csv(people.people((2 * number + 1) * size, size)))
            loads = [*words, "--data", str(run.folder / "data")]
            rates.append(size / _seconds_of(lambda: _run(loads)))  # noqa: B023 -- called at once
            run.say(f"round {number + 1}: {rates[-1]:,.0f} / {floors[-1]:,.0f}")
    what = f"{size:,} rows by one command"
    return [against_floor(what, median(rates), median(floors), "rows/s", goal=1.0)]


def _run(words: list[str]) -> None:
    subprocess.run(words, check=True, capture_output=True)


def _memory(what: str, taken: int) -> Row:
    return within(f"memory of a {what}", taken / MEGABYTE, "MB", MEMORY_LIMIT_MB)


def _csv(records: list[people.Record]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(record.values() for record in records)
    return text.getvalue().encode()


def _seconds_of(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _write_raw(folder: Path) -> None:
    """Write all leads of the store to a file, as fast as the standard library can."""
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    place = folder / "data" / "leadkeep.db"
    with (
        closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as connection,
        (folder / "raw.csv").open("w", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(connection.execute(f"SELECT {columns} FROM lead ORDER BY id"))  # noqa: S608 -- fixed names


class _Client:
    """Sends what prepares and watches a job."""

    def __init__(self, server: servers.Server) -> None:
        self._server = server
        self._token = server.token()

    def _send(self, method: str, path: str, body: bytes = b"", kind: str = "") -> dict[str, Any]:
        with closing(http.client.HTTPConnection("127.0.0.1", self._server.port)) as connection:
            headers = {"Authorization": f"Bearer {self._token}", "Content-Type": kind}
            connection.request(method, path, body, headers)
            answer = json.loads(connection.getresponse().read())
        if not answer["success"]:
            raise RuntimeError(f"{path}: {answer}")
        found: dict[str, Any] = answer["result"][0]
        return found

    def post(self, path: str, body: bytes = b"") -> dict[str, Any]:
        """POST a JSON body; return the item of the reply."""
        return self._send("POST", path, body, "application/json")

    def upload(self, content: bytes) -> int:
        """Import a file of leads; return the number of its batch."""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        number: int = self._send("POST", "/bulk/v1/leads.json", body, kind)["batchId"]
        return number

    def create_export(self) -> str:
        """Create an export of all leads; return its id."""
        now = datetime.now(UTC)
        ends = {"startAt": now - timedelta(days=1), "endAt": now + timedelta(days=1)}
        dates = {name: moment.isoformat() for name, moment in ends.items()}
        body = {"fields": COLUMNS, "filter": {"createdAt": dates}}
        path = "/bulk/v1/leads/export/create.json"
        number: str = self.post(path, json.dumps(body).encode())["exportId"]
        return number

    def wait(self, path: str, status: str) -> int:
        """Wait until a job has a status; return the most memory that the server had meanwhile."""
        most, end = 0, time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            item = self._send("GET", path)
            most = max(most, self._server.memory_bytes)
            if item["status"] == status:
                return most
            time.sleep(POLL_SECONDS)
        raise TimeoutError(f"{path}: {item}")
