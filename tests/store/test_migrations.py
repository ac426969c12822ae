"""Migrations: from nothing to the schema that the code knows."""

import multiprocessing
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Index, MetaData, Table, inspect, select, text
from sqlalchemy import column as sa_column
from sqlalchemy import table as sa_table
from sqlalchemy.event import listen

import leadkeep.tables  # noqa: F401 -- declares all tables
from leadkeep.assembly import set_up_instance
from leadkeep.cli.demo import DEMO
from leadkeep.errors import SetupError
from leadkeep.store import Amount, Store, Transaction, metadata
from leadkeep.store.check import check_engine, check_sequences, check_tables
from leadkeep.store.migrate import HEAD, MIGRATIONS, revision, upgrade
from leadkeep.store.new_tables import NewTables
from leadkeep.store.schema import IdSequence
from leadkeep.testing import Rehearsal
from tests.support.dumps import VERSIONS, load_dump
from tests.support.leads import LEADS, find, fresh, sync
from tests.support.lists import new_list
from tests.support.records import ensure_type
from tests.support.stores import PATIENCE_SECONDS, Task, open_url

RELEASED = {
    "0001_tables.py": "3c17aabad3b2584dc6957ab4626cfa03d6a6208e29579edf8514ffb55a4df769",
}
"""The SHA-256 of each migration that a release has, by file name."""


@pytest.fixture
def empty(empty_url: str) -> Iterator[Store]:
    store = open_url(empty_url)
    yield store
    store.close()


def script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def test_the_newest_revision_is_the_one_that_the_code_names() -> None:
    assert script().get_heads() == [HEAD]
    assert len(script().get_bases()) == 1


def test_the_schema_from_migrations_is_the_schema_of_the_tables(empty: Store) -> None:
    assert revision(empty) is None
    assert upgrade(empty) is True
    assert revision(empty) == HEAD
    assert upgrade(empty) is False
    with empty.core_connection() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize(("name", "digest"), RELEASED.items())
def test_a_released_migration_never_changes(name: str, digest: str) -> None:
    """A database that has run it never runs it again, and would miss the change."""
    assert sha256((MIGRATIONS / "versions" / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("version", VERSIONS)
def test_the_dump_of_each_release_has_rows_in_every_table(empty: Store, version: str) -> None:
    load_dump(version, empty.address)
    ran = script().iterate_revisions(revision(empty) or "base", "base")
    assert {Path(each.path).name for each in ran} <= RELEASED.keys()
    found = MetaData()
    with empty.core_connection() as connection:
        found.reflect(connection)
        no_rows = [
            name
            for name, table in found.tables.items()
            if connection.execute(select(table).limit(1)).first() is None
        ]
        assert no_rows == (["id_sequence"] if connection.dialect.supports_sequences else [])


@pytest.mark.parametrize("version", VERSIONS)
def test_a_store_of_each_release_is_brought_forward(empty: Store, version: str) -> None:
    load_dump(version, empty.address)
    upgrade(empty)
    empty.write_now(set_up_instance)
    assert (
        check_engine(empty) + empty.read_now(check_tables) + empty.read_now(check_sequences) == []
    )
    with empty.core_connection() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_object": is_declared,
            },
        )
        assert compare_metadata(context, metadata) == []
    with Rehearsal(empty) as server:
        token = server.token_for(DEMO)
        (winner,) = leads_by_email(server, "winner@example.com", token)
        assert leads_by_email(server, "loser@example.com", token) == []
        assert server.delete(LEADS, {"input": [winner]}, token=token).result
        (new,) = server.post(LEADS, {"input": [{"email": "new@example.com"}]}, token=token).result
        assert new["id"] > winner["id"]
        car = {"filterType": "vin", "filterValues": "v-1"}
        assert len(server.get("/rest/v1/customobjects/car.json", car, token=token).result) == 1
        assert greeted(server, token) == []
        server.clock.advance(days=1, minutes=5)
        server.run_jobs()
        token = server.token_for(DEMO)
        assert greeted(server, token) == ["lars.nilsson@example.com", "owned@example.com"]


NUMBERS = {
    14.0: "14",
    0.1: "0.1",
    0.30000000000000004: "0.30000000000000004",
    -9007199254740991.0: "-9007199254740991",
    123456789012345.67: "123456789012345.67",
    1e22: "1e22",
    5e-324: "5e-324",
    1.7976931348623157e308: "1.7976931348623157e308",
    -0.0: "0",
}
"""Numbers that a store of a released version may have in fields of amounts, and their digits."""

AMOUNTS = {
    "lead": ("id", "annualRevenue", "fee"),
    "company": ("id", "annualRevenue"),
    "opportunity": ("id", "amount", "expectedRevenue"),
    "named_account": ("id", "annualRevenue", "opptyAmount"),
    "program_member": ("lead_id", "fee"),
    "object_car": ("id", "price"),
}
"""By table: the column that names a row, and columns of amounts."""


def add_amounts(connection: Connection, number: float) -> None:
    """Store a number in every column of amounts of an old store, some of which it gets first."""
    fields = {"lead": "fee", "programMember": "fee", "customObject:car": "price"}
    kind = "DOUBLE PRECISION" if connection.dialect.supports_alter else "REAL"
    for place, (name, column) in enumerate(fields.items()):
        table = {"lead": "lead", "programMember": "program_member"}.get(name, "object_car")
        connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column} {kind}"))
        registry = Table("field", MetaData(), autoload_with=connection)
        required = [each.name for each in registry.c if not each.nullable]
        row: dict[str, Any] = dict.fromkeys(required, False)
        own: dict[str, Any] = {
            "object": name,
            "name": column,
            "display_name": f"An {column}",
            "id": 9000 + place,
        }
        row |= own | {"data_type": "currency", "column_name": column, "is_custom": True}
        connection.execute(registry.insert().values(row))
    for table, (_, *columns) in AMOUNTS.items():
        for column in columns:
            change = f'UPDATE "{table}" SET "{column}" = :number'  # noqa: S608 -- names of this file
            assert connection.execute(text(change), {"number": number}).rowcount > 0, table


def amounts_in(tx: Transaction, table: str, column: str) -> set[str]:
    query = select(sa_table(table, sa_column(column, Amount)))
    return {str(row[0]) for row in tx.execute(query)}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("version", VERSIONS)
def test_amounts_of_each_release_keep_their_digits(
    empty: Store, version: str, number: float
) -> None:
    load_dump(version, empty.address)
    with empty.core_connection() as connection, connection.begin():
        add_amounts(connection, number)
    upgrade(empty)
    empty.write_now(set_up_instance)
    assert empty.read_now(check_tables) == []
    for table, (_, *columns) in AMOUNTS.items():
        for column in columns:
            found = empty.read_now(partial(amounts_in, table=table, column=column))
            assert found == {str(Decimal(format(Decimal(NUMBERS[number]), "f")))}, (table, column)


def test_keys_made_of_amounts_are_found_after_the_upgrade(store: Store) -> None:
    """What an older version stored as 14.0 in keys of one field and of several is found by 14."""
    with Rehearsal(store) as server:
        worth = {"name": "worth", "dataType": "currency", "isDedupeField": True}
        ensure_type(server, "coin", worth)
        ensure_type(server, "note", {"name": "bank", "isDedupeField": True}, worth)
        long = "b" * 300
        records = {"coin": [{"worth": 14}], "note": [{"bank": long, "worth": 2.5}]}
        for name, input_ in records.items():
            assert server.post(f"/rest/v1/customobjects/{name}.json", {"input": input_}).result
        with store.core_connection() as connection, connection.begin():
            make_numbers(connection)
            with Operations.context(MigrationContext.configure(connection)):
                script().get_revision("0005").module.upgrade()
        assert store.read_now(check_tables) == []
        server.forget_token()
        for name, input_ in records.items():
            body = {"input": input_, "action": "createOnly"}
            (again,) = server.post(f"/rest/v1/customobjects/{name}.json", body).result
            assert again["status"] == "skipped"


def make_numbers(connection: Connection) -> None:
    """Bring amounts back to the form that they had before migration 0005."""
    has_types = connection.dialect.supports_alter
    for view in ("v_lead", "v_program_member"):
        connection.execute(text(f"DROP VIEW {view}"))
    registry = Table("field", MetaData(), autoload_with=connection)
    is_amount = registry.c.data_type == "currency"
    for row in connection.execute(select(registry).where(is_amount)).mappings().all():
        own = {"namedAccount": "named_account", "programMember": "program_member"}
        name = row["object"].replace("customObject:", "object_")
        table, column = own.get(name, name), row["column_name"]
        if has_types:
            kind = "TYPE DOUBLE PRECISION"
            connection.execute(text(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" {kind}'))
        else:
            connection.execute(text(f'ALTER TABLE "{table}" ADD COLUMN old REAL'))
            connection.execute(text(f'UPDATE "{table}" SET old = "{column}"'))  # noqa: S608
            connection.execute(text(f'ALTER TABLE "{table}" DROP COLUMN "{column}"'))
            connection.execute(text(f'ALTER TABLE "{table}" RENAME COLUMN old TO "{column}"'))
    for value in ("14", "2.5"):
        old = "14.0" if value == "14" else value
        change = "UPDATE record_key SET value = :old WHERE value = :value"
        connection.execute(text(change), {"old": old, "value": value})


def is_declared(item: Any, name: str, kind: str, is_found: bool, *_: object) -> bool:  # noqa: ANN401, FBT001
    """Leave out columns of custom fields and tables of custom objects, which no code declares."""
    table = metadata.tables.get(name if kind == "table" else item.table.name)
    return not is_found or (table is not None and (kind != "column" or name in table.columns))


def leads_by_email(server: Rehearsal, email: str, token: str) -> list[Any]:
    query = {"filterType": "email", "filterValues": email, "fields": "id"}
    return server.get(LEADS, query, token=token).result or []


def greeted(server: Rehearsal, token: str) -> list[str]:
    """Return whom the two campaigns of a dump have put into its list, after their jobs."""
    (found,) = server.get("/rest/v1/lists.json", {"name": "Greeted"}, token=token).result
    members = server.get(f"/rest/v1/lists/{found['id']}/leads.json", token=token).result or []
    return sorted(each["email"] for each in members)


def test_tables_come_before_their_foreign_keys(empty: Store) -> None:
    """A cluster distributes tables before keys refer to them; the other engine has keys inline."""
    tables, seen = NewTables(), []
    tables.add("part", "whole_id:id*>>whole number:integer*")
    tables.add("whole", "id:id* part_number:integer?>part_number", comment="The first one.")
    tables.add("part_number", "id:id* is_used:flag=false", Index(None, "is_used"))
    with empty.core_connection() as connection, connection.begin():
        listen(connection, "before_cursor_execute", lambda *args: seen.append(args[2].split()))
        tables.create(connection)
        tables.create(connection)
        (key,) = inspect(connection).get_foreign_keys("part")
        (index,) = inspect(connection).get_indexes("part_number")
        columns = inspect(connection).get_columns("part_number")
        has_alter = connection.dialect.supports_alter
    words = [" ".join(each[:2]) for each in seen if each[0] in {"CREATE", "ALTER"}]
    assert words == ["CREATE TABLE"] * 3 + ["CREATE INDEX"] + ["ALTER TABLE"] * 2 * has_alter
    assert (key["name"], key["options"]) == ("fk_part_whole_id", {"ondelete": "CASCADE"})
    assert index["name"] == "ix_part_number_is_used"
    assert [each["nullable"] for each in columns] == [False, False]


def test_a_column_in_another_notation_is_refused() -> None:
    with pytest.raises(ValueError, match="not a column: id"):
        NewTables().add("wrong", "id")


def allocate_two(tx: Transaction, sequence: IdSequence) -> Sequence[int]:
    return tx.allocate(sequence, 2)


def test_every_sequence_starts_where_it_is_declared(empty: Store) -> None:
    upgrade(empty)
    for sequence in IdSequence.declared.values():
        first = empty.write_now(partial(allocate_two, sequence=sequence))
        assert list(first) == [sequence.first, sequence.first + 1], sequence.kind


def test_setting_up_twice_changes_nothing(empty: Store) -> None:
    upgrade(empty)
    empty.write_now(set_up_instance)
    version = empty.read_now(lambda tx: tx.version)
    empty.write_now(set_up_instance)
    assert empty.read_now(lambda tx: tx.version) == version


def test_a_database_of_a_newer_leadkeep_is_refused(empty: Store) -> None:
    upgrade(empty)
    with empty.core_connection() as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("UPDATE catalog_version SET compatible_from = '9998'"))
    with pytest.raises(SetupError, match=rf"schema 9999.*up to {HEAD}.*newer leadkeep"):
        upgrade(empty)
    assert revision(empty) == "9999"


def upgrade_at(url: str, start: Barrier | None = None) -> bool:
    store = open_url(url)
    if start is not None:
        start.wait(PATIENCE_SECONDS)
    try:
        changed = upgrade(store)
        store.write_now(set_up_instance)
    finally:
        store.close()
    return changed


def test_threads_that_upgrade_at_once(empty_url: str) -> None:
    start = Barrier(4)
    tasks = [Task(partial(upgrade_at, empty_url, start)) for _ in range(4)]
    changed = [task.result() for task in tasks]
    assert True in changed
    check(empty_url)


@pytest.mark.slow
@pytest.mark.process
def test_processes_that_upgrade_at_once(empty_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        changed = pool.map(upgrade_at, [empty_url] * 4, chunksize=1)
    assert True in changed
    check(empty_url)


def check(url: str) -> None:
    store = open_url(url)
    assert revision(store) == HEAD
    with store.core_connection() as connection:
        names = set(inspect(connection).get_table_names())
    assert set(metadata.tables) <= names
    assert store.check_integrity() == []
    store.close()


def test_keys_of_older_stores_are_composed(store: Store) -> None:
    """What an older version stored with letters in parts is found by either spelling."""
    parts, composed = "a\u030angstro\u0308m", "\u00e5ngstr\u00f6m"
    with Rehearsal(store) as server:
        field = {"name": "town", "displayName": "Town", "dataType": "string"}
        server.post("/rest/v1/leads/schema/fields.json", {"input": [field]})
        sync(server, {"email": fresh(), "town": composed})
        new_list(server, composed)
        tables = {"lead_key": "value", "static_list": "name_key"}
        with store.core_connection() as connection, connection.begin():
            for table, column in tables.items():
                change = f"UPDATE {table} SET {column} = :parts WHERE {column} = :composed"  # noqa: S608
                values = {"parts": parts, "composed": composed}
                assert connection.execute(text(change), values).rowcount == 1
            # This migration alone: those after it have run, and none of them runs twice.
            with Operations.context(MigrationContext.configure(connection)):
                script().get_revision("0004").module.upgrade()
        for spelling in (parts, composed.upper()):
            assert len(find(server, "town", spelling)) == 1
            found = server.get("/rest/asset/v1/staticList/byName.json", {"name": spelling})
            assert len(found.result) == 1
