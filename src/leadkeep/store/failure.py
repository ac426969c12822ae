"""Describe errors of the engines without the values that caused them."""

import sqlite3
import sys

from sqlalchemy.exc import DBAPIError


def failure_code(error: BaseException) -> str | None:
    """Return the engine's code for an error; None when no engine raised it.

    Unlike the message, the code never contains personal data.
    """
    original = _original(error)
    if isinstance(original, sqlite3.Error):
        return getattr(original, "sqlite_errorname", None) or type(original).__name__
    if _is_of_psycopg(original):
        return getattr(original, "sqlstate", None) or type(original).__name__
    return None


def failure_text(error: BaseException) -> str | None:
    """Return the engine's message in one line; None when no engine raised the error.

    Only for the operator's own terminal: a message may contain a value that the operator sent.
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
