"""Signals between processes that share a PostgreSQL database: LISTEN and NOTIFY.

A signal says only that something was committed, such as new jobs. It may get lost, as when a
process ends after its commit, or while a connection is down; so who waits for it also polls.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from leadkeep import ids
from leadkeep.errors import SetupError
from leadkeep.store.session import TimedConnection

logger = logging.getLogger(__name__)

CHANNEL = "leadkeep"
WAIT_SECONDS = 0.2
"""How long one wait for signals lasts: the longest time until the thread sees that it must end."""
REST_AFTER_FAILURE_SECONDS = 1.0

_NOTIFY = "SELECT pg_notify(%s, %s)"


class SignalExchange:
    """Sends signals to other processes, and calls a function for those that they send."""

    def __init__(self, engine: Engine, receive: Callable[[str], None]) -> None:
        """Create it without a connection; ``receive`` is called with each signal of others."""
        self._engine = engine
        self._receive = receive
        self._sender = ids.new_nonce()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._stopping = threading.Event()
        self.is_hearing = False

    def send(self, driver: TimedConnection, signals: Iterable[str]) -> None:
        """Send signals in a transaction of their own, on a connection that has none open.

        As part of the write, the signal would make commits wait for each other: PostgreSQL keeps a
        lock for all notifying transactions through the commit and its sync. Alone it syncs nothing.
        """
        try:
            for signal in signals:
                driver.execute(_NOTIFY, (CHANNEL, f"{self._sender} {signal}"))
            driver.commit()
        except psycopg.Error as error:
            logger.info("other processes did not get a signal and will poll: %s", error)

    def start(self) -> None:
        """Listen on a thread, if none does so yet."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="leadkeep-signals", daemon=True
                )
                self._thread.start()

    def stop(self) -> None:
        """End the thread and its connection."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._receive_until_stopped()
            except (psycopg.Error, DBAPIError, SetupError) as error:
                logger.info("signals of other processes are not heard: %s", type(error).__name__)
                self._stopping.wait(REST_AFTER_FAILURE_SECONDS)
            finally:
                self.is_hearing = False

    def _receive_until_stopped(self) -> None:
        with self._engine.connect() as core:
            driver: Any = core.connection.driver_connection
            driver.autocommit = True
            try:
                driver.execute(f"LISTEN {CHANNEL}")
                self.is_hearing = True
                while not self._stopping.is_set():
                    for notice in driver.notifies(timeout=WAIT_SECONDS):
                        sender, _, signal = notice.payload.partition(" ")
                        if sender != self._sender:
                            self._receive(signal)
            finally:
                core.invalidate()
