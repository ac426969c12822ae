"""A worker like ``leadkeep worker``, whose jobs are a flow of three slow steps.

Each step leaves a row of its own, so that a step that was done twice is seen.
"""

import asyncio
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from leadkeep.cli.worker import run_until_signal
from leadkeep.domain.fields.tables import lead_key
from leadkeep.jobs import (
    Arguments,
    ExternalHandler,
    Handler,
    Handlers,
    Lane,
    NewJob,
    Worker,
    enqueue,
)
from leadkeep.jobs.tables import JOB_IDS
from leadkeep.store import Transaction, open_store
from tests.support.worker_processes import say_ready

STEPS = 3
KIND = "step"
LEASE = timedelta(seconds=0.5)
STEP_SECONDS = 0.004
"""So slow that a kill finds steps on their way."""


def first_step(lead: int) -> NewJob:
    return step_job(lead, 1)


def step_job(lead: int, step: int) -> NewJob:
    name, lane = ("send", Lane.EXTERNAL) if step == STEPS else ("step", Lane.BATCH)
    return NewJob(f"test.{name}", {"lead": lead, "step": step}, lane=lane)


def note(tx: Transaction, arguments: Arguments) -> None:
    (number,) = tx.allocate(JOB_IDS, 1)
    value = f"{arguments['lead']}/{arguments['step']}"
    tx.execute(lead_key.insert(), [{"kind": KIND, "value": value, "lead_id": number}])
    time.sleep(STEP_SECONDS)


def take_steps(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    for each in arguments:
        note(tx, each)
    enqueue(tx, [step_job(each["lead"], each["step"] + 1) for each in arguments])


def build_request(tx: Transaction, arguments: Arguments) -> Arguments:
    del tx
    return arguments


def send(request: Arguments, key: str) -> Arguments:
    del key
    time.sleep(STEP_SECONDS)
    return request


def finish(tx: Transaction, arguments: Arguments, response: Arguments) -> None:
    assert response == arguments
    note(tx, arguments)


HANDLERS: Handlers = {
    "test.step": Handler(take_steps, batch_size=3),
    "test.send": ExternalHandler(build_request, send, finish),
}


def main(url: str) -> None:
    store = open_store(Path(), url)
    worker = Worker(store, HANDLERS, external_tasks=2, lease=LEASE)
    asyncio.run(run_until_signal(worker, say_ready))
    store.close()


if __name__ == "__main__":
    main(sys.argv[1])
