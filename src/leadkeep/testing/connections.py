"""Use a connection to a PostgreSQL database again, because a new one costs more than a small test.

A server process that starts reads the catalog again for every table that it meets.
"""

from contextlib import suppress
from typing import Any

from psycopg import Error
from psycopg.pq import TransactionStatus

from leadkeep.store.session import TimedConnection

IDLE_LIMIT = 2
"""How many idle connections of a database stay open: those of a store that reads and writes."""


class IdleConnections:
    """Connections to one database that stores have closed, as new."""

    def __init__(self) -> None:
        """Have none yet."""
        self._idle: list[ReusedConnection] = []

    def connect(self, *positional: Any, **named: Any) -> "ReusedConnection":  # noqa: ANN401
        """Return an idle connection, or connect as psycopg does."""
        with suppress(IndexError):  # threads of a store connect at once
            return self._idle.pop()
        made = ReusedConnection.connect(*positional, **named)
        made.idle = self
        return made

    def take(self, connection: "ReusedConnection") -> bool:
        """Make a connection as new and take it; return False if it must be closed."""
        if connection in self._idle:
            return True
        if len(self._idle) >= IDLE_LIMIT:
            return False
        try:
            connection.rollback()
            connection.autocommit = False
            # The driver forgets its prepared statements at the end of this transaction, but may not
            # notice that DISCARD ALL drops them, if it has run that before.
            connection.execute("SELECT")
            connection.rollback()
            connection.autocommit = True
            connection.execute("DISCARD ALL")
            connection.autocommit = False
        except Error:
            return False
        self._idle.append(connection)
        return True

    def process_ids(self) -> list[int]:
        """Return the ids of the server processes of the idle connections."""
        return [each.info.backend_pid for each in self._idle if not each.closed]

    def close(self) -> None:
        """Close the idle connections."""
        while self._idle:
            self._idle.pop().end()


class ReusedConnection(TimedConnection):
    """A connection that its store closes, and another store of the same database uses again."""

    idle: IdleConnections | None = None

    def close(self) -> None:
        """Give the connection back; end it if a statement runs or it broke."""
        state = self.pgconn.transaction_status
        is_broken = state in {TransactionStatus.ACTIVE, TransactionStatus.UNKNOWN}
        if is_broken or self.idle is None or not self.idle.take(self):
            self.end()

    def end(self) -> None:
        """Close the connection to the server."""
        super().close()
