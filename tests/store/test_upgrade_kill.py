"""An upgrade that is killed half-way leaves a store that the next one brings forward."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from leadkeep.store.migrate import HEAD, revision
from tests.support.commands import Commands, kill_commands
from tests.support.dumps import VERSIONS, load_dump
from tests.support.slow import IS_SHORT
from tests.support.stores import open_url

KILLS = 5 if IS_SHORT else 20
Report = Callable[[str, object], None]


@pytest.mark.slow
@pytest.mark.process
@pytest.mark.timeout(600)
@pytest.mark.parametrize("version", VERSIONS)
def test_an_upgrade_that_was_killed_is_run_again(
    empty_url: str, tmp_path: Path, version: str, record_property: Report
) -> None:
    load_dump(version, empty_url)
    commands = Commands(tmp_path, empty_url)
    options = ("--data", tmp_path, "--database", empty_url)
    killed = kill_commands(Random(4), KILLS, "db", "upgrade", *options)
    assert killed
    commands.succeed("db", "upgrade")
    commands.succeed("db", "check")
    store = open_url(empty_url)
    assert revision(store) == HEAD
    store.close()
    record_property("kills", killed)
