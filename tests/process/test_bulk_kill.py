"""Imports and extracts whose workers are killed at any moment: each row has its effect once."""

import csv
import hashlib
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Executable, func, select

from leadkeep import bulk
from leadkeep.assembly import assemble_store
from leadkeep.bulk import BulkJob, Direction, ExtractDefinition, ImportDefinition, NewJob, State
from leadkeep.bulk.queries import job_by_id, pieces_from
from leadkeep.domain.activities.tables import activity
from leadkeep.domain.fields import lead
from leadkeep.domain.instance.access import (
    ALL_PERMISSIONS_ROLE,
    Cause,
    NewClient,
    Work,
    add_client,
    list_clients,
    user_access,
)
from leadkeep.settings import Settings
from leadkeep.store import Store, Transaction, open_store
from leadkeep.testing.stores import StoreFactory
from tests.support import bulk_worker_program
from tests.support.slow import IS_SHORT
from tests.support.worker_processes import end_worker, start_worker

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(1800)]

KILLS = 3 if IS_SHORT else 20
ROWS = 12_000 if IS_SHORT else 100_000
EVERY_FAILURE = 997
PATIENCE_SECONDS = 600.0
LONGEST_RUN_SECONDS = 0.1
POLL_SECONDS = 0.01
KEY = b"the key of a test, and no secret"


def kill(process: "subprocess.Popen[str]") -> None:
    assert end_worker(process, signal.SIGKILL) == -signal.SIGKILL


def work_of(tx: Transaction) -> Work:
    """Return the work of the client that :func:`prepared` adds."""
    (client,) = list_clients(tx)
    access = user_access(tx, client.user, client.name)
    assert access is not None
    return Work(tx, access, Cause("test", None, "test"))


def prepared(url: str) -> Store:
    store = assemble_store(open_store(Path(), url), Settings(data=Path("unused")))
    store.write_now(lambda tx: add_client(tx, KEY, NewClient("bulk", ALL_PERMISSIONS_ROLE)))
    return store


def run_to_the_end(url: str, store: Store, number: int) -> None:
    last = start_worker(bulk_worker_program, url)
    wait_until(lambda: present(store, number).finished_at is not None)
    kill(last)


def kill_at_work(url: str, store: Store, number: int) -> int:
    """Kill workers of a job that has got further; return how many did not end it."""
    random = Random(number)
    killed = 0
    for _ in range(KILLS):
        before = progress_of(store, number)
        process = start_worker(bulk_worker_program, url)
        wait_until(lambda: progress_of(store, number) > before)  # noqa: B023 -- called at once
        time.sleep(random.uniform(0, LONGEST_RUN_SECONDS))
        kill(process)
        if present(store, number).finished_at is not None:
            break
        killed += 1
    return killed


def progress_of(store: Store, number: int) -> tuple[bool, int]:
    """Return whether a job has ended, and how far it is: rows of an import, bytes of an extract.

    An extract begins again after each kill, and is further when it has more bytes than ever before.
    So it survives more kills than a job has attempts.
    """
    job = present(store, number)
    return job.finished_at is not None, job.rows_done + job.rows_failed + (job.file_size or 0)


def wait_until(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < limit, "the job is stuck"
        time.sleep(POLL_SECONDS)


def present(store: Store, number: int) -> BulkJob:
    found = store.read_now(lambda tx: job_by_id(tx, number))
    assert found is not None
    return found


def file_of(store: Store, number: int, name: str) -> bytes:
    pieces = store.read_now(lambda tx: pieces_from(tx, number, name, 0, 100_000))
    content = b"".join(piece for _, piece in pieces)
    assert [start for start, _ in pieces] == starts(pieces)
    return content


def starts(pieces: list[tuple[int, bytes]]) -> list[int]:
    return [sum(len(each) for _, each in pieces[:index]) for index in range(len(pieces))]


def scalar(store: Store, query: Executable) -> int:
    return int(store.read_now(lambda tx: tx.execute(query).scalar_one()))


def test_each_row_of_an_import_has_its_effect_once(stores: StoreFactory) -> None:
    url = stores.url()
    is_bad = [number % EVERY_FAILURE == 0 for number in range(ROWS)]
    lines = [
        f"person.{number}@example.com,{'bad' if is_bad[number] else number}"
        for number in range(ROWS)
    ]
    content = "\n".join(["email,leadScore", *lines]).encode()
    new = NewJob(Direction.IMPORT, "leads", ImportDefinition(), "csv")
    with closing(prepared(url)) as store:
        number = store.write_now(lambda tx: bulk.request_import(work_of(tx), new, content)).id
        assert kill_at_work(url, store, number) > 0
        run_to_the_end(url, store, number)
        job = present(store, number)
        assert job.state is State.COMPLETED
        assert (job.rows_done, job.rows_failed) == (ROWS - sum(is_bad), sum(is_bad))
        assert scalar(store, select(func.count()).select_from(lead)) == job.rows_done
        logged = select(func.count(), func.count(activity.c.lead_id.distinct()))
        counts = store.read_now(lambda tx: tuple(tx.execute(logged).one()))
        assert counts == (job.rows_done, job.rows_done)
        failed = list(csv.reader(StringIO(file_of(store, number, bulk.FAILURES).decode())))
        assert [row[0] for row in failed] == [
            "email",
            *(f"person.{each}@example.com" for each in range(0, ROWS, EVERY_FAILURE)),
        ]
        assert file_of(store, number, "upload") == b""
        assert store.check_integrity() == []


def test_an_extract_has_each_row_once(stores: StoreFactory) -> None:
    url = stores.url()
    lines = [f"person.{number}@example.com,{'x' * 200}" for number in range(ROWS)]
    content = "\n".join(["email,city", *lines]).encode()
    new = NewJob(Direction.IMPORT, "leads", ImportDefinition(), "csv")
    with closing(prepared(url)) as store:
        made = store.write_now(lambda tx: bulk.request_import(work_of(tx), new, content)).id
        run_to_the_end(url, store, made)
        now = store.clock.now()
        dates = bulk.DateRange(now.replace(year=now.year - 1), now.replace(year=now.year + 1))
        wanted = ExtractDefinition(fields=["id", "email", "city"], created_at=dates)

        def request(tx: Transaction) -> int:
            job = bulk.request_extract(work_of(tx), "leads", None, wanted, "csv", None)
            return bulk.enqueue_extract(work_of(tx), job.export_id, "leads", None, None).id

        number = store.write_now(request)
        assert kill_at_work(url, store, number) > 0
        run_to_the_end(url, store, number)
        job = present(store, number)
        assert (job.state, job.rows_done) == (State.COMPLETED, ROWS)
        file = file_of(store, number, bulk.EXTRACT)
        assert job.file_size == len(file)
        assert job.file_checksum == f"sha256:{hashlib.sha256(file).hexdigest()}"
        rows = list(csv.reader(StringIO(file.decode())))
        assert [row[1] for row in rows[1:]] == [
            f"person.{number}@example.com" for number in range(ROWS)
        ]
        ids = [int(row[0]) for row in rows[1:]]
        assert ids == sorted(set(ids))
