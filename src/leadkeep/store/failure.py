"""Describe errors that an engine raised without showing the values that caused them."""

import sqlite3
import sys

from sqlalchemy.exc import DBAPIError


def failure_code(error: BaseException) -> str | None:
    """Return the engine's code for an error; None if the engine did not raise it.

    Unlike the engine's message, its code never contains personal data.
    """
    original = _original(error)
    if isinstance(original, sqlite3.Error):
        return getattr(original, "sqlite_errorname", None) or type(original).__name__
    if _is_of_psycopg(original):
        return getattr(original, "sqlstate", None) or type(original).__name__
    return None


def failure_text(error: BaseException) -> str | None:
    """Return the engine's message in one line; None if the engine did not raise the error.

    It is only for the operator's own terminal, because a message may contain values.
    """
    original = _original(error)
    if isinstance(original, sqlite3.Error) or _is_of_psycopg(original):
        return str(original).strip().partition("\n")[0] or type(original).__name__
    return None


def _original(error: BaseException) -> BaseException:
    return error.orig if isinstance(error, DBAPIError) and error.orig else error


def _is_of_psycopg(error: BaseException) -> bool:
    # A driver that was never loaded cannot have raised the error.
    driver = sys.modules.get("psycopg")
    return driver is not None and isinstance(error, driver.Error)
