"""Backup under writes, and backup, restore, upgrade and import that are killed half-way."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Event

import pytest

from leadkeep.testing.stores import StoreFactory
from tests.support.commands import Commands, kill_commands
from tests.support.server_process import ServerProcess
from tests.support.slow import IS_SHORT

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(600)]

Report = Callable[[str, object], None]
KILLS = 3 if IS_SHORT else 20
ROWS = 3_000 if IS_SHORT else 20_000
BATCH = 5
PATIENCE_SECONDS = 60.0


def people_file(folder: Path, rows: int) -> Path:
    file = folder / "people.csv"
    lines = (f"p{number}@example.com,{number}" for number in range(rows))
    file.write_text("\n".join(["email,leadScore", *lines]), encoding="utf-8")
    return file


def test_a_backup_under_writes_has_whole_writes_up_to_one_moment(
    stores: StoreFactory, tmp_path: Path, record_property: Report
) -> None:
    database = stores.url()
    commands = Commands(tmp_path, database)
    acknowledged: list[list[str]] = []
    is_over = Event()
    with (
        ServerProcess(database, tmp_path) as server,
        server.client() as client,
        ThreadPoolExecutor(1) as pool,
    ):

        def write() -> None:
            while not is_over.is_set():
                number = len(acknowledged)
                emails = [f"b{number}.{index}@example.com" for index in range(BATCH)]
                client.sync([{"email": email} for email in emails])
                acknowledged.append(emails)

        writing = pool.submit(write)
        try:
            while len(acknowledged) < 10:
                time.sleep(0.01)
            before = len(acknowledged)
            commands.succeed("db", "backup", tmp_path / "all.backup")
            while len(acknowledged) < before + 10:
                time.sleep(0.01)
        finally:
            is_over.set()
        writing.result(PATIENCE_SECONDS)
    restored = Commands(tmp_path / "restored", f"sqlite:///{tmp_path}/restored/leadkeep.db")
    restored.succeed("db", "restore", tmp_path / "all.backup")
    restored.succeed("db", "check")
    with ServerProcess(restored.url, tmp_path) as server, server.client() as client:
        counts = [len(client.find(emails)) for emails in acknowledged]
    kept = counts.count(BATCH)
    assert counts == [BATCH] * kept + [0] * (len(counts) - kept)
    assert before <= kept
    record_property("writes before the backup", before)
    record_property("of them lost", 0)
    record_property("cut in two", 0)


def test_a_killed_backup_leaves_no_part_of_a_file(stores: StoreFactory, tmp_path: Path) -> None:
    commands = Commands(tmp_path, stores.url())
    commands.succeed("import", "leads", people_file(tmp_path, ROWS))
    file = tmp_path / "all.backup"
    killed = kill_commands(
        Random(1), KILLS, "db", "backup", file, "--data", tmp_path, "--database", commands.url
    )
    assert killed
    if not file.exists():  # else it was whole before the last kill, or a run ended by itself
        commands.succeed("db", "backup", file)
    restored = Commands(tmp_path / "restored", f"sqlite:///{tmp_path}/restored/leadkeep.db")
    assert f"{ROWS:,} leads" in restored.succeed("db", "restore", file).err


def test_a_killed_restore_leaves_nothing_or_all(
    stores: StoreFactory, sqlite_stores: StoreFactory, tmp_path: Path, record_property: Report
) -> None:
    source = Commands(tmp_path, sqlite_stores.url())
    source.succeed("import", "leads", people_file(tmp_path, ROWS))
    file = tmp_path / "all.backup"
    source.succeed("db", "backup", file)
    target = Commands(tmp_path / "target", stores.url())
    target.folder.mkdir()
    options = ("--data", target.folder, "--database", target.url)
    killed = kill_commands(Random(2), KILLS, "db", "restore", file, *options)
    assert killed
    outcome = target("db", "restore", file)
    if outcome.code:  # all of it was committed before the last kill, or a run ended by itself
        assert "is not empty" in outcome.err
        whole = tmp_path / "whole.backup"
        target.succeed("db", "backup", whole)
        again = Commands(tmp_path / "again", f"sqlite:///{tmp_path}/again/leadkeep.db")
        outcome = again.succeed("db", "restore", whole)
    assert f"{ROWS:,} leads" in outcome.err
    target.succeed("db", "check")
    record_property("kills", killed)
    record_property("rows left behind", 0)


def test_an_import_that_was_killed_is_run_again(
    stores: StoreFactory, tmp_path: Path, record_property: Report
) -> None:
    commands = Commands(tmp_path, stores.url())
    commands.succeed("db", "upgrade")
    file = people_file(tmp_path, ROWS)
    options = ("--data", tmp_path, "--database", commands.url)
    killed = kill_commands(Random(3), KILLS, "import", "leads", file, *options)
    assert killed
    commands.succeed("import", "leads", file)
    commands.succeed("db", "check")
    backup = tmp_path / "all.backup"
    commands.succeed("db", "backup", backup)
    restored = Commands(tmp_path / "restored", f"sqlite:///{tmp_path}/restored/leadkeep.db")
    assert f"{ROWS:,} leads" in restored.succeed("db", "restore", backup).err
    record_property("kills", killed)
    record_property("leads", ROWS)
    record_property("twice", 0)
