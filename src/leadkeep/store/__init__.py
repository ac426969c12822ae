"""The engine: opens a database, runs verbs in transactions, knows no feature.

Entry point: :func:`open_store`. Features declare tables on :data:`metadata` and statements with
:class:`Statement`; everything that differs between the engines is one named operation of
:class:`Transaction` or one construct of ``store.dialect``. It may import ``clock`` and ``errors``
only.
"""

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from leadkeep.clock import Clock
from leadkeep.errors import SetupError
from leadkeep.store.dialect import any_of
from leadkeep.store.engine import Store, Transaction
from leadkeep.store.schema import IdSequence, Scale, metadata
from leadkeep.store.statement import Insert, Statement, UpdateById
from leadkeep.store.types import Id, JsonText, Number, Timestamp

DATABASE_FILE_NAME = "leadkeep.db"


def open_store(
    data: Path, database: str | None = None, clock: Clock | None = None, *, durable: bool = True
) -> Store:
    """Open the store: the database at the URL ``database``, else the file in the folder ``data``.

    Raises:
        SetupError: the URL is of no known engine.
    """
    if database is None:
        from leadkeep.store.sqlite import SqliteStore  # noqa: PLC0415 -- load one engine, not both

        return SqliteStore(data / DATABASE_FILE_NAME, clock, durable=durable)
    try:
        url = make_url(database)
    except ArgumentError:
        raise SetupError(
            "the database is not a URL of the form postgresql://user@host/name"
        ) from None
    if url.get_backend_name() == "sqlite" and url.database:
        from leadkeep.store.sqlite import SqliteStore  # noqa: PLC0415

        return SqliteStore(Path(url.database), clock, durable=durable)
    if url.get_backend_name() in {"postgresql", "postgres"}:
        from leadkeep.store.postgres import PostgresStore  # noqa: PLC0415

        return PostgresStore(url, clock)
    raise SetupError(f"no engine for a database URL that starts with {url.drivername}")


__all__ = [
    "DATABASE_FILE_NAME",
    "Id",
    "IdSequence",
    "Insert",
    "JsonText",
    "Number",
    "Scale",
    "Statement",
    "Store",
    "Timestamp",
    "Transaction",
    "UpdateById",
    "any_of",
    "metadata",
    "open_store",
]
