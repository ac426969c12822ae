"""What the tests of blueprints share."""

from contextlib import closing
from pathlib import Path
from typing import Any

from leadkeep.domain.assets.programs import member_catalog, member_table
from leadkeep.domain.fields import lead_catalog
from leadkeep.store import Transaction, open_store
from leadkeep.store.copy import copied_tables
from leadkeep.store.schema import catalog_version
from tests.support.commands import Commands

FULL = """\
munchkinId: 123-LKP-456
workspaces: [{name: Default}, {name: Europe}]
partitions:
  - {name: Default, workspaces: [Default]}
  - {name: EMEA, workspaces: [Europe, Default], description: Far and wide}
roles:
  - {name: Reader, permissions: [Read-Only Lead, Read-Only Activity]}
clients:
  - {name: warehouse, role: Reader, workspace: Europe, clientId: w-1, clientSecret: s3cret}
  - {name: console, role: API Administrator}
fields:
  - {name: acmeTier, displayName: Acme Tier, dataType: string}
  - {name: acmeScore, displayName: Acme Score, dataType: score, isHidden: true}
  - {name: acmeDay, displayName: Acme Day, dataType: date, isApiCreated: true}
  - {name: phone, description: Office first}
leads:
  - {email: ada@example.com, firstName: Ada, acmeTier: gold, acmeDay: 1815-12-10}
  - {email: Bo@Example.com, country: NO, phone: +15550100, partitionName: EMEA}
"""


def exported_again(commands: Commands, other: Commands) -> str:
    """Return the export of a store; applied to another, new one, it is exported again the same."""
    exported = commands.succeed("export", "--blueprint", "--leads").out
    other.folder.mkdir()
    file = other.write(exported)
    other.succeed("apply", file)
    assert other.succeed("export", "--blueprint", "--leads").out == exported
    again = other.succeed("apply", file, "--json")
    assert {each["status"] for each in again.items} == {"unchanged"}
    return exported


def rows_of(folder: Path, url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table as this engine gives them."""

    def read(tx: Transaction) -> dict[str, list[tuple[Any, ...]]]:
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for each in (*copied_tables(), catalog_version):
            found = tx.driver.execute(f"SELECT * FROM {each.name}")  # noqa: S608 -- our own names
            rows[each.name] = sorted(map(tuple, found), key=repr)
        return rows

    with closing(open_store(folder, url)) as store:
        return store.read_now(read)


def values_of(folder: Path, url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table as values that are the same on each engine."""

    def read(tx: Transaction) -> dict[str, list[tuple[Any, ...]]]:
        wide = {"lead": lead_catalog(tx).table}
        wide["program_member"] = member_table(member_catalog(tx))
        tables = [*(wide.get(each.name, each) for each in copied_tables()), catalog_version]
        return {
            each.name: sorted((tuple(row) for row in tx.execute(each.select())), key=repr)
            for each in tables
        }

    with closing(open_store(folder, url)) as store:
        return store.read_now(read)
