"""What an engine says when it fails, without the values it failed on."""

import sqlite3
import sys

from sqlalchemy.exc import DBAPIError


def failure_code(error: BaseException) -> str | None:
    """Return the engine's code for an error, None when no engine raised it.

    The code tells what went wrong and, unlike the message, never holds anybody's values.
    """
    original = _original(error)
    if isinstance(original, sqlite3.Error):
        return getattr(original, "sqlite_errorname", None) or type(original).__name__
    if _is_of_psycopg(original):
        return getattr(original, "sqlstate", None) or type(original).__name__
    return None


def failure_text(error: BaseException) -> str | None:
    """Return the engine's message in one line, None when no engine raised the error.

    For the operator's own terminal: a message may hold a value that the operator sent.
    """
    original = _original(error)
    if isinstance(original, sqlite3.Error) or _is_of_psycopg(original):
        return str(original).strip().partition("\n")[0] or type(original).__name__
    return None


def _original(error: BaseException) -> BaseException:
    return error.orig if isinstance(error, DBAPIError) and error.orig else error


def _is_of_psycopg(error: BaseException) -> bool:
    # An error of a driver that was never loaded cannot have been raised.
    driver = sys.modules.get("psycopg")
    return driver is not None and isinstance(error, driver.Error)
