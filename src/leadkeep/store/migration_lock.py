"""Let one process migrate at a time; the others wait, with a deadline of their own."""

import logging

from sqlalchemy import Connection

from leadkeep.errors import SetupError
from leadkeep.store.engine import Store

logger = logging.getLogger(__name__)

QUIET_WAIT_SECONDS = 1.0
"""How long a process waits for another one that migrates before it says so."""


def lock_for_migration(store: Store, connection: Connection) -> None:
    """Keep other processes from migrating until the connection's transaction ends.

    The transaction has begun and has run no statement. If another process migrates, this logs so
    and waits for it (``Deadlines.migration_seconds``).

    Raises:
        SetupError: the other process has not ended in time.
    """
    if store.lock_for_migration(connection, QUIET_WAIT_SECONDS):
        return
    seconds = store.deadlines.migration_seconds
    message = "another process migrates %s: waiting for it, for %s seconds at most"
    logger.warning(message, store.address, seconds)
    if not store.lock_for_migration(connection, seconds):
        raise SetupError(
            f"another process has kept {store.address} locked for {seconds} seconds: "
            "run this again when it has ended"
        )
