"""Several server processes: start them, replace those that end, end with them."""

import logging
import os
import signal
import threading
import time
from multiprocessing import parent_process
from multiprocessing.connection import wait

from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process

from leadkeep import app
from leadkeep.configuration import SHARED_METRICS_VARIABLE

logger = logging.getLogger(__name__)

RESPONSE_LIMIT_SECONDS = 60.0
"""A server process that does not answer its parent for this long is replaced. On a machine with too
much to do, a start may take this long."""
RESPONSE_WAIT_SECONDS = 0.1
"""The parent waits this long for an answer before it looks at other processes and at signals."""
STOP_SPARE_SECONDS = 5.0


class Workers(Multiprocess):
    """Uvicorn's parent process, which in addition waits for slow processes and warns of lost ones.

    Uvicorn kills a process that does not answer within one limit, while it starts too, says so at
    the level info only, and handles no signal while it waits.
    """

    def __init__(self, *arguments: object, stop_limit_seconds: float) -> None:
        """Take uvicorn's arguments, and the time after which processes are killed at a stop."""
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._stop_limit_seconds = stop_limit_seconds
        self._answered_at: dict[Process, float] = {}
        self.is_broken = False
        """Did a process fail to start, so that all were stopped?"""

    def keep_subprocess_alive(self) -> None:
        """Replace the processes that have ended or do not answer any longer."""
        now = time.monotonic()
        self._answered_at = {each: self._answered_at.get(each, now) for each in self.processes}
        for index, process in enumerate(self.processes):
            if process.is_alive(RESPONSE_WAIT_SECONDS):
                self._answered_at[process] = now
                continue
            is_hung = process.process.is_alive()
            if is_hung and now - self._answered_at[process] < RESPONSE_LIMIT_SECONDS:
                continue
            process.kill()
            process.join()
            forget_metrics(process.pid)
            if process.exitcode == STARTUP_FAILURE:
                self.is_broken = True
                self.should_exit.set()
                return
            reason = (
                f"did not answer for {RESPONSE_LIMIT_SECONDS:.0f} s and was killed"
                if is_hung
                else f"ended with code {process.exitcode}"
            )
            new = self.processes[index] = Process(self.config, self.sockets)
            new.start()
            logger.warning("server process %s %s: %s replaces it", process.pid, reason, new.pid)

    def join_all(self) -> None:
        """Wait for the processes to stop; kill those that are late."""
        end = time.monotonic() + self._stop_limit_seconds + STOP_SPARE_SECONDS
        for process in self.processes:
            process.process.join(max(0.0, end - time.monotonic()))
            if process.exitcode is None:
                logger.warning("server process %s did not stop and was killed", process.pid)
                process.process.kill()
                process.process.join()


def forget_metrics(pid: int | None) -> None:
    """Remove the present values of a process that has ended from the shared metrics."""
    if SHARED_METRICS_VARIABLE in os.environ and pid is not None:
        from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 -- if needed

        mark_process_dead(pid)  # type: ignore[no-untyped-call]


def create() -> app.Application:
    """Create the application of a server process, which stops when its parent process has ended."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(
            target=_stop_after, args=(parent.sentinel,), name="leadkeep-parent", daemon=True
        ).start()
    return app.create()


def _stop_after(sentinel: int) -> None:
    wait([sentinel])
    logger.warning("the parent process has ended, so this server process stops")
    os.kill(os.getpid(), signal.SIGTERM)
