"""A worker like ``leadkeep worker`` that runs imports and extracts, with a short lease."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from leadkeep.assembly import assemble_store
from leadkeep.bulk import bulk_handlers
from leadkeep.cli.worker import run_until_signal
from leadkeep.jobs import Worker
from leadkeep.settings import Settings
from leadkeep.store import open_store
from tests.support.worker_processes import say_ready

LEASE = timedelta(seconds=3)
"""Short, so that a killed worker's job is soon due again; on a busy machine a heartbeat is late."""


def main(url: str) -> None:
    store = assemble_store(open_store(Path(), url), Settings(data=Path("unused")))
    worker = Worker(store, bulk_handlers(store), lease=LEASE)
    asyncio.run(run_until_signal(worker, say_ready))
    store.close()


if __name__ == "__main__":
    main(sys.argv[1])
