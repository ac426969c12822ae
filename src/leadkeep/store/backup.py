"""Back up a store to one file in the format of the embedded store, and load such a file.

A backup of either engine can be loaded into either engine, so this is also the way to move from the
embedded store to a database server.
"""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Table
from sqlalchemy.exc import DBAPIError

from leadkeep.errors import SetupError
from leadkeep.store.copy import Progress, copy_contents, count_rows, remove_contents
from leadkeep.store.engine import Store, Transaction
from leadkeep.store.failure import driver_error, failure_text
from leadkeep.store.migrate import HEAD, upgrade
from leadkeep.store.sqlite import SqliteStore

WideTables = Callable[[Transaction], Mapping[str, Table]]
"""A function that returns, by name, the tables with columns that only the field registry knows: the
metadata has these tables without such columns, or not at all."""

FILE_HEADER = b"SQLite format 3\0"
FILE_MODE = 0o600
"""Permissions of the file: it contains personal data, so only its owner may read it."""
NEW_STORE_ROW_LIMIT = 10_000
SIDE_FILES = ("-wal", "-shm", "-journal")


def write_backup(store: Store, file: Path, wide: WideTables, progress: Progress) -> None:
    """Write a consistent copy of the whole store to a new file; servers keep running meanwhile.

    Raises:
        SetupError: the file already exists or cannot be written.
    """
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        if file.exists():
            raise SetupError(f"{file} is there already: a backup never overwrites a file")
        os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))
        if not store.backup(new):
            _copy_into(store, new, wide, progress)
        _sync(new)
        os.link(new, file)  # unlike a rename, a link fails when the file exists
        _sync(file.parent)
    except OSError as error:
        raise SetupError(f"the backup {file}: {error.strerror}") from None
    except (sqlite3.Error, DBAPIError) as error:
        if not isinstance(driver_error(error), sqlite3.Error):
            raise
        # As when the disk of the backup is full: it says nothing about the store.
        raise SetupError(f"the backup {file}: {failure_text(error)}") from None
    finally:
        for suffix in ("", *SIDE_FILES):
            new.with_name(new.name + suffix).unlink(missing_ok=True)


def _copy_into(store: Store, file: Path, wide: WideTables, progress: Progress) -> None:
    with closing(SqliteStore(file, store.clock, durable=False)) as copy:
        upgrade(copy)
        _copy(store, copy, wide, progress)
    with closing(sqlite3.connect(file)) as driver:
        driver.execute("PRAGMA journal_mode=DELETE")


def _copy(source: Store, target: Store, wide: WideTables, progress: Progress) -> None:
    def read(reading: Transaction) -> None:
        tables = wide(reading)
        target.write_now(lambda writing: copy_contents(reading, writing, tables, progress))

    source.read_snapshot(read)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def load_backup(
    source: Store,
    target: Store,
    wide: WideTables,
    set_up: Callable[[Transaction], None],
    progress: Progress,
) -> dict[str, int]:
    """Copy an opened backup into an empty store in one transaction; return the row count by table.

    ``set_up`` writes the rows that every new store has. It serves to recognize an empty store, and
    to add standard rows that the backup's version did not have yet.

    Raises:
        SetupError: the target is not empty; the text names its tables.
    """

    def load(reading: Transaction) -> dict[str, int]:
        tables = wide(reading)

        def write(writing: Transaction) -> dict[str, int]:
            present = _rows_in_use(writing, set_up)
            if present:
                words = ", ".join(f"{count:,} in {name}" for name, count in present.items())
                raise SetupError(f"the store {target.address} is not empty: it holds rows, {words}")
            copy_contents(reading, writing, tables, progress)
            set_up(writing)
            return count_rows(writing)

        return target.write_now(write)

    return source.read_snapshot(load)


def _rows_in_use(tx: Transaction, set_up: Callable[[Transaction], None]) -> dict[str, int]:
    """Return the row count by table, for tables with more rows than a new store has.

    To count the rows of a new store, it empties this store and sets it up again. So the caller must
    overwrite the contents or roll the transaction back.
    """
    present = count_rows(tx)
    initial: dict[str, int] = {}
    if sum(present.values()) <= NEW_STORE_ROW_LIMIT:
        remove_contents(tx)
        set_up(tx)
        initial = count_rows(tx)
    return {name: count for name, count in present.items() if count > initial.get(name, 0)}


@contextmanager
def opened_backup(file: Path) -> Iterator[Store]:
    """Open a backup for reading; write nothing to the file or its folder.

    A backup of an older leadkeep is copied to a temporary file, and the copy is migrated to the
    current schema.

    A backup by an older leadkeep is migrated to the current schema in a temporary copy.

    Raises:
        SetupError: the file is not a backup, is damaged, or was written by a newer leadkeep.
    """
    present = _checked_revision(file)
    if present > HEAD:
        raise SetupError(
            f"{file} is at schema {present}; this leadkeep knows up to {HEAD}: "
            "run the newer leadkeep that wrote it"
        )
    with contextlib.ExitStack() as stack:
        try:
            if present == HEAD:
                store = stack.enter_context(closing(SqliteStore(file, read_only=True)))
            else:
                store = stack.enter_context(_upgraded_copy(file))
            damage = store.check_integrity()
        except (sqlite3.Error, DBAPIError) as error:
            raise _damaged(file, error) from None
        if damage:
            raise SetupError(f"{file} is damaged: {damage[0]}")
        yield store


@contextmanager
def _upgraded_copy(file: Path) -> Iterator[SqliteStore]:
    with tempfile.TemporaryDirectory(prefix="leadkeep-restore-") as folder:
        copy = Path(folder) / file.name
        shutil.copyfile(file, copy)
        with closing(SqliteStore(copy, durable=False)) as store:
            upgrade(store)
            yield store


def _checked_revision(file: Path) -> str:
    try:
        with file.open("rb") as content:
            header = content.read(len(FILE_HEADER))
        beside = file.with_name(f"{file.name}-wal")
        is_in_use = beside.exists() and beside.stat().st_size > 0
    except OSError as error:
        raise SetupError(f"the backup {file}: {error.strerror}") from None
    if header != FILE_HEADER:
        raise SetupError(f"{file} is no backup of leadkeep")
    if is_in_use:
        raise SetupError(f"{file} is a store in use: leadkeep db backup makes a backup of it")
    address = f"file:{quote(str(file))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as driver:
            row = driver.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        raise SetupError(f"{file} is no backup of leadkeep") from None
    except sqlite3.Error as error:
        raise _damaged(file, error) from None
    return str(row[0]) if row else ""


def _damaged(file: Path, error: Exception) -> SetupError:
    return SetupError(f"{file} is damaged: {failure_text(error)}")
