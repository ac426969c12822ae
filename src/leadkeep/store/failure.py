"""Describe errors that an engine raised without showing the values that caused them."""

import sqlite3
import sys
from enum import Enum, auto
from typing import Any

from sqlalchemy.exc import DBAPIError

LATE_STATES = frozenset({"57014", "55P03"})
"""SQLSTATE codes of deadlines: of a statement, and of a lock."""
GONE_STATES = frozenset({"57P01", "57P02", "57P03", "53300"})
"""SQLSTATE codes of a server that stops, starts, or takes no more connections; and class 08."""
PRIMARY_CODE = 0xFF


class Failure(Enum):
    """Why a database could not do its work."""

    LATE = auto()
    """A deadline has passed."""
    GONE = auto()
    """The database cannot be reached."""


def failure_kind(error: BaseException) -> Failure | None:
    """Return whether a database was late or could not be reached; None for all other errors."""
    original = driver_error(error)
    if isinstance(original, TimeoutError):
        return Failure.LATE
    if isinstance(original, sqlite3.OperationalError):
        code = getattr(original, "sqlite_errorcode", 0) & PRIMARY_CODE
        return Failure.LATE if code == sqlite3.SQLITE_BUSY else None
    if not _is_of_psycopg(original):
        return None
    state = getattr(original, "sqlstate", None)
    if state in LATE_STATES or type(original).__name__ == "OverdueError":
        return Failure.LATE
    if state is None:
        return Failure.GONE if isinstance(original, _psycopg().OperationalError) else None
    return Failure.GONE if state in GONE_STATES or state.startswith("08") else None


def failure_code(error: BaseException) -> str | None:
    """Return the engine's code for an error; None if the engine did not raise it.

    Unlike the engine's message, its code never contains personal data.
    """
    original = driver_error(error)
    if isinstance(original, sqlite3.Error):
        return getattr(original, "sqlite_errorname", None) or type(original).__name__
    if _is_of_psycopg(original):
        return getattr(original, "sqlstate", None) or type(original).__name__
    return None


def failure_text(error: BaseException) -> str | None:
    """Return the engine's message in one line; None if the engine did not raise the error.

    It is only for the operator's own terminal, because a message may contain values.
    """
    original = driver_error(error)
    if isinstance(original, sqlite3.Error) or _is_of_psycopg(original):
        return str(original).strip().partition("\n")[0] or type(original).__name__
    return None


def driver_error(error: BaseException) -> BaseException:
    """Return the driver's error, which Core may have wrapped."""
    return error.orig if isinstance(error, DBAPIError) and error.orig else error


def _is_of_psycopg(error: BaseException) -> bool:
    # A driver that was never loaded cannot have raised the error.
    driver = _psycopg()
    return driver is not None and isinstance(error, driver.Error)


def _psycopg() -> Any:  # noqa: ANN401
    return sys.modules.get("psycopg")
