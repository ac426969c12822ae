"""A blueprint with a mistake: file, line and object are named, and nothing changes."""

import pytest

from tests.support.blueprints import FULL, rows_of
from tests.support.commands import Commands

HEAD = "munchkinId: 123-LKP-456\nworkspaces: [{name: Moon}]\n"
"""Two good lines before the bad one: they must not be kept."""

CLIENT = "clients:\n- {name: a, role: API Administrator, clientId: x}\n"

MISTAKES = {
    "unknown key": ("robots: []", ":3: robots: this leadkeep knows no such key; it knows "),
    "unknown member": (
        "roles:\n  - name: A\n    permissions: []\n    rights: []",
        ":6: roles: A: rights has no meaning here",
    ),
    "wrong type": (
        "roles:\n  - name: A\n    permissions: all",
        ":5: roles: A: permissions: expected `array`, got `str`",
    ),
    "wrong item": (
        "roles:\n  - name: A\n    permissions:\n    - Read-Only Lead\n    - 7",
        ":7: roles: A: permissions[1]: expected `str`, got `int`",
    ),
    "missing member": ("clients:\n  - name: a", ":4: clients: a: role is missing"),
    "no list": ("fields: acmeTier", ":3: fields: this must be a list"),
    "no mapping": ("fields: [acmeTier]", ":3: fields: expected `object`, got `str`"),
    "same name twice": (
        "partitions:\n  - name: A\n  - name: A",
        ":5: partitions: A: is in line 4 already",
    ),
    "same key twice": ("munchkinId: 123-LKP-456", ":3: munchkinId: is in line 1 already"),
    "no YAML": ("fields: [", ":4: "),
    "bad tag": ("fields: !!python/tuple []", ":3: the tag tag:yaml.org,2002:python/tuple has "),
    "unknown permission": (
        "roles:\n  - {name: A, permissions: [Read-Only Moon]}",
        ":4: roles: A: no such permission: Read-Only Moon",
    ),
    "unknown workspace": (
        "partitions:\n  - {name: A, workspaces: [Mars]}",
        ":4: partitions: A: no workspace is named Mars",
    ),
    "unknown role": (
        "clients:\n  - {name: a, role: Nobody}",
        ":4: clients: a: no role is named Nobody",
    ),
    "client id taken": (
        CLIENT + "- {name: b, role: API Administrator, clientId: x}",
        ":5: clients: b: there is a client named b or with this client id already",
    ),
    "one user, two homes": (
        CLIENT + "- {name: b, role: Reader, user: a@api.example.com}",
        ":5: clients: b: the user a@api.example.com has another role or workspace",
    ),
    "unknown data type": (
        "fields:\n  - {name: a, displayName: A, dataType: moon}",
        ":4: fields: a: no data type is named moon; there are string, ",
    ),
    "field without type": (
        "fields:\n  - {name: a}",
        ":4: fields: a: is not there yet, and a new field needs displayName and dataType",
    ),
    "other type": (
        "fields:\n  - {name: email, dataType: string}",
        ":4: fields: email: dataType is email and cannot be changed to string",
    ),
    "unchangeable": (
        "fields:\n  - {name: email, displayName: Post}",
        ":4: fields: email: displayName cannot be changed so: invalid value",
    ),
    "bad lead value": (
        "leads:\n  - email: a@example.com\n  - email: b@example.com\n    annualRevenue: much",
        ":5: leads: b@example.com: invalid value: annualRevenue, much",
    ),
    "unknown lead field": (
        "leads:\n  - {email: a@example.com, shoeSize: 7}",
        ":4: leads: a@example.com: field not found: shoeSize",
    ),
    "lead without email": ("leads:\n  - firstName: Ada", ":4: leads: a lead needs an email"),
    "lead that is no record": (
        "leads:\n  - email: a@example.com\n    city: [1]",
        ":5: leads: a@example.com: city: a field holds one value",
    ),
    "lead twice": (
        "leads:\n  - email: a@example.com\n  - email: ' A@EXAMPLE.COM'",
        ":5: leads: a@example.com: is in line 4 already",
    ),
    "unknown partition": (
        "leads:\n  - {email: a@example.com, partitionName: Moon}",
        ":4: leads: invalid data: Partition 'Moon' not found",
    ),
    "too deep": ("fields: " + "[" * 40 + "]" * 40, ":3: is nested too deeply"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_names_its_place_and_changes_nothing(unchanged: Commands, name: str) -> None:
    text, told = MISTAKES[name]
    file = unchanged.write(HEAD + text + "\n")
    before = rows_of(unchanged.folder, unchanged.url)
    assert unchanged.refuse("apply", file).startswith(f"{file}{told}")
    assert rows_of(unchanged.folder, unchanged.url) == before


def test_a_late_mistake_changes_nothing_on_any_engine(commands: Commands) -> None:
    file = commands.write(FULL + "  - {email: c@example.com, annualRevenue: much}\n")
    before = rows_of(commands.folder, commands.url)
    told = f"{file}:19: leads: c@example.com: invalid value: annualRevenue, much"
    assert commands.refuse("apply", file) == told
    assert commands.refuse("apply", file, "--check") == told
    assert rows_of(commands.folder, commands.url) == before


def test_a_lead_stays_in_its_partition(commands: Commands) -> None:
    commands.succeed("apply", commands.write(FULL))
    moved = FULL.replace("email: ada@example.com,", "email: ada@example.com, partitionName: EMEA,")
    told = commands.refuse("apply", commands.write(moved))
    assert ":17: leads: ada@example.com: partition update not allowed" in told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"munchkinId: moon", ":1: munchkinId: moon is not a Munchkin id of the form 123-ABC-456"),
        (b"- munchkinId", ":1: a blueprint is a mapping of keys such as fields"),
        (b"\xff\xfe", ": is not UTF-8 text"),
        (b"munchkinId: \x00", ": "),
        (b"&a [*a]", ":1: "),
    ],
)
def test_a_file_of_another_form(unchanged: Commands, content: bytes, told: str) -> None:
    file = unchanged.folder / "other.yaml"
    file.write_bytes(content)
    assert unchanged.refuse("apply", file).startswith(f"{file}{told}")


def test_a_missing_file(unchanged: Commands) -> None:
    told = unchanged.refuse("apply", unchanged.folder / "none.yaml")
    assert told == f"{unchanged.folder}/none.yaml: No such file or directory"
