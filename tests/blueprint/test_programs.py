"""``tags``, ``channels``, ``programs`` and ``memberFields`` in blueprints."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from leadkeep.blueprint.file import parse_blueprint
from leadkeep.testing.stores import StoreFactory
from tests.support.blueprints import exported_again, rows_of, values_of
from tests.support.commands import Commands, Outcome, module_commands
from tests.support.leads import ENGINES

PROGRAMS = """\
workspaces: [{name: Default}, {name: Europe}]
partitions: [{name: Default, workspaces: [Default, Europe]}]
memberFields: [{name: seat, displayName: Seat, dataType: string}]
folders:
  - {name: Events, parent: Marketing Activities}
tags: [{name: Region, required: false, values: [EMEA, AMER]}]
channels:
  - name: Live Event
    appliesTo: Event
    statuses: [{name: Registered, step: 20}, {name: Attended, step: 40, success: true}]
  - {name: Own, statuses: [{name: Seen, step: 5, hidden: true}]}
leads:
  - {email: ada@example.com}
  - {email: Bo@Example.com}
  - {email: cy@example.com}
programs:
  - name: Spring Webinar
    type: Event
    channel: Live Event
    folder: Events
    description: The first one
    tags: {Region: EMEA}
    costs: [{startDate: 2026-01-01, cost: 20, note: Hall}]
    tokens: {message: Hello, seats: {type: number, value: "5"}, count: 7}
    members: [ada@example.com, {email: bo@example.com, status: Attended}]
  - {name: Inner, type: Default, channel: Own, program: Spring Webinar}
  - name: Welcome Nurture
    type: Engagement
    channel: Nurture
    streams: [First, Deep]
    status: "on"
  - {name: Abroad, type: Email, channel: Email Send, workspace: Europe}
lists:
  - {name: Guests, program: Spring Webinar, members: [cy@example.com]}
"""
OURS = {"memberFields", "tags", "channels", "programs"}


def statuses(outcome: Outcome) -> list[str]:
    return [each["status"] for each in outcome.items if each["key"] in OURS]


def test_all_is_created_then_unchanged(commands: Commands) -> None:
    file = commands.write(PROGRAMS)
    first = commands.succeed("apply", file, "--json")
    told = {(each["key"], each["name"]): each["status"] for each in first.items}
    assert told.pop(("channels", "Live Event")) == "updated"
    assert {status for (key, _), status in told.items() if key in OURS} == {"created"}
    before = rows_of(commands.folder, commands.url)
    assert len(before["program_member"]) == 2
    assert len(before["asset_token"]) == 3
    assert set(statuses(commands.succeed("apply", file, "--json"))) == {"unchanged"}
    assert rows_of(commands.folder, commands.url) == before


def test_an_export_applied_to_a_new_store_exports_the_same(
    commands: Commands, stores: StoreFactory, tmp_path: Path
) -> None:
    commands.succeed("apply", commands.write(PROGRAMS))
    first = exported_again(commands, Commands(tmp_path / "other", stores.url()))
    found = parse_blueprint("export", first.encode()).contents
    programs = {each["name"]: each for each in found["programs"]}
    assert programs["Spring Webinar"] == {
        "name": "Spring Webinar",
        "type": "Event",
        "channel": "Live Event",
        "folder": "Events",
        "description": "The first one",
        "tags": {"Region": "EMEA"},
        "costs": [{"startDate": "2026-01-01", "cost": 20, "note": "Hall"}],
        "tokens": {"count": "7", "message": "Hello", "seats": {"type": "number", "value": "5"}},
        "members": [
            {"email": "ada@example.com", "status": "Registered"},
            {"email": "Bo@Example.com", "status": "Attended"},
        ],
    }
    assert programs["Inner"]["program"] == "Spring Webinar"
    assert programs["Welcome Nurture"]["streams"] == ["First", "Deep"]
    assert (programs["Welcome Nurture"]["status"], programs["Abroad"]["workspace"]) == (
        "on",
        "Europe",
    )
    channels = {each["name"]: each for each in found["channels"]}
    assert channels["Own"] == {
        "name": "Own",
        "appliesTo": "Default",
        "statuses": [{"name": "Seen", "step": 5, "hidden": True}],
    }
    assert found["memberFields"] == [{"name": "seat", "displayName": "Seat", "dataType": "string"}]
    without = commands.succeed("export", "--blueprint").out
    assert "example.com" not in without.partition("programs:")[2]


def test_changes(commands: Commands) -> None:
    commands.succeed("apply", commands.write(PROGRAMS))
    changed = (
        PROGRAMS.replace("displayName: Seat", "displayName: Chair")
        .replace("[EMEA, AMER]", "[EMEA, APAC]")
        .replace("{name: Seen, step: 5, hidden: true}", "{name: Seen, step: 6}")
        .replace("message: Hello", "message: Bye")
        .replace("[First, Deep]", "[Deep, First, Last]")
    )
    outcome = commands.succeed("apply", commands.write(changed), "--json")
    told = {(each["key"], each["name"]): each["status"] for each in outcome.items}
    assert {
        name for (key, name), status in told.items() if status == "updated" and key in OURS
    } == {*("seat", "Region", "Own", "Spring Webinar", "Welcome Nurture")}
    exported = commands.succeed("export", "--blueprint", "--leads").out
    found: Any = parse_blueprint("export", exported.encode()).contents
    programs = {each["name"]: each for each in found["programs"]}
    assert programs["Welcome Nurture"]["streams"] == ["Deep", "First", "Last"]


def test_members_only_move_forward(commands: Commands) -> None:
    commands.succeed("apply", commands.write(PROGRAMS))
    back = PROGRAMS.replace(
        "[ada@example.com, {email: bo@example.com, status: Attended}]",
        "[{email: ada@example.com, status: Attended}, bo@example.com]",
    )
    assert "updated" in statuses(commands.succeed("apply", commands.write(back), "--json"))
    members = values_of(commands.folder, commands.url)["program_member"]
    assert len({row[3] for row in members}) == 1
    again = commands.succeed("apply", commands.write(back), "--json")
    assert set(statuses(again)) == {"unchanged"}


SPRING = """\
leads: [{email: ada@example.com}]
programs:
  - {name: Spring, type: Event, channel: Live Event, members: [ada@example.com]}
"""
MISTAKES: dict[str, tuple[str, str]] = {
    "no channel": (
        "programs:\n  - {name: A, type: Event}",
        ":5: programs: A: is not there yet, and a new program needs type and channel",
    ),
    "unknown channel": (
        "programs:\n  - {name: A, type: Event, channel: Party}",
        ":5: programs: A: business rule: Channel 'Party' does not exist",
    ),
    "another type": (
        "programs:\n  - {name: Spring, type: Default}",
        ":5: programs: Spring: type is Event and cannot be changed to Default",
    ),
    "another channel": (
        "programs:\n  - {name: Spring, channel: Nurture}",
        ":5: programs: Spring: channel is Live Event and cannot be changed to Nurture",
    ),
    "twice": (
        "programs:\n  - {name: Spring}\n  - {name: spring}",
        ":6: programs: spring: is in line 5 already",
    ),
    "two places": (
        "programs:\n  - {name: Spring, folder: Events, program: X}",
        ":5: programs: Spring: a program needs a folder or another program as its parent",
    ),
    "unknown member": (
        "programs:\n  - name: Spring\n    members:\n    - ada@example.com\n    - no@example.com",
        ":8: programs: Spring: no lead has the email no@example.com",
    ),
    "unknown status": (
        "programs:\n  - {name: Spring, members: [{email: ada@example.com, status: Gone}]}",
        ":5: programs: Spring: program status not found",
    ),
    "unknown tag": (
        "programs:\n  - {name: Spring, tags: {Mood: good}}",
        ":5: programs: Spring: business rule: Tag type 'Mood' does not exist",
    ),
    "streams elsewhere": (
        "programs:\n  - {name: Spring, streams: [A]}",
        ":5: programs: Spring: business rule: only engagement programs have streams",
    ),
    "bad token": (
        "programs:\n  - {name: Spring, tokens: {n: {type: number, value: x}}}",
        ":5: programs: Spring: business rule: Token 'n' cannot have this value",
    ),
    "status in use": (
        "channels:\n  - {name: Live Event, statuses: [{name: Attended, step: 40}]}",
        ":5: channels: Live Event: leads have the status Invited, which is left out",
    ),
    "channel in use": (
        "channels:\n  - {name: Live Event, appliesTo: Default}",
        ":5: channels: Live Event: programs use the channel, so that its type cannot change",
    ),
    "no such type": (
        "channels:\n  - {name: New, appliesTo: Party}",
        ":5: channels: New: Party is no type of program: there are Default, Event",
    ),
    "status twice": (
        "channels:\n  - {name: New, statuses: [{name: A, step: 1}, {name: a, step: 2}]}",
        ":5: channels: New: two statuses have one name",
    ),
    "no step": (
        "channels:\n  - {name: New, statuses: [{name: A, step: 0}]}",
        ":5: channels: New: the step of A is not a number from 1 to 1000000",
    ),
    "value twice": (
        "tags:\n  - {name: New, values: [A, A]}",
        ":5: tags: New: a value stands there twice",
    ),
    "too many member fields": (
        "memberFields:\n"
        + "".join(
            f"  - {{name: f{n}, displayName: F{n}, dataType: string, isApiCreated: true}}\n"
            for n in range(21)
        ),
        ":25: memberFields: f20: invalid data: Too many custom fields. Maximum allowed is 20",
    ),
}


@pytest.fixture(scope="module", params=ENGINES)
def in_spring(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Commands]:
    """One store of each engine for all mistakes, none of which changes it."""
    yield from module_commands(request, tmp_path_factory, SPRING)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_blamed_and_nothing_changes(in_spring: Commands, mistake: str) -> None:
    text, told = MISTAKES[mistake]
    before = rows_of(in_spring.folder, in_spring.url)
    good = "workspaces: [{name: Moon}]\nfolders: [{name: Events, parent: Marketing Activities}]\n\n"
    assert told in in_spring.refuse("apply", in_spring.write(good + text))
    assert rows_of(in_spring.folder, in_spring.url) == before


def test_a_value_that_programs_bear_stays(commands: Commands) -> None:
    commands.succeed("apply", commands.write(PROGRAMS))
    text = "tags: [{name: Region, values: [AMER]}]"
    told = "programs bear the value EMEA, which is left out"
    assert told in commands.refuse("apply", commands.write(text))


def test_the_demo_has_programs_of_each_type(commands: Commands) -> None:
    import leadkeep.blueprint  # noqa: PLC0415 -- only its folder is wanted

    demo = Path(leadkeep.blueprint.__file__).with_name("demo.yaml")
    commands.succeed("apply", commands.write(demo.read_text("utf-8")))
    exported: Any = parse_blueprint(
        "export", commands.succeed("export", "--blueprint", "--leads").out.encode()
    )
    programs = exported.contents["programs"]
    assert {each["type"] for each in programs} == {
        *("Default", "Event", "Event with Webinar", "Engagement", "Email")
    }
    assert all(each["members"] for each in programs)
    assert [each["name"] for each in programs if "tokens" in each]
