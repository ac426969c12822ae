"""A store that must not be written: the server refuses to start, checks and backups work."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from leadkeep.store import open_store
from tests.support.blueprints import FULL
from tests.support.commands import Commands, run

pytestmark = pytest.mark.process

# Root may write every file, unless it runs without that capability.
UNPRIVILEGED = ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override")


OWN_MOUNTS = ("unshare", *(() if os.geteuid() == 0 else ("--user", "--map-root-user")), "--mount")
READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
"""Mounts a folder at its place once more, read-only, for one program."""


@pytest.fixture(params=["file", "folder", "mount"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Return the folder of a store that is read-only as the parameter says."""
    folder = tmp_path / request.param
    folder.mkdir()
    commands = Commands(folder, f"sqlite:///{folder}/leadkeep.db")
    commands.succeed("apply", commands.write(FULL))
    if request.param != "mount":
        place = folder if request.param == "folder" else folder / "leadkeep.db"
        place.chmod(0o500 if place.is_dir() else 0o400)
    yield folder
    folder.chmod(0o700)


def run_unprivileged(*arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run a command that may not write into the folder that its last argument names."""
    prefix: tuple[str, ...] = UNPRIVILEGED if os.geteuid() == 0 else ()
    if Path(str(arguments[-1])).name == "mount":
        prefix = (*OWN_MOUNTS, "sh", "-c", READ_ONLY, str(arguments[-1]))
    return subprocess.run(
        [*prefix, sys.executable, "-m", "leadkeep", *map(str, arguments)],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def test_checks_backups_and_lists_work(folder: Path, tmp_path: Path) -> None:
    before, backup = contents(folder), tmp_path / "a.backup"
    checked = run_unprivileged("db", "check", "--data", folder)
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stderr
    listed = run_unprivileged("client", "list", "--data", folder)
    assert "warehouse" in listed.stdout
    made = run_unprivileged("db", "backup", backup, "--data", folder)
    assert made.returncode == 0, made.stderr
    assert contents(folder) == before
    restored = tmp_path / "restored"
    assert run("db", "restore", backup, "--data", restored).code == 0
    assert "warehouse" in run("client", "list", "--data", restored).out


@pytest.mark.parametrize(
    "arguments",
    [
        ("serve", "--port", "0"),
        ("worker",),
        ("field", "add", "late"),
    ],
    ids=" ".join,
)
def test_what_writes_is_refused_at_once(folder: Path, arguments: tuple[str, ...]) -> None:
    before = contents(folder)
    refused = run_unprivileged(*arguments, "--data", folder)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"leadkeep: the store {folder}/leadkeep.db cannot be written")
    assert refused.stderr.count("\n") == 1
    assert contents(folder) == before


def test_a_log_beside_the_file_is_read_too(tmp_path: Path) -> None:
    """A copy of a store in use has committed rows in its write-ahead log only."""
    folder, copy = tmp_path / "data", tmp_path / "copy"
    assert run("client", "add", "first", "--data", folder).code == 0
    with closing(open_store(folder)) as store:
        store.read_now(lambda tx: tx.version)  # holds the log open
        assert run("client", "add", "second", "--data", folder).code == 0
        shutil.copytree(folder, copy)
    (copy / "leadkeep.db").chmod(0o400)
    listed = run_unprivileged("client", "list", "--data", copy)
    assert "second" in listed.stdout, listed.stderr
