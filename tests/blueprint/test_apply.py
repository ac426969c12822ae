"""``leadkeep apply``: what a blueprint asks for is there, once."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadkeep.blueprint.notation import dump
from leadkeep.testing.stores import SqliteStores
from tests.support.blueprints import FULL, rows_of
from tests.support.commands import Commands, Outcome


def statuses(outcome: Outcome) -> dict[str, str]:
    return {f"{each['key']} {each['name']}": each["status"] for each in outcome.items}


def test_everything_is_created_then_unchanged(commands: Commands) -> None:
    file = commands.write(FULL)
    first = statuses(commands.succeed("apply", file, "--json"))
    assert Counter(first.values()) == {"created": 10, "updated": 2, "unchanged": 2}
    assert first["munchkinId 123-LKP-456"] == "updated"
    assert first["fields phone"] == "updated"
    before = rows_of(commands.folder, commands.url)
    second = statuses(commands.succeed("apply", file, "--json"))
    assert second == dict.fromkeys(first, "unchanged")
    assert rows_of(commands.folder, commands.url) == before


def test_a_plan_says_the_same_and_changes_nothing(commands: Commands) -> None:
    file = commands.write(FULL)
    before = rows_of(commands.folder, commands.url)
    planned = commands.succeed("apply", file, "--check", "--json")
    assert rows_of(commands.folder, commands.url) == before
    assert [each.name for each in commands.folder.iterdir() if each.suffix == ".key"] == []
    assert "client_secret" not in planned.out
    assert statuses(planned) == statuses(commands.succeed("apply", file, "--json"))


def test_a_plan_for_no_store_makes_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    commands = Commands(tmp_path / "new", f"sqlite:///{tmp_path}/new/leadkeep.db")
    outcome = commands.succeed("apply", commands_file(tmp_path), "--check")
    assert "nothing has been changed" in outcome.err
    assert not (tmp_path / "new").exists()


def commands_file(folder: Path) -> Path:
    file = folder / "instance.yaml"
    file.write_text(FULL)
    return file


def test_a_made_up_secret_is_printed_once(commands: Commands) -> None:
    file = commands.write("clients: [{name: a, role: API Administrator}]")
    first = commands.succeed("apply", file)
    assert re.search(r"client a\n  client id      \S{36}\n  client secret  \w{32}\n", first.out)
    assert "client secret" not in commands.succeed("apply", file).out


def test_a_given_secret_is_never_printed(commands: Commands) -> None:
    outcome = commands.succeed("apply", commands.write(FULL))
    assert "s3cret" not in outcome.out + outcome.err


def test_changes_are_updates(commands: Commands) -> None:
    commands.succeed("apply", commands.write(FULL))
    changed = (
        FULL.replace("Read-Only Lead, ", "")
        .replace("Acme Tier", "Tier")
        .replace("acmeTier: gold", "acmeTier: silver")
        .replace("Far and wide", "Near")
        .replace("s3cret", "another")
    )
    found = statuses(commands.succeed("apply", commands.write(changed), "--json"))
    assert {name for name, status in found.items() if status == "updated"} == {
        "partitions EMEA",
        "roles Reader",
        "clients warehouse",
        "fields acmeTier",
        "leads ada@example.com",
    }
    assert set(found.values()) == {"updated", "unchanged"}


def test_the_table_sums_leads_up(commands: Commands) -> None:
    outcome = commands.succeed("apply", commands.write(FULL))
    assert re.search(r"leads +2 of them +created", outcome.out)
    assert "ada@example.com" not in outcome.out
    assert outcome.err == "10 created, 2 updated, 2 unchanged\n"


def test_an_empty_file_asks_for_nothing(commands: Commands) -> None:
    assert commands.succeed("apply", commands.write(""), "--json").items == []
    assert commands.succeed("apply", commands.write("fields:\n"), "--json").items == []


NAMES = st.text("abcdefgh", min_size=1, max_size=6)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
VALUES = st.one_of(TEXTS, st.integers(-(10**6), 10**6), st.booleans(), st.none(), st.just("NO"))
BLUEPRINTS = st.fixed_dictionaries(
    {
        "workspaces": st.lists(NAMES.map(lambda name: {"name": f"w {name}"}), unique_by=str),
        "fields": st.lists(
            st.fixed_dictionaries(
                {"name": NAMES.map("acme_{}".format), "dataType": st.just("string")}
            ).map(lambda field: field | {"displayName": field["name"]}),
            max_size=4,
            unique_by=lambda field: field["name"],
        ),
        "leads": st.lists(
            st.fixed_dictionaries(
                {"email": NAMES.map("{}@example.com".format), "city": VALUES, "company": VALUES}
            ),
            max_size=5,
            unique_by=lambda lead: lead["email"],
        ),
    }
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(blueprint=BLUEPRINTS)
def test_applied_twice_all_is_unchanged(
    sqlite_stores: SqliteStores, tmp_path: Path, blueprint: dict[str, object]
) -> None:
    commands = Commands(tmp_path, sqlite_stores.url())
    file = commands.write(dump(blueprint))
    commands.succeed("apply", file)
    again = commands.succeed("apply", file, "--json")
    assert set(statuses(again).values()) <= {"unchanged"}
