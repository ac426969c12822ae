"""``leadkeep db upgrade`` and ``db check``."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from leadkeep.assembly import assemble_store
from leadkeep.cli.output import counted
from leadkeep.domain.leads import delete_leads
from leadkeep.domain.merging import Merge, merge_leads
from leadkeep.settings import load_settings
from leadkeep.store import Transaction, open_store
from leadkeep.store.migrate import HEAD
from tests.support.blueprints import FULL
from tests.support.commands import Commands
from tests.support.work import operator_work


def test_upgrade_says_what_it_did(commands: Commands, tmp_path: Path) -> None:
    assert commands.succeed("db", "upgrade").err.endswith(f" is at schema {HEAD} already\n")
    new = Commands(tmp_path / "new", f"sqlite:///{tmp_path}/new/leadkeep.db")
    assert new.succeed("db", "upgrade").err.endswith(f" is new, at schema {HEAD}\n")
    assert new.succeed("db", "upgrade").err.endswith(f" is at schema {HEAD} already\n")


def test_a_newer_schema_is_refused(commands: Commands) -> None:
    spoil(commands, "UPDATE alembic_version SET version_num = '9999'")
    spoil(commands, "UPDATE catalog_version SET compatible_from = '9998'")
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


LINKED = """\
companies: [{externalCompanyId: acme, company: Acme, annualRevenue: 5}]
lists: [{name: Newsletter}]
"""


def linked() -> str:
    """Return ``FULL``, whose first lead joins a company."""
    first = "{email: ada@example.com, "
    return FULL.replace(first, f"{first}externalCompanyId: acme, ") + LINKED


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
    "partition lost": (
        ['UPDATE lead SET "leadPartitionId" = 99 WHERE id = 1'],
        ["partitions: 1 leads are in no partition that exists"],
    ),
    "winner lost": (
        ["INSERT INTO merged_lead VALUES (77, 78)", "INSERT INTO merged_lead VALUES (79, 77)"],
        ["merges: 2 merged leads have no last winner"],
    ),
    "folder lost": (
        ["UPDATE static_list SET folder_id = 9999"],
        ["folders: 1 of static_list are in no folder that exists"],
    ),
    "company differs": (
        ["UPDATE lead SET company = 'Other' WHERE id = 1"],
        ["companies: 1 leads differ from their company"],
    ),
    "company lost": (
        ['UPDATE lead SET "contactCompany" = 99 WHERE id = 1'],
        ["companies: 1 leads differ from their company"],
    ),
    "table lost": (["DROP TABLE usage_count"], ["schema: usage_count has no column count"]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_check_counts_what_is_wrong_and_shows_no_value(commands: Commands, name: str) -> None:
    statements, told = FAULTS[name]
    commands.succeed("apply", commands.write(linked()))
    assert commands.succeed("db", "check").out == ""
    spoil(commands, *statements)
    outcome = commands("db", "check")
    assert outcome.code == 1
    lines = outcome.out.splitlines()
    assert set(told) <= set(lines)
    assert "example.com" not in outcome.out
    assert outcome.err.endswith(f": {counted(len(lines), 'complaints')}\n")


def test_check_finds_ids_that_would_come_twice(commands: Commands) -> None:
    commands.succeed("apply", commands.write(FULL))
    spoil(commands, 'UPDATE lead SET id = 500, "contactCompany" = 600 WHERE id = 1')
    lines = commands("db", "check").out.splitlines()
    assert "ids: lead continues at 3, but has 500 already" in lines
    assert "ids: company continues at 3, but has 600 already" in lines


def test_check_finds_dates_that_cannot_be_read(commands: Commands) -> None:
    commands.succeed("apply", commands.write(FULL))
    statement = """UPDATE lead SET "createdAt" = 'soon', "acmeDay" = '1815-13-10' WHERE id = 1"""
    if commands.url.startswith("postgresql"):
        with pytest.raises(DBAPIError):  # this engine stores dates only
            spoil(commands, statement)
        assert commands.succeed("db", "check").out == ""
        return
    spoil(commands, statement)
    lines = commands("db", "check").out.splitlines()
    assert "dates: 1 in lead createdAt are no dates" in lines
    assert "dates: 1 in lead acmeDay are no dates" in lines


def test_a_winner_that_was_deleted_is_no_fault(commands: Commands) -> None:
    commands.succeed("apply", commands.write(FULL))

    def merge_and_delete(tx: Transaction) -> None:
        merge_leads(operator_work(tx), Merge(1, [2]))
        delete_leads(operator_work(tx), [1])

    with closing(open_store(commands.folder, commands.url)) as store:
        assemble_store(store, load_settings()).write_now(merge_and_delete)
    assert commands.succeed("db", "check").out == ""


def test_a_database_that_is_no_cluster_is_not_distributed(commands: Commands) -> None:
    for arguments in ((), ("--check",), ("--shards", "8")):
        assert "has no extension citus" in commands.refuse("db", "distribute", *arguments)
