"""Bulk import and extract over one server process and the embedded store."""

import csv
import http.client
import json
import resource
import sqlite3
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import people, servers, writes
from benchmarks.client import Load, drive
from benchmarks.figures import Row, Run, against_floor, within
from benchmarks.floor import COLUMNS, SqliteFloor
from benchmarks.people import calls
from benchmarks.reads import by_id

FILE_ROWS, FILE_ROWS_QUICK = 40_000, 5_000
"""Rows of one file: 40,000 with twenty columns are 9 MB."""
FILES, FILES_QUICK = 25, 2
"""Files, one after the other: 1,000,000 rows."""
COMMAND_ROWS = 50_000
COMMAND_CONNECTIONS = 4
ROUNDS, ROUNDS_QUICK = 5, 2
POLL_SECONDS = 0.05
PATIENCE_SECONDS = 3_600
MEMORY_LIMIT_MB = 64
READ_CONNECTIONS = 4
READS_A_SECOND = 200
READ_SECONDS = 3.0
SLOWER_READS = 5.0
"""Limit of the p99 of Get Lead by Id beside a job, by its p99 on the same server without one."""
MEGABYTE = 1_000_000
BOUNDARY = "benchmark"


@dataclass(slots=True)
class _Peaks:
    """The most that a server took at any moment while jobs ran."""

    memory: int = 0
    side_files: int = 0
    """Bytes of the files beside the database's: the write-ahead log."""


def imports(run: Run) -> list[Row]:
    """Import 1,000,000 new people with 20 columns (with --quick 10,000), 40,000 a file.

    Measured from the upload to the status Complete. Floor: the one of `sync-create`. Beside it: how
    much memory the server takes more than before the first file, the files beside the database's,
    and Get Lead by Id, 200 a second, beside one more file.
    """
    size, count = run.sized(FILE_ROWS, FILE_ROWS_QUICK), run.sized(FILES, FILES_QUICK)
    rates, floors = [], []
    with servers.leadkeep(run.folder) as server, SqliteFloor(run.folder / "floor") as floor:
        client = _Client(server, run.folder)
        idle, peaks = server.memory_bytes, _Peaks()
        cpu, floor_cpu = -server.cpu_seconds, 0.0
        for number in range(count):
            new = people.people(number * size, size)
            floor_cpu -= time.process_time()
            floors.append(floor.create(calls(new)))
            floor_cpu += time.process_time()
            start = time.perf_counter()
            client.load(_csv(new), peaks)
            rates.append(size / (time.perf_counter() - start))
            run.say(f"file {number + 1}: {rates[-1]:,.0f} / {floors[-1]:,.0f}")
        cpu += server.cpu_seconds
        last = _csv(people.people(count * size, size))
        reads = _reads_beside(server, lambda: client.load(last, peaks))
    return [
        against_floor(
            *("bulk import, 20 columns", median(rates), median(floors), "rows/s"),
            goal=0.25,
            aim=0.40,
            note=_processor_time(cpu / size / count, floor_cpu / size / count),
        ),
        *_costs("bulk import", idle, peaks, reads),
    ]


def extracts(run: Run) -> list[Row]:
    """Extract 1,000,000 people with 20 columns (with --quick 10,000), from enqueue to Completed.

    Floor: the stdlib's csv.writer over the rows of one raw SELECT of the same columns of the same
    file, without conversion. Beside it, as for imports: memory, files, reads.
    """
    size, count = run.sized(FILE_ROWS, FILE_ROWS_QUICK), run.sized(FILES, FILES_QUICK)
    rates, floors, rounds = [], [], run.sized(ROUNDS, ROUNDS_QUICK)
    with servers.leadkeep(run.folder) as server:
        client = _Client(server, run.folder)
        for number in range(count):
            client.load(_csv(people.people(number * size, size)), _Peaks())
        idle, peaks, cpu, floor_cpu = server.memory_bytes, _Peaks(), -server.cpu_seconds, 0.0
        for number in range(rounds):
            floor_cpu -= time.process_time()
            floors.append(size * count / _seconds_of(lambda: _write_raw(run.folder)))
            floor_cpu += time.process_time()
            rates.append(size * count / _seconds_of(lambda: client.extract(peaks)))
            run.say(f"round {number + 1}: {rates[-1]:,.0f} / {floors[-1]:,.0f}")
        cpu, rows = cpu + server.cpu_seconds, size * count * rounds
        reads = _reads_beside(server, lambda: client.extract(peaks))
    return [
        against_floor(
            *("bulk extract, 20 columns", median(rates), median(floors), "rows/s"),
            goal=0.5,
            aim=0.8,
            note=_processor_time(cpu / rows, floor_cpu / rows),
        ),
        *_costs("bulk extract", idle, peaks, reads),
    ]


def command(run: Run) -> list[Row]:
    """Load a file of 50,000 new people (with --quick 5,000) by `leadkeep import`, server running.

    Floor: as many new people through Sync Leads of that server, 300 a call on four connections.
    The time of the command has its start in it. Median of the rounds, in turn.
    """
    size = run.sized(COMMAND_ROWS, FILE_ROWS_QUICK)
    rates, floors, cpu, floor_cpu = [], [], 0.0, 0.0
    file = run.folder / "people.csv"
    words = (servers.PYTHON.get(), "-m", "leadkeep", "import", "leads")
    rounds = run.sized(ROUNDS, ROUNDS_QUICK)
    with servers.leadkeep(run.folder) as server:
        _run([*words, "--help"])  # its modules are compiled, as those of an installed package
        loads = [*words, str(file), "--data", str(run.folder / "data")]
        for number in range(rounds):
            sent = calls(people.people(2 * number * size, size))
            floor_cpu -= server.cpu_seconds
            floors.append(writes.send(server, sent, COMMAND_CONNECTIONS, b'"created"'))
            floor_cpu += server.cpu_seconds
            file.write_bytes(_csv(people.people((2 * number + 1) * size, size)))
            cpu -= _cpu_of_children()
            rates.append(size / _seconds_of(lambda: _run(loads)))
            cpu += _cpu_of_children()
            run.say(f"round {number + 1}: {rates[-1]:,.0f} / {floors[-1]:,.0f}")
    what = f"{size:,} rows by one command"
    note = _processor_time(cpu / size / rounds, floor_cpu / size / rounds)
    return [against_floor(what, median(rates), median(floors), "rows/s", goal=1.0, note=note)]


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _processor_time(ours: float, floor: float) -> str:
    """Return the processor time of a row and its floor's: what counts where others are busy."""
    return f"processor time {ours * 1e6:.1f} us a row, floor {floor * 1e6:.1f}: {floor / ours:.2f}"


def _reads_beside(server: servers.Server, work: Callable[[], object]) -> tuple[float, float]:
    """Return the p99 of Get Lead by Id without and beside some work, in seconds."""
    requests = by_id(server, range(READS_A_SECOND))
    load = Load(
        *(server.port, requests, READ_CONNECTIONS, b'"success":true', READ_SECONDS, READS_A_SECOND)
    )
    idle = drive(load).percentile(99)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        other.submit(abs, 1).result()  # it is there before the work begins
        reader = other.submit(drive, load)
        work()
        return idle, reader.result().percentile(99)


def _costs(what: str, idle: int, peaks: _Peaks, reads: tuple[float, float]) -> list[Row]:
    before, beside = (seconds * 1_000 for seconds in reads)
    return [
        within(f"memory of a {what}", (peaks.memory - idle) / MEGABYTE, "MB", MEMORY_LIMIT_MB),
        within(
            f"Get Lead by Id beside a {what}: p99",
            beside / before,
            "times",
            SLOWER_READS,
            note=f"{beside:.1f} ms beside it, {before:.1f} ms without, {READS_A_SECOND} a second",
        ),
        Row(
            f"files beside the database at a {what}",
            f"{peaks.side_files / MEGABYTE:,.1f} MB at most",
            note="the write-ahead log; the job's file is in the database",
        ),
    ]


def _run(words: list[str]) -> None:
    subprocess.run(words, check=True, capture_output=True, env=servers.environment())


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

    def __init__(self, server: servers.Server, folder: Path) -> None:
        self._server = server
        self._data = folder / "data"
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

    def load(self, content: bytes, peaks: _Peaks) -> None:
        """Import a file of leads, and wait until it is complete."""
        batch = self.upload(content)
        self._wait(f"/bulk/v1/leads/batch/{batch}.json", "Complete", peaks)

    def extract(self, peaks: _Peaks) -> None:
        """Extract all leads, and wait until the file is complete."""
        export = self.create_export()
        self.post(f"/bulk/v1/leads/export/{export}/enqueue.json")
        self._wait(f"/bulk/v1/leads/export/{export}/status.json", "Completed", peaks)

    def _wait(self, path: str, status: str, peaks: _Peaks) -> None:
        """Wait until a job has a status; note the most that the server took meanwhile."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            item = self._send("GET", path)
            side = sum(each.stat().st_size for each in self._data.glob("*.db-*"))
            peaks.memory = max(peaks.memory, self._server.memory_bytes)
            peaks.side_files = max(peaks.side_files, side)
            if item["status"] == status:
                return
            time.sleep(POLL_SECONDS)
        raise TimeoutError(f"{path}: {item}")
