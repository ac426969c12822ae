"""What leadkeep relies on in a PostgreSQL connection: set on each new one, and checked.

The settings are sent as statements. A pooler such as PgBouncer drops or refuses them in the start
packet (``options``), and the role, the database and the environment may set other values.
"""

from typing import Any

import psycopg
from psycopg.errors import _WaitTimeout

from leadkeep.errors import SetupError
from leadkeep.store.deadlines import Deadlines

ENCODING = "UTF8"
IDLE_IN_TRANSACTION_LIMIT_MS = 300_000
SESSION_SETTINGS = {
    "client_encoding": ENCODING,
    # The driver reads dates and intervals in these forms only.
    "DateStyle": "ISO, MDY",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    # Floating-point numbers with all of their digits.
    "extra_float_digits": "1",
    "standard_conforming_strings": "on",
    "array_nulls": "on",
    # Locks and reads after them rely on it: a later statement sees what was committed since.
    "default_transaction_isolation": "read committed",
    "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_LIMIT_MS),
    # Idle connections of the pool stay open.
    "idle_session_timeout": "0",
    # A plan that was made while a table was small is kept for ever: look-ups of 300 keys would then
    # scan a table that has grown. A new plan each time costs far less.
    "plan_cache_mode": "force_custom_plan",
    # On Citus, a reference table could not be written after leads; elsewhere nobody reads it.
    "citus.multi_shard_modify_mode": "sequential",
}
POOLER_PROBES = 3
_NO_POOLER = "use the pooler's session mode, or connect to the server itself"

_SET = (
    "SELECT name, set_config(name, value, false) FROM unnest(%s::text[], %s::text[]) s(name, value)"
)
_READ = "SELECT name, current_setting(name, true) FROM unnest(%s::text[]) AS s(name)"
_LIMIT = "SELECT set_config('statement_timeout', %s, false), set_config('lock_timeout', %s, false)"
_STATE = "SELECT current_setting('server_encoding'), current_schema(), pg_backend_pid()"
_SERVER = "SELECT pg_backend_pid()"

SPARE_SECONDS = 5
"""How much longer leadkeep waits than the server should."""

Driver = psycopg.Connection[Any]


class OverdueError(psycopg.OperationalError):
    """The server, or what is between, did not answer in time, and the connection was closed."""


class TimedConnection(psycopg.Connection[Any]):
    """A connection that is closed if a statement has no answer after a time.

    The server ends late statements itself; this is for one that is stopped or cut off.
    """

    limit_seconds: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:  # noqa: ANN401
        """Wait for the server as long as the limit allows.

        Raises:
            OverdueError: there was no answer, and the connection is closed.
        """
        try:
            return super().wait(gen, interval, self.limit_seconds if timeout is None else timeout)
        except _WaitTimeout:
            if timeout is not None:
                raise
            self.close()
            raise OverdueError("the database did not answer in time") from None


def limit_statements(driver: TimedConnection, deadlines: Deadlines | None) -> None:
    """Set the deadlines of a connection's statements; None is for upkeep, which may take long."""
    limits = deadlines or Deadlines(0, 0)
    driver.limit_seconds = deadlines.statement_seconds + SPARE_SECONDS if deadlines else None
    was, driver.autocommit = driver.autocommit, True  # a rollback would undo them
    driver.execute(_LIMIT, (f"{limits.statement_seconds}s", f"{limits.lock_seconds}s"))
    driver.autocommit = was


def set_up_session(driver: TimedConnection) -> None:
    """Set what leadkeep relies on in a new connection.

    Raises:
        SetupError: the connection does not keep it, or the database cannot work.
    """
    names = list(SESSION_SETTINGS)
    driver.autocommit = True  # a rollback would undo the settings
    try:
        applied = dict(driver.execute(_SET, (names, list(SESSION_SETTINGS.values()))).fetchall())
        kept = dict(driver.execute(_READ, (names,)).fetchall())
        encoding, schema, server = driver.execute(_STATE).fetchone() or (None, None, None)
        lost = [name for name in names if kept[name] != applied[name]]
        if lost:
            raise _refused(driver, f"the connection does not keep {lost[0]}: {_NO_POOLER}")
        if encoding != ENCODING:
            raise _refused(
                driver, f"its encoding is {encoding}: leadkeep needs a database with {ENCODING}"
            )
        if schema is None:
            raise _refused(driver, "no schema of search_path exists, so there is none for tables")
        # A pooler gives its clients a number of its own, because it passes on their cancellations.
        if server != driver.info.backend_pid and _is_shared(driver):
            raise _refused(
                driver, f"a pooler gives each transaction another connection: {_NO_POOLER}"
            )
    finally:
        if not driver.closed:
            driver.autocommit = False


def _refused(driver: Driver, text: str) -> SetupError:
    return SetupError(f"the database {driver.info.dbname}: {text}")


def _is_shared(driver: TimedConnection) -> bool:
    """Return whether a pooler gives this connection's server to others between transactions.

    While another connection has a transaction open, a server of one's own is still the same, and
    never the other's.
    """
    with TimedConnection.connect(driver.info.dsn, password=driver.info.password) as other:
        other.limit_seconds = driver.limit_seconds
        for _ in range(POOLER_PROBES):
            before = _server(driver)
            is_shared = _server(other) == before or _server(driver) != before
            other.rollback()
            if is_shared:
                return True
    return False


def _server(driver: Driver) -> int:
    found = driver.execute(_SERVER, prepare=False).fetchone()
    return found[0] if found else 0
