"""The database engine: open a store and run functions in its transactions. It knows no feature.

A function that runs in a transaction is called a verb. Entry point: :func:`open_store`. Features
declare tables on :data:`metadata` and statements with :class:`Statement`. Each difference between
the engines is one named operation of :class:`Transaction` or one construct of ``store.dialect``.
"""

import os
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from leadkeep.clock import Clock
from leadkeep.errors import NoStoreError, SetupError
from leadkeep.store.among import KeySpan, is_among, within_span
from leadkeep.store.cached import CachedCatalog, NotCachedError
from leadkeep.store.counters import StoreCounters
from leadkeep.store.deadlines import Deadlines
from leadkeep.store.dialect import (
    any_of,
    ascii_lower,
    equals_any,
    is_ascii,
    json_by_name,
    later_of,
    number_of,
)
from leadkeep.store.engine import (
    CATALOG_CHANGED,
    LARGEST_ID,
    Store,
    Transaction,
)
from leadkeep.store.moments import CLOCK_STEP_LIMIT_SECONDS
from leadkeep.store.replica import Replica, Served
from leadkeep.store.schema import IdSequence, Scale, metadata, partial_index
from leadkeep.store.statement import Delete, Insert, Statement, Update
from leadkeep.store.topic import Slot, Topic
from leadkeep.store.types import (
    Amount,
    Id,
    JsonText,
    KeyText,
    Number,
    Timestamp,
    WireDate,
    WireTimestamp,
    wire_timestamp,
)

SERVERS = frozenset({"postgresql", "postgres"})
DATABASE_FILE_NAME = "leadkeep.db"


def open_store(
    data: Path,
    database: str | None = None,
    clock: Clock | None = None,
    *,
    deadlines: Deadlines | None = None,
    durable: bool = True,
    must_exist: bool = False,
    replica: Replica | None = None,
) -> Store:
    """Open the store at the URL ``database``; without a URL, the store in the folder ``data``.

    With ``must_exist``, a file that this process must not write is opened for reads only.
    ``replica`` follows the database and serves reads that may lag behind.

    Raises:
        NoStoreError: ``must_exist`` is set and the store's file does not exist.
        SetupError: the URL names an engine that is not supported, or without ``must_exist`` the
            file must not be written; or a replica is named for a file.
    """
    if replica is not None and (database is None or database.startswith("sqlite")):
        raise SetupError("a replica needs a database server: there is none of a file")
    if database is None:
        path = data / DATABASE_FILE_NAME
        return _open_file(path, clock, deadlines, durable=durable, must_exist=must_exist)
    url = _url(database, "database")
    if url.get_backend_name() == "sqlite" and url.database:
        path = Path(url.database)
        return _open_file(path, clock, deadlines, durable=durable, must_exist=must_exist)
    if url.get_backend_name() in SERVERS:
        from leadkeep.store.postgres import PostgresStore  # noqa: PLC0415

        if replica is not None and _url(replica.url, "replica").get_backend_name() not in SERVERS:
            raise SetupError("the replica is not of PostgreSQL, as the database is")
        return PostgresStore(url, clock, deadlines, replica)
    raise SetupError(f"no engine for a database URL that starts with {url.drivername}")


def _url(text: str, name: str) -> URL:
    try:
        return make_url(text)
    except ArgumentError:
        raise SetupError(
            f"the {name} is not a URL of the form postgresql://user@host/name"
        ) from None


def _open_file(
    path: Path,
    clock: Clock | None,
    deadlines: Deadlines | None,
    *,
    durable: bool,
    must_exist: bool,
) -> Store:
    from leadkeep.store.sqlite import SqliteStore  # noqa: PLC0415 -- load one engine, not both

    if must_exist and not path.exists():
        raise NoStoreError(f"there is no store in {path}: leadkeep serve makes one")
    if path.exists() and not all(os.access(each, os.W_OK) for each in (path, path.parent)):
        if must_exist:
            return SqliteStore(path, clock, deadlines, read_only=True)
        raise SetupError(f"the store {path} cannot be written: the file or its folder is read-only")
    return SqliteStore(path, clock, deadlines, durable=durable)


__all__ = [
    "CATALOG_CHANGED",
    "CLOCK_STEP_LIMIT_SECONDS",
    "DATABASE_FILE_NAME",
    "LARGEST_ID",
    "Amount",
    "CachedCatalog",
    "Deadlines",
    "Delete",
    "Id",
    "IdSequence",
    "Insert",
    "JsonText",
    "KeySpan",
    "KeyText",
    "NotCachedError",
    "Number",
    "Replica",
    "Scale",
    "Served",
    "Slot",
    "Statement",
    "Store",
    "StoreCounters",
    "Timestamp",
    "Topic",
    "Transaction",
    "Update",
    "WireDate",
    "WireTimestamp",
    "any_of",
    "ascii_lower",
    "equals_any",
    "is_among",
    "is_ascii",
    "json_by_name",
    "later_of",
    "metadata",
    "number_of",
    "open_store",
    "partial_index",
    "wire_timestamp",
    "within_span",
]
