"""``forms`` in blueprints."""

from pathlib import Path

from leadkeep.blueprint.file import parse_blueprint
from leadkeep.testing.stores import StoreFactory
from tests.support.blueprints import exported_again, rows_of
from tests.support.commands import Commands, Outcome

FORMS = """\
workspaces: [{name: Default}, {name: Europe}]
partitions: [{name: Default, workspaces: [Default, Europe]}]
fields: [{name: tier, displayName: Tier, dataType: string}]
memberFields: [{name: seat, displayName: Seat, dataType: string}]
folders: [{name: Landing, parent: Forms}]
programs:
  - {name: Product Launch, type: Default, channel: Web Content}
forms:
  - {name: Contact, program: Product Launch, fields: [email, FirstName, tier, seat]}
  - {name: Contact, description: Ask us}
  - {name: Contact, workspace: Europe, status: draft, fields: []}
  - name: Survey
    folder: Landing
    theme: round
    fontSize: 15px
    progressiveProfiling: true
    fields:
      - {name: email, label: "Where to?", required: true, hintText: you@example.com}
      - {name: title, instructions: As on your card, defaultValue: Dr, validationMessage: Too long}
"""


def statuses(outcome: Outcome) -> list[str]:
    return [each["status"] for each in outcome.items if each["key"] == "forms"]


def test_all_is_created_then_unchanged(commands: Commands) -> None:
    file = commands.write(FORMS)
    assert statuses(commands.succeed("apply", file, "--json")) == ["created"] * 4
    before = rows_of(commands.folder, commands.url)
    assert len(before["form"]) == 4
    assert statuses(commands.succeed("apply", file, "--json")) == ["unchanged"] * 4
    assert rows_of(commands.folder, commands.url) == before


def test_a_plan_changes_nothing(commands: Commands) -> None:
    before = rows_of(commands.folder, commands.url)
    planned = commands.succeed("apply", commands.write(FORMS), "--check", "--json")
    assert statuses(planned) == ["created"] * 4
    assert rows_of(commands.folder, commands.url) == before


def test_an_export_applied_to_a_new_store_exports_the_same(
    commands: Commands, stores: StoreFactory, tmp_path: Path
) -> None:
    commands.succeed("apply", commands.write(FORMS))
    first = exported_again(commands, Commands(tmp_path / "other", stores.url()))
    assert parse_blueprint("export", first.encode()).contents["forms"] == [
        {
            "name": "Contact",
            "program": "Product Launch",
            "fields": ["email", "firstName", "tier", "seat"],
        },
        {
            "name": "Contact",
            "folder": "Forms",
            "description": "Ask us",
            "fields": ["firstName", "lastName", "email"],
        },
        {
            "name": "Contact",
            "folder": "Forms",
            "workspace": "Europe",
            "status": "draft",
            "fields": [],
        },
        {
            "name": "Survey",
            "folder": "Landing",
            "fields": [
                {
                    "name": "email",
                    "label": "Where to?",
                    "required": True,
                    "hintText": "you@example.com",
                },
                {
                    "name": "title",
                    "instructions": "As on your card",
                    "defaultValue": "Dr",
                    "validationMessage": "Too long",
                },
            ],
            "theme": "round",
            "fontSize": "15px",
            "progressiveProfiling": True,
        },
    ]


def test_changes(commands: Commands) -> None:
    commands.succeed("apply", commands.write(FORMS))
    changed = FORMS.replace("tier, seat]", "seat, tier]").replace("Ask us", "Tell us")
    changed = changed.replace("folder: Landing\n", "folder: Forms\n")
    changed = changed.replace(", status: draft, fields: []", "")
    outcome = commands.succeed("apply", commands.write(changed), "--json")
    assert statuses(outcome) == ["updated", "updated", "unchanged", "updated"]
    exported = commands.succeed("export", "--blueprint").out
    found = parse_blueprint("export", exported.encode()).contents["forms"]
    assert found[0]["fields"] == ["email", "firstName", "seat", "tier"]
    assert (found[2]["status"], found[2]["fields"]) == ("draft", [])
    assert found[3]["folder"] == "Forms"


MISTAKES: dict[str, tuple[str, str]] = {
    "an unknown field": ("fields: [nothing]", "business rule: Field 'nothing' does not exist"),
    "a field that nobody sets": (
        "fields: [updatedAt]",
        "business rule: Field 'updatedAt' does not exist",
    ),
    "a field twice": ("fields: [email, Email]", "business rule: Field 'email' is on the form"),
    "a member field in no program": (
        "fields: [seat]",
        "business rule: Field 'seat' is of program members, and the form is in no program",
    ),
    "an unknown status": ("status: live", "live is no status: it is draft or approved"),
    "an unknown folder": ("folder: Nowhere", "no folder named Nowhere takes this"),
    "an unknown program": ("program: Nothing", "no program is named Nothing"),
    "two places": (
        "folder: Forms\n    program: P",
        "a form needs a folder or a program as its parent",
    ),
    "an unknown member": ("size: 1", "size has no meaning here"),
    "a long label": (
        f"fields: [{{name: email, label: {'x' * 2001}}}]",
        "business rule: label is longer than 2000 characters",
    ),
}


def test_mistakes_are_blamed_and_change_nothing(commands: Commands) -> None:
    start = "memberFields: [{name: seat, displayName: Seat, dataType: string}]\nforms:\n"
    commands.succeed("apply", commands.write("leads: []"))
    before = rows_of(commands.folder, commands.url)
    for text, told in MISTAKES.values():
        refusal = commands.refuse("apply", commands.write(f"{start}  - name: A\n    {text}\n"))
        assert told in refusal, text
        assert ":3: forms: A" in refusal or ":4: forms: A" in refusal, text
    twice = "forms:\n  - {name: A}\n  - {name: ' a '}\n"
    assert ":3: forms:  a : is in line 2 already" in commands.refuse("apply", commands.write(twice))
    assert rows_of(commands.folder, commands.url) == before
    commands.succeed("apply", commands.write(f"{start}  - name: A\n"))
