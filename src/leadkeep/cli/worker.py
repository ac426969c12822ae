"""``leadkeep worker``: run jobs in a process of their own."""

import asyncio
import logging.config
from collections.abc import Callable
from functools import partial

from leadkeep.assembly import assemble_worker
from leadkeep.cli.log import log_config
from leadkeep.cli.options import Data, Database, LogFormat, LogLevel, opened
from leadkeep.cli.output import echo
from leadkeep.cli.stop import STOP_SIGNALS, exit_on_stop_signals
from leadkeep.errors import SetupError
from leadkeep.jobs import Worker
from leadkeep.tracing import open_tracer


def worker(
    data: Data = None,
    database: Database = None,
    log_level: LogLevel = None,
    log_format: LogFormat = None,
) -> None:
    """Run jobs, beside the server or instead of it.

    Any number of workers may run. After a signal to stop (SIGTERM, or Ctrl-C) it finishes the jobs
    that are running.
    """
    exit_on_stop_signals()
    with opened(data, database, log_level=log_level, log_format=log_format) as (store, settings):
        if store.is_read_only:
            raise SetupError(f"the store {store.address} cannot be written, so no jobs can run")
        logging.config.dictConfig(log_config(settings.log_level, settings.log_format))
        ready = partial(echo, f"leadkeep: runs the jobs of {store.address}")
        tracer = open_tracer(is_on=settings.traces)
        worker = assemble_worker(store, settings, store.clock, tracer=tracer)
        asyncio.run(run_until_signal(worker, ready))
        tracer.close()


async def run_until_signal(worker: Worker, ready: Callable[[], None]) -> None:
    """Run a worker until the process gets a signal to stop (SIGTERM or Ctrl-C).

    ``ready`` is called once such a signal lets the worker finish its jobs.
    """
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, worker.stop)
    ready()
    await worker.run()
