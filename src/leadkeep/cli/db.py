"""``leadkeep db``: maintain the database."""

from collections.abc import Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Table

import leadkeep.tables  # noqa: F401 -- copies and checks go through every table
from leadkeep.assembly import open_prepared_store, set_up_instance
from leadkeep.cli.options import Data, Database, opened
from leadkeep.cli.output import Advance, counted, echo, progress
from leadkeep.domain.activities import check_merged_leads
from leadkeep.domain.assets.folders import check_places
from leadkeep.domain.assets.programs import member_catalog, member_table
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.leads import (
    LEADS_OF_A_PART,
    ChangeCheck,
    check_changes,
    check_leads,
    lead_count,
)
from leadkeep.domain.objects.custom import custom_object_types, custom_tables
from leadkeep.domain.objects.engine import check_records
from leadkeep.domain.objects.standard import KINDS
from leadkeep.domain.views import VIEWS
from leadkeep.settings import KEY_FILE_NAME, Settings, load_settings
from leadkeep.store import Store, Transaction, metadata, open_store
from leadkeep.store.migrate import HEAD, oldest_compatible, revision

app = typer.Typer(no_args_is_help=True, help="The database: upgrade, check, backup, restore.")

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.", show_default=False)]


@app.command()
def upgrade(
    data: Data = None,
    database: Database = None,
    check: Annotated[
        bool, typer.Option("--check", help="Say what would be done, and to which servers.")
    ] = False,
) -> None:
    """Migrate the database to the schema of this leadkeep; create the database if there is none."""
    settings = load_settings(data=data, database=database)
    before = _present_revision(settings)
    if check:
        echo(_upgrade_text(before))
        return
    with closing(open_prepared_store(settings)) as store:
        if before is None:
            echo(f"{store.address} is new, at schema {HEAD}")
        elif before < HEAD:
            echo(f"{store.address} went from schema {before} to {HEAD}")
        else:
            echo(f"{store.address} is at schema {before} already")


def _upgrade_text(before: str | None) -> str:
    if before is None or before >= HEAD:
        return f"there is nothing to upgrade: this leadkeep is at schema {HEAD}"
    oldest = oldest_compatible(before)
    servers = "go on" if before >= oldest else "must be stopped first"
    return f"from schema {before} to {HEAD}: servers and workers that run now {servers}"


def _present_revision(settings: Settings) -> str | None:
    with closing(open_store(settings.data, settings.database_url)) as store:
        return revision(store)


@app.command()
def check(data: Data = None, database: Database = None) -> None:
    """Check files, schema and contents; exit with 1 if there are problems.

    Servers may run meanwhile.
    """
    with opened(data, database) as (store, _), progress("check") as advance:
        complaints = check_store(store, advance)
    for line in complaints:
        print(line)
    if complaints:
        echo(f"leadkeep: {store.address}: {counted(len(complaints), 'complaints')}")
        raise typer.Exit(1)
    echo(f"{store.address} is in order, at schema {HEAD}")


def check_store(store: Store, advance: Advance) -> list[str]:
    """Return a text for each kind of problem; contents are checked if files and schema have none.

    Each step sees the store at one moment and then lets it go, so that servers may write.
    """
    from leadkeep.store.check import (  # noqa: PLC0415 -- this command alone needs it
        check_engine,
        check_tables,
    )
    from leadkeep.store.distribute import misplaced_tables  # noqa: PLC0415 -- as above

    complaints = check_engine(store) or store.read_snapshot(check_tables)
    # The tables that users have defined are in the contents, so these must be readable.
    own = [] if complaints else _user_tables(store)
    with store.core_connection() as connection:
        complaints += misplaced_tables(connection, own)
    if complaints:
        return complaints
    for number, step in enumerate(CHECKS, 1):
        complaints += store.read_snapshot(step)
        advance(number, len(CHECKS))
    return [*complaints, *_check_changes(store, advance)]


def _check_records(tx: Transaction) -> list[str]:
    kinds = [*KINDS, *custom_object_types(tx).kinds.values()]
    return [line for kind in kinds for line in check_records(tx, kind)]


def _check_values(tx: Transaction) -> list[str]:
    from leadkeep.store.check import check_moments, check_sequences  # noqa: PLC0415 -- as above

    tables = {each.name: each for each in metadata.sorted_tables} | dict(wide_tables(tx))
    return [*check_sequences(tx), *check_moments(tx, tables.values())]


def _check_changes(store: Store, advance: Advance) -> list[str]:
    """Check the log of changes in parts: each sees the store at one moment."""
    total, done, last_id = store.read_now(lead_count), 0, 0
    found = ChangeCheck()
    while True:
        store.read_snapshot(partial(check_changes, after_id=last_id, found=found))
        if found.last_id is None:
            return found.texts()
        last_id = found.last_id
        done += LEADS_OF_A_PART
        advance(min(done, total), total)


CHECKS = (_check_values, check_leads, check_merged_leads, check_places, _check_records)
"""The steps of a check that look at contents; each returns a text for each kind of problem."""


@app.command()
def backup(file: BackupFile, data: Data = None, database: Database = None) -> None:
    """Write the whole store to a new file while servers run; the secret key is not included."""
    from leadkeep.store.backup import write_backup  # noqa: PLC0415 -- as above

    with opened(data, database) as (store, settings), progress("backup") as advance:
        write_backup(store, file, wide_tables, advance)
    echo(f"wrote {file} ({file.stat().st_size:,} bytes)")
    _print_key_advice(settings, "Keep it too")


@app.command()
def restore(file: BackupFile, data: Data = None, database: Database = None) -> None:
    """Load a backup into an empty store of either engine."""
    from leadkeep.store.backup import load_backup, opened_backup  # noqa: PLC0415 -- as above

    with opened_backup(file) as source, opened(data, database, is_made=True) as (store, settings):
        with progress("restore") as advance:
            rows = load_backup(source, store, wide_tables, set_up_instance, advance)
        what = f"{counted(sum(rows.values()), 'rows')}, {counted(rows['lead'], 'leads')}"
        echo(f"restored {what}: {store.address}")
    _print_key_advice(settings, "Put the old one there")


@app.command()
def distribute(
    data: Data = None,
    database: Database = None,
    shards: Annotated[
        int, typer.Option(help="Number of shards of each distributed table.", min=1, max=1024)
    ] = 16,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Print what is missing and change nothing.")
    ] = False,
) -> None:
    """Distribute the tables over the servers of a cluster; may be interrupted and repeated.

    With ``--check`` it exits with 1 if anything is missing.
    """
    from leadkeep.store import distribute as placing  # noqa: PLC0415 -- as above

    with opened(data, database) as (store, _):
        own = _user_tables(store)
        if check:
            steps = [each.description for each in placing.remaining_steps(store, shards, own)]
        else:
            steps = placing.distribute(store, shards, own)
        for line in steps:
            print(line)
        if check and steps:
            echo(f"{store.address}: missing: {counted(len(steps), 'steps')}")
            raise typer.Exit(1)
        echo(f"{store.address} is distributed")


@app.command("grant-reader")
def grant_reader(
    role: Annotated[str, typer.Argument(help="A role of the database server.", show_default=False)],
    data: Data = None,
    database: Database = None,
) -> None:
    """Let a role of the database server read the views for SQL, and nothing that holds secrets."""
    with opened(data, database) as (store, _):
        store.write_now(lambda tx: tx.grant_reader(role, list(VIEWS)))
    echo(f"{role} may read {', '.join(VIEWS)}")


def _user_tables(store: Store) -> list[Table]:
    return list(store.read_snapshot(custom_tables).values())


def wide_tables(tx: Transaction) -> Mapping[str, Table]:
    """Return the tables with columns that the field catalog defines, with all their columns.

    The keys are the names of the tables.
    """
    catalog, members = lead_catalog(tx), member_table(member_catalog(tx))
    leads = {catalog.table.name: catalog.table} if catalog.fields else {}
    return leads | {members.name: members} | custom_tables(tx)


def _print_key_advice(settings: Settings, advice: str) -> None:
    echo(
        f"The key is not in a backup: {settings.data / KEY_FILE_NAME}, or LEADKEEP_SECRET_KEY. "
        f"{advice}: without it no client secret holds any longer."
    )
