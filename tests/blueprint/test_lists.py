"""``folders`` and ``lists`` in blueprints."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from leadkeep.blueprint.file import parse_blueprint
from leadkeep.testing.stores import StoreFactory
from tests.support.blueprints import exported_again, rows_of
from tests.support.commands import Commands, Outcome, module_commands
from tests.support.leads import ENGINES

LISTS = """\
workspaces: [{name: Default}, {name: Europe}]
partitions: [{name: Default, workspaces: [Default, Europe]}]
folders:
  - {name: Events, parent: Marketing Activities, description: All of them}
  - {name: "2026", parent: Events}
  - {name: Old, parent: Group Lists, isArchive: true}
  - {name: Old, parent: /Marketing Activities/Default/Events}
  - {name: Events, parent: Marketing Activities, workspace: Europe}
leads:
  - {email: ada@example.com}
  - {email: Bo@Example.com}
  - {email: cy@example.com}
lists:
  - {name: Newsletter, description: Weekly, members: [ada@example.com, bo@example.com]}
  - {name: Aged, folder: /Lead Database/Default/Group Lists/Old}
  - {name: Newsletter, folder: Group Lists, workspace: Europe, members: [cy@example.com]}
"""


def statuses(outcome: Outcome) -> list[str]:
    return [each["status"] for each in outcome.items if each["key"] in {"folders", "lists"}]


def test_all_is_created_then_unchanged(commands: Commands) -> None:
    file = commands.write(LISTS)
    assert set(statuses(commands.succeed("apply", file, "--json"))) == {"created"}
    before = rows_of(commands.folder, commands.url)
    assert len(before["list_member"]) == 3
    assert set(statuses(commands.succeed("apply", file, "--json"))) == {"unchanged"}
    assert rows_of(commands.folder, commands.url) == before


def test_a_plan_changes_nothing(commands: Commands) -> None:
    before = rows_of(commands.folder, commands.url)
    planned = commands.succeed("apply", commands.write(LISTS), "--check", "--json")
    assert set(statuses(planned)) == {"created"}
    assert rows_of(commands.folder, commands.url) == before


def test_an_export_applied_to_a_new_store_exports_the_same(
    commands: Commands, stores: StoreFactory, tmp_path: Path
) -> None:
    commands.succeed("apply", commands.write(LISTS))
    first = exported_again(commands, Commands(tmp_path / "other", stores.url()))
    found = parse_blueprint("export", first.encode()).contents
    for folder in (
        {"name": "Events", "parent": "Marketing Activities", "description": "All of them"},
        {"name": "Old", "parent": "Group Lists", "isArchive": True},
        {"name": "2026", "parent": "Events"},
    ):
        assert folder in found["folders"]
    assert found["lists"][0] == {
        "name": "Newsletter",
        "folder": "Group Lists",
        "description": "Weekly",
        "members": ["ada@example.com", "Bo@Example.com"],
    }
    assert found["lists"][1]["folder"] == "/Lead Database/Default/Group Lists/Old"
    without = commands.succeed("export", "--blueprint").out
    assert "members" not in without
    assert "example.com" not in without.partition("lists:")[2]


def test_changes(commands: Commands) -> None:
    commands.succeed("apply", commands.write(LISTS))
    changed = LISTS.replace("All of them", "Some").replace("isArchive: true", "isArchive: false")
    changed = changed.replace("Weekly", "Daily").replace("bo@example.com]", "cy@example.com]", 1)
    changed = changed.replace(
        "{name: Aged, folder: /Lead Database/Default/Group Lists/Old", "{name: AGED"
    )
    outcome = commands.succeed("apply", commands.write(changed), "--json")
    told = {(each["key"], each["name"]): each["status"] for each in outcome.items}
    assert told["lists", "AGED"] == "updated"
    assert statuses(outcome) == [
        *("updated", "unchanged", "updated", "unchanged", "unchanged"),
        *("updated", "updated", "unchanged"),
    ]
    # Who is not named stays on the list.
    assert len(rows_of(commands.folder, commands.url)["list_member"]) == 4


GOOD = "workspaces: [{name: Moon}]\n"

TWINS = """\
folders:
  - {name: A, parent: Marketing Activities}
  - {name: A, parent: Group Lists}
  - {name: B, parent: a}
"""
STRANGER = """\
leads: [{email: a@example.com}]
lists:
  - name: A
    members:
    - a@example.com
    - b@example.com
"""
MISTAKES: dict[str, tuple[str, str]] = {
    "no parent": ("folders: [{name: A}]", ":2: folders: A: parent is missing"),
    "unknown parent": (
        "folders:\n  - {name: A, parent: Nowhere}",
        ":3: folders: A: no folder named Nowhere takes this",
    ),
    "no such workspace": (
        "folders:\n  - {name: A, parent: Marketing Activities, workspace: Mars}",
        ":3: folders: A: no workspace is named Mars",
    ),
    "parent of two": (
        TWINS,
        ":5: folders: B: several folders are named a: write the path of one",
    ),
    "folder twice": (
        "folders:\n  - {name: A, parent: Group Lists}\n  - {name: a, parent: Group Lists}",
        ":4: folders: a: is in line 3 already",
    ),
    "no name": ("folders:\n  - {name: ' ', parent: Emails}", ":3: folders:  : blank: name"),
    "list in a folder of another kind": (
        "lists:\n  - {name: A, folder: Emails}",
        ":3: lists: A: no folder named Emails takes this",
    ),
    "list twice": (
        "lists:\n  - {name: A}\n  - {name: ' a'}",
        ":4: lists:  a: is in line 3 already",
    ),
    "no program": (
        "lists:\n  - {name: A, program: Nothing}",
        ":3: lists: A: no program is named Nothing",
    ),
    "two places": (
        "lists:\n  - {name: A, program: P, folder: Group Lists}",
        ":3: lists: A: a list needs a folder or a program as its parent",
    ),
    "unknown member": (
        STRANGER,
        ":7: lists: A: no lead has the email b@example.com",
    ),
}


@pytest.fixture(scope="module", params=ENGINES)
def unchanged(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Commands]:
    """One store of each engine for all mistakes, none of which changes it."""
    yield from module_commands(request, tmp_path_factory, "leads: []")


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_blamed_and_nothing_changes(unchanged: Commands, mistake: str) -> None:
    text, told = MISTAKES[mistake]
    before = rows_of(unchanged.folder, unchanged.url)
    assert told in unchanged.refuse("apply", unchanged.write(GOOD + text))
    assert rows_of(unchanged.folder, unchanged.url) == before


def test_many_members(commands: Commands) -> None:
    emails = [f"m{number}@example.com" for number in range(650)]
    leads = "".join(f"  - {{email: {email}}}\n" for email in emails)
    members = "".join(f"      - {email}\n" for email in emails)
    text = f"leads:\n{leads}lists:\n  - name: All\n    members:\n{members}"
    outcome = commands.succeed("apply", commands.write(text), "--json")
    assert statuses(outcome) == ["created"]
    assert len(rows_of(commands.folder, commands.url)["list_member"]) == 650
    exported: Any = parse_blueprint(
        "export", commands.succeed("export", "--blueprint", "--leads").out.encode()
    )
    assert exported.contents["lists"][0]["members"] == emails
