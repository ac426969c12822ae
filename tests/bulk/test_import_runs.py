"""Imports whose runs are stopped, overtaken or lose their job: each row has its effect once."""

import pytest

from leadkeep.bulk.imports import ImportRunner, OvertakenError
from leadkeep.bulk.queries import change_job
from leadkeep.files import ROW_BATCH_SIZE
from leadkeep.jobs import LongRun
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from tests.support.bulk import lead_import, upload

BATCHES = 3
ROWS = (BATCHES - 1) * ROW_BATCH_SIZE + 1


def uploaded(server: Rehearsal) -> int:
    """Upload a file of three batches; return the number of its import."""
    lines = "\n".join(f"person.{number}@example.com" for number in range(ROWS))
    (item,) = upload(server, f"email\n{lines}\n").result
    number: int = item["batchId"]
    return number


def is_working() -> bool:
    return False


def has_claim(_: Transaction) -> bool:
    return True


def test_a_run_that_is_stopped_continues_where_it_was(server: Rehearsal) -> None:
    number = uploaded(server)
    left = [1]

    def is_stopping() -> bool:
        left[0] -= 1
        return left[0] < 0

    runner = ImportRunner(server.store)
    assert not runner.run({"job": number}, LongRun(is_stopping, has_claim))
    assert lead_import(server, number)["numOfLeadsProcessed"] == ROW_BATCH_SIZE
    assert runner.run({"job": number}, LongRun(is_working, has_claim))
    done = lead_import(server, number)
    assert (done["status"], done["numOfLeadsProcessed"]) == ("Complete", ROWS)


def test_a_run_without_its_job_writes_nothing(server: Rehearsal) -> None:
    number = uploaded(server)
    runner = ImportRunner(server.store)
    assert runner.run({"job": number}, LongRun(is_working, lambda _: False))
    assert lead_import(server, number)["status"] == "Queued"
    server.run_jobs()
    assert lead_import(server, number)["numOfLeadsProcessed"] == ROWS


def test_a_batch_that_was_written_meanwhile_is_not_written_again(server: Rehearsal) -> None:
    number = uploaded(server)

    def overtake(tx: Transaction) -> bool:
        change_job(tx, number, position='{"byte":6,"row":1,"line":1}')
        return True

    runner = ImportRunner(server.store)
    with pytest.raises(OvertakenError):
        runner.run({"job": number}, LongRun(is_working, overtake))
    assert lead_import(server, number)["numOfLeadsProcessed"] == 0
    server.run_jobs()
    assert lead_import(server, number)["numOfLeadsProcessed"] == ROWS
