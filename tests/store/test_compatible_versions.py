"""Two versions on one store during an upgrade: an older one goes on where migrations allow it.

The older version is this one, which believes that the newest schema is the one before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import MetaData, text

from leadkeep.assembly import open_prepared_store, open_present_store
from leadkeep.cli.demo import DEMO
from leadkeep.errors import SetupError
from leadkeep.settings import Settings
from leadkeep.store import Store
from leadkeep.store.migrate import HEAD, MIGRATIONS, Schema, revision, schema_of, upgrade
from leadkeep.testing import Rehearsal
from tests.support.commands import Commands
from tests.support.dumps import VERSIONS, load_dump
from tests.support.leads import fresh, sync
from tests.support.stores import open_url

FIRST_DECLARED = "0010"
"""Migrations before it say nothing, so that older code never runs beside them."""
DESCRIBE, FIELDS = "/rest/v1/leads/describe.json", "/rest/v1/leads/schema/fields.json"


def scripts() -> list[Script]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return list(ScriptDirectory.from_config(config).walk_revisions())


DECLARED = [each for each in scripts() if each.revision >= FIRST_DECLARED]
COMPATIBLE = [each for each in DECLARED if each.module.compatible_from < each.revision]
BEFORE = str(scripts()[0].down_revision)


@contextmanager
def version_of(schema: str) -> Iterator[None]:
    """Be the leadkeep of an older schema."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("leadkeep.store.migrate.HEAD", schema)
        yield


def settings_of(url: str) -> Settings:
    return Settings.model_validate({"data": Path("unused"), "database": url})


def work_at(server: Rehearsal, token: str) -> None:
    """Read and write as clients do."""
    email = fresh()
    (made,) = sync(server, {"email": email}, token=token)
    (changed,) = sync(server, {"email": email, "title": "T"}, token=token)
    assert (made["status"], changed["status"]) == ("created", "updated")
    name = email.partition("@")[0].replace("-", "")
    field = {"name": name, "displayName": name, "dataType": "string"}
    (added,) = server.post(FIELDS, {"input": [field]}, token=token).result
    assert added["status"] == "created"
    described = server.get(DESCRIBE, token=token).result
    assert name in {each["rest"]["name"] for each in described}


def test_every_migration_says_which_servers_may_go_on() -> None:
    """Whoever writes a migration decides it: without a word, no server may."""
    assert DECLARED
    for each in DECLARED:
        assert each.module.compatible_from <= each.revision


@pytest.mark.parametrize("version", VERSIONS)
def test_an_older_version_reads_and_writes_while_and_after_a_release_is_upgraded(
    empty_url: str, version: str
) -> None:
    load_dump(version, empty_url)
    migrate_to(empty_url, BEFORE)
    with version_of(BEFORE):
        older = open_prepared_store(settings_of(empty_url))
    with Rehearsal(older) as server:
        assert revision(older) == BEFORE
        token = server.token_for(DEMO)
        work_at(server, token)
        newer = open_prepared_store(settings_of(empty_url))
        assert revision(older) == HEAD
        with Rehearsal(newer) as second:
            for each in (server, second, server):
                work_at(each, token)
        newer.close()
        work_at(server, token)
    older.close()


def test_an_older_version_starts_on_a_schema_that_it_may_use(empty_url: str) -> None:
    open_prepared_store(settings_of(empty_url)).close()
    with version_of(BEFORE):
        token = ""
        for each in (open_prepared_store, open_present_store):
            store = each(settings_of(empty_url))
            assert schema_of(store) is Schema.NEWER
            with Rehearsal(store) as server:
                token = token or server.token
                work_at(server, token)
                assert server.get("/readyz", token="").content == b"ready\n"
            store.close()
        assert upgraded(empty_url) is False
    assert schema(empty_url) == HEAD


def test_an_older_version_does_not_start_on_a_schema_that_it_must_not_use(empty_url: str) -> None:
    store = open_prepared_store(settings_of(empty_url))
    with store.core_connection() as connection, connection.begin():
        change = "UPDATE catalog_version SET compatible_from = :oldest"
        connection.execute(text(change), {"oldest": HEAD})
    with Rehearsal(store) as server:
        assert server.get("/readyz", token="").content == b"ready\n"
        with version_of(BEFORE):
            for each in (open_prepared_store, open_present_store):
                with pytest.raises(SetupError) as refused:
                    each(settings_of(empty_url))
                assert str(refused.value).endswith(
                    f"is at schema {HEAD}; this leadkeep knows up to {BEFORE}: "
                    "run the newer leadkeep that wrote it"
                )
            # One that runs already says so to its load balancer.
            assert server.get("/readyz", token="").content == b"not ready\n"
    store.close()


def test_a_restored_or_changed_catalog_stays_usable(store: Store) -> None:
    store.write_now(lambda tx: tx.bump_version())
    with version_of(BEFORE):
        assert schema_of(store) is Schema.NEWER


@pytest.mark.parametrize("migration", COMPATIBLE, ids=lambda each: each.revision)
def test_a_migration_with_which_servers_go_on_only_adds(empty_url: str, migration: Script) -> None:
    """Older code names no new column, so a new column needs no value; and it finds its own."""
    migrate_to(empty_url, str(migration.down_revision))
    before = columns(empty_url)
    migrate_to(empty_url, migration.revision)
    after = columns(empty_url)
    for name, table in before.items():
        assert table.items() <= after[name].items(), name
        for column in after[name].keys() - table.keys():
            _, may_lack_value = after[name][column]
            assert may_lack_value, f"{name}.{column}"


def columns(url: str) -> dict[str, dict[str, Any]]:
    """Return type, and whether it needs no value, of each column of each table."""
    store, found = open_url(url), MetaData()
    with store.core_connection() as connection:
        found.reflect(connection)
    store.close()
    return {
        name: {
            column.name: (str(column.type), column.nullable or column.server_default is not None)
            for column in table.columns
        }
        for name, table in found.tables.items()
    }


def schema(url: str) -> str | None:
    store = open_url(url)
    found = revision(store)
    store.close()
    return found


def migrate_to(url: str, revision: str) -> None:
    """Run migrations as older versions did."""
    store, config = open_url(url), Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with store.core_connection() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    store.close()


def upgraded(url: str) -> bool:
    store = open_url(url)
    changed = upgrade(store)
    store.close()
    return changed


def test_the_command_says_whether_servers_may_go_on(empty_url: str, tmp_path: Path) -> None:
    load_dump(VERSIONS[0], empty_url)
    commands = Commands(tmp_path, empty_url)
    text = f"from schema 0001 to {HEAD}: servers and workers that run now must be stopped first\n"
    assert commands.succeed("db", "upgrade", "--check").err == text
    migrate_to(empty_url, BEFORE)
    text = f"from schema {BEFORE} to {HEAD}: servers and workers that run now go on\n"
    assert commands.succeed("db", "upgrade", "--check").err == text
    assert schema(empty_url) == BEFORE
    commands.succeed("db", "upgrade")
    assert "nothing to upgrade" in commands.succeed("db", "upgrade", "--check").err
