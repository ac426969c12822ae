"""``leadkeep db backup`` and ``db restore``: everything, from either engine into either."""

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from leadkeep.assembly import set_up_instance
from leadkeep.cli.db import wide_tables
from leadkeep.store import open_store
from leadkeep.store.backup import load_backup, opened_backup
from leadkeep.store.migrate import HEAD, MIGRATIONS
from leadkeep.testing.stores import StoreFactory
from tests.blueprint.test_records import RECORDS
from tests.support.blueprints import FULL, values_of
from tests.support.commands import Commands, Outcome, run

ENGINES = ("sqlite", "postgres")


@pytest.fixture(params=ENGINES)
def other_stores(request: pytest.FixtureRequest) -> StoreFactory:
    factory: StoreFactory = request.getfixturevalue(f"{request.param}_stores")
    return factory


@pytest.fixture
def commands(stores: StoreFactory, tmp_path: Path) -> Commands:
    """A store of every kind of row that commands can make."""
    made = Commands(tmp_path, stores.url())
    made.succeed("apply", made.write(FULL))
    made.succeed("apply", made.write(FULL.replace("firstName: Ada", "firstName: Augusta")))
    return made


@pytest.fixture
def small(sqlite_stores: StoreFactory, tmp_path: Path) -> Commands:
    return Commands(tmp_path, sqlite_stores.url())


def contents(commands: Commands) -> dict[str, object]:
    rows: dict[str, object] = dict(values_of(commands.folder, commands.url))
    del rows["catalog_version"]
    return rows


def restore(file: Path, folder: Path, url: str) -> Outcome:
    return run("db", "restore", file, "--data", folder, "--database", url)


def test_a_restored_store_is_the_same_and_lives_on(
    commands: Commands, other_stores: StoreFactory
) -> None:
    file = commands.folder / "all.backup"
    told = commands.succeed("db", "backup", file)
    assert "The key is not in a backup" in told.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(each.name for each in commands.folder.glob("all.backup*")) == ["all.backup"]
    other = Commands(commands.folder, other_stores.url())
    with closing(open_store(other.folder, other.url)) as running:
        before = running.read_now(lambda tx: tx.version)
        assert "2 leads" in other.succeed("db", "restore", file).err
        assert running.read_now(lambda tx: tx.version) > before
    assert contents(other) == contents(commands)
    # New ids go on where the old store's end, on both sides alike.
    more = commands.write(
        "fields: [{name: acmeNew, displayName: New, dataType: string}]\n"
        "leads: [{email: new@example.com, acmeNew: x}]",
    )
    for store in (commands, other):
        store.succeed("apply", more)
    for name in ("field", "lead_key"):
        assert contents(other)[name] == contents(commands)[name]
    assert "in order" in other.succeed("db", "check").err


def test_progress_ends_with_the_last_row(small: Commands, other_stores: StoreFactory) -> None:
    """Rows of objects that users define come on top: nothing counts them before."""
    small.succeed("apply", small.write(RECORDS))
    file = small.folder / "all.backup"
    small.succeed("db", "backup", file)
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))

    with (
        opened_backup(file) as source,
        closing(open_store(small.folder, other_stores.url(), durable=False)) as target,
    ):
        rows = load_backup(source, target, wide_tables, set_up_instance, progress)
    assert seen == sorted(seen)
    assert all(0 < done <= total for done, total in seen)
    assert seen[-1][0] == seen[-1][1] > sum(rows.values())


def test_a_backup_is_a_store(small: Commands) -> None:
    file = small.folder / "all.backup"
    small.succeed("db", "backup", file)
    copy = Commands(small.folder, f"sqlite:///{file}")
    assert contents(copy) == contents(small)


def test_a_store_that_does_not_exist_is_made(small: Commands, tmp_path: Path) -> None:
    file = small.folder / "all.backup"
    small.succeed("db", "backup", file)
    new = Commands(tmp_path / "new", f"sqlite:///{tmp_path}/new/leadkeep.db")
    new.succeed("db", "restore", file)
    assert contents(new) == contents(small)


def test_a_store_in_use_is_not_overwritten(commands: Commands) -> None:
    file = commands.folder / "all.backup"
    commands.succeed("db", "backup", file)
    before = contents(commands)
    told = commands.refuse("db", "restore", file)
    assert "is not empty: it holds rows, " in told
    assert "2 in lead" in told
    assert "2 in client" in told
    assert "s3cret" not in told
    assert contents(commands) == before


def test_a_file_is_not_overwritten(small: Commands) -> None:
    file = small.write("precious", "all.backup")
    assert small.refuse("db", "backup", file).endswith("a backup never overwrites a file")
    assert file.read_text() == "precious"


def test_a_folder_that_is_missing(small: Commands) -> None:
    told = small.refuse("db", "backup", small.folder / "no" / "all.backup")
    assert told.endswith("No such file or directory")


def test_a_backup_at_rest_is_left_alone(small: Commands, sqlite_stores: StoreFactory) -> None:
    file = small.folder / "all.backup"
    small.succeed("db", "backup", file)
    file.chmod(0o400)
    before = file.read_bytes()
    assert restore(file, small.folder, sqlite_stores.url()).code == 0
    assert file.read_bytes() == before
    assert [each.name for each in small.folder.glob("all.backup*")] == ["all.backup"]


def _shorten(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _scratch(file: Path) -> None:
    with file.open("r+b") as content:
        content.seek(8192)
        content.write(b"\xff" * 4096 * 8)


def _say(revision: str, file: Path) -> None:
    with closing(sqlite3.connect(file)) as driver:
        driver.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        driver.commit()


def _use(file: Path) -> None:
    file.with_name(f"{file.name}-wal").write_bytes(b"something that is not in the file yet")


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _replace(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as driver:
        driver.execute("CREATE TABLE other (id INTEGER)")


SPOILERS: dict[str, tuple[Callable[[Path], None], str]] = {
    "shortened": (_shorten, "is damaged: "),
    "scratched": (_scratch, "is damaged: "),
    "newer": (
        lambda file: _say("9999", file),
        f"is at schema 9999; this leadkeep knows up to {HEAD}",
    ),
    "in use": (_use, "is a store in use: leadkeep db backup makes a backup of it"),
    "empty": (_empty, "is no backup of leadkeep"),
    "of another program": (_replace, "is no backup of leadkeep"),
    "missing": (Path.unlink, "No such file or directory"),
}


@pytest.mark.parametrize("name", SPOILERS)
def test_a_bad_file_is_one_line_and_changes_nothing(
    small: Commands, sqlite_stores: StoreFactory, name: str
) -> None:
    spoil, told = SPOILERS[name]
    file = small.folder / "all.backup"
    small.succeed("db", "backup", file)
    spoil(file)
    other = Commands(small.folder, sqlite_stores.url())
    before = contents(other)
    assert told in other.refuse("db", "restore", file)
    assert contents(other) == before


def test_a_backup_of_an_older_schema_is_brought_forward(
    small: Commands, sqlite_stores: StoreFactory
) -> None:
    file = small.folder / "older.backup"
    make_older(file)
    before = file.read_bytes()
    other = Commands(small.folder, sqlite_stores.url())
    other.succeed("db", "restore", file)
    assert file.read_bytes() == before
    assert contents(other)["workspace"] == [(7, "Old")]
    assert "in order" in other.succeed("db", "check").err


def make_older(file: Path) -> None:
    """Write a backup as the first schema had it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with (
        closing(open_store(file.parent, f"sqlite:///{file}")) as store,
        store.core_connection() as connection,
        connection.begin(),
    ):
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with closing(sqlite3.connect(file)) as driver:
        driver.execute("INSERT INTO workspace (id, name) VALUES (7, 'Old')")
        driver.execute("UPDATE id_sequence SET next_id = 8 WHERE kind = 'workspace'")
        driver.commit()
        driver.execute("PRAGMA journal_mode=DELETE")
