"""``leadkeep db upgrade`` and ``db check``."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from leadkeep.store import open_store
from leadkeep.store.migrate import HEAD
from tests.support.blueprints import FULL
from tests.support.commands import Commands


def test_upgrade_says_what_it_did(commands: Commands, tmp_path: Path) -> None:
    assert commands.succeed("db", "upgrade").err.endswith(f" is at schema {HEAD} already\n")
    new = Commands(tmp_path / "new", f"sqlite:///{tmp_path}/new/leadkeep.db")
    assert new.succeed("db", "upgrade").err.endswith(f" is new, at schema {HEAD}\n")
    assert new.succeed("db", "upgrade").err.endswith(f" is at schema {HEAD} already\n")


def test_a_newer_schema_is_refused(commands: Commands) -> None:
    spoil(commands, "UPDATE alembic_version SET version_num = '9999'")
    assert "is at schema 9999" in commands.refuse("db", "upgrade")
    assert "is at schema 9999" in commands.refuse("client", "list")


def test_a_whole_store_is_in_order(commands: Commands) -> None:
    commands.succeed("apply", commands.write(FULL))
    outcome = commands.succeed("db", "check")
    assert outcome.out == ""
    assert outcome.err.endswith(f" is in order, at schema {HEAD}\n")
    assert "hidden" not in outcome.err


def spoil(commands: Commands, *statements: str) -> None:
    with (
        closing(open_store(commands.folder, commands.url)) as store,
        store.core_connection() as connection,
        connection.begin(),
    ):
        for statement in statements:
            connection.execute(text(statement))


FAULTS = {
    "keys lost": (
        ["DELETE FROM lead_key WHERE kind = 'email'"],
        ["keys: 2 leads are not found by their email"],
    ),
    "keys astray": (
        [
            "UPDATE lead_key SET value = 'else@example.com' WHERE value = 'ada@example.com'",
            "INSERT INTO lead_key VALUES ('email', 'ghost@example.com', 999)",
            "INSERT INTO lead_key VALUES ('noSuchField', 'x', 1)",
        ],
        [
            "keys: 1 leads are not found by their email",
            "keys: 2 keys of email lead to no lead that has the value",
            "keys: 1 keys of noSuchField lead to no lead that has the value",
        ],
    ),
    "column lost": (
        ["DROP VIEW v_lead", 'ALTER TABLE lead DROP COLUMN "acmeTier"'],
        ["fields: acmeTier has no column in the lead table"],
    ),
    "table lost": (["DROP TABLE usage_count"], ["schema: usage_count has no column count"]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_check_counts_what_is_wrong_and_shows_no_value(commands: Commands, name: str) -> None:
    statements, told = FAULTS[name]
    commands.succeed("apply", commands.write(FULL))
    spoil(commands, *statements)
    outcome = commands("db", "check")
    assert outcome.code == 1
    lines = outcome.out.splitlines()
    assert set(told) <= set(lines)
    assert "example.com" not in outcome.out
    assert outcome.err.endswith(f": {len(lines)} complaints\n")


def test_check_finds_ids_that_would_come_twice(commands: Commands) -> None:
    commands.succeed("apply", commands.write(FULL))
    spoil(commands, 'UPDATE lead SET id = 500, "contactCompany" = 600 WHERE id = 1')
    lines = commands("db", "check").out.splitlines()
    assert "ids: lead continues at 3, but has 500 already" in lines
    assert "ids: company continues at 3, but has 600 already" in lines
