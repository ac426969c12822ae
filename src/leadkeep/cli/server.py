"""The one server process of ``leadkeep serve``, which ends in time whatever the database does."""

import logging
import os
import socket
import threading

import uvicorn

logger = logging.getLogger(__name__)

STOP_SPARE_SECONDS = 5.0
"""After the limit for running requests, this time is left to store what is in memory."""
LATE_EXIT_CODE = 1


class Server(uvicorn.Server):
    """Uvicorn's server; a stop that takes too long ends the process."""

    def __init__(self, config: uvicorn.Config, *, stop_limit_seconds: float) -> None:
        """Take the time that running requests have at a stop."""
        super().__init__(config)
        self._stop_limit_seconds = stop_limit_seconds

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop; threads that wait for a database do not keep the process."""
        seconds = self._stop_limit_seconds + STOP_SPARE_SECONDS
        timer = threading.Timer(seconds, _end)
        timer.daemon = True
        timer.start()
        await super().shutdown(sockets)


def _end() -> None:
    logger.warning("the server did not stop in time, so its process is ended")
    os._exit(LATE_EXIT_CODE)
