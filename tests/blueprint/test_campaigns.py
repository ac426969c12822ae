"""``campaigns`` in blueprints."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadkeep.testing.stores import StoreFactory
from tests.support.blueprints import exported_again, rows_of
from tests.support.commands import Commands, module_commands
from tests.support.leads import ENGINES

CAMPAIGNS = """\
lists: [{name: Newsletter}]
programs:
  - {name: Launch, type: Default, channel: Online Advertising, tokens: {message: Hello}}
  - {name: Nurture, type: Engagement, channel: Nurture, streams: [First, Deep]}
campaigns:
  - name: Welcome New Leads
    program: Launch
    active: true
    qualification: any
    triggers:
      - {type: Campaign is Requested, source: Web Service API}
      - {type: Lead is Pushed to Marketo, where: [{attribute: Source, values: [Website]}]}
    match: 1 and (2 or 3)
    filters:
      - {field: country, operator: is, values: [France]}
      - {memberOfList: Newsletter, in: false}
      - {memberOfCampaign: Nightly}
    flow:
      - changeDataValue: {field: leadSource, value: "{{my.message}}"}
        choices: [{if: {field: country, operator: is, values: [France]}, value: Bonjour}]
      - wait: {days: 1}
      - addToList: {list: Newsletter}
      - requestCampaign: {campaign: Below}
  - name: Nightly
    description: For all
    qualification: {every: 2, unit: day}
    filters: [{field: email, operator: is not empty}]
    flow: [{executeCampaign: {campaign: Inner}}, {addToEngagementProgram: {program: Nurture}}]
  - {name: Inner, program: Launch, executable: true, flow: [{deletePerson: {}}]}
  - {name: Below, active: true, triggers: [{type: Campaign is Requested}]}
  - {name: Empty}
"""


def statuses(commands: Commands, file: object) -> list[str]:
    items = commands.succeed("apply", file, "--json").items
    return [each["status"] for each in items if each["key"] == "campaigns"]


def test_all_is_created_then_unchanged(commands: Commands) -> None:
    # What a filter names must be there when the campaign is read.
    file = commands.write(CAMPAIGNS)
    assert statuses(commands, file) == ["created"] * 5
    before = rows_of(commands.folder, commands.url)
    assert statuses(commands, file) == ["unchanged"] * 5
    assert rows_of(commands.folder, commands.url) == before
    listed = commands.succeed("campaign", "list", "--json").items
    assert [(each["name"], each["status"]) for each in listed] == [
        ("Welcome New Leads", "Active"),
        ("Nightly", "Never Run"),
        ("Inner", "Never Run"),
        ("Below", "Active"),
        ("Empty", "Never Run"),
    ]
    assert "Nightly" in commands.succeed("campaign", "list").out


def test_changes_are_told(commands: Commands) -> None:
    commands.succeed("apply", commands.write(CAMPAIGNS))
    changed = CAMPAIGNS.replace("days: 1", "days: 2").replace("active: true", "active: false", 1)
    assert statuses(commands, commands.write(changed)) == ["updated", *["unchanged"] * 4]
    listed = commands.succeed("campaign", "list", "--json").items
    assert listed[0]["status"] == "Inactive"


def test_the_export_makes_the_same_instance(
    stores: StoreFactory, tmp_path: Path, commands: Commands
) -> None:
    commands.succeed("apply", commands.write(CAMPAIGNS))
    exported = exported_again(commands, Commands(tmp_path / "other", stores.url()))
    assert "match: 1 and (2 or 3)" in exported


@pytest.fixture(scope="module", params=ENGINES)
def unchanged(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Commands]:
    """One store of each engine for all mistakes, none of which changes it."""
    yield from module_commands(request, tmp_path_factory)


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("addToList: {list: Newsletter}", "addToList: {list: None such}", "step 3: no list"),
        ("campaign: Below", "campaign: Beyond", "step 4: no campaign is named Beyond"),
        ("campaign: Inner", "campaign: Below", "step 1: the campaign Below is not executable"),
        ("days: 1", "days: one", "step 2: wait: expected `int`"),
        ("qualification: any", "qualification: often", "qualification is once, any"),
        ("unit: day", "unit: moon", "moon is not one of"),
        ("match: 1 and (2 or 3)", "match: 1 and 7", "7"),
        ("program: Launch\n    active", "program: Gone\n    active", "no program is named Gone"),
        ("values: [Website]", "valued: [Website]", "valued has no meaning"),
    ],
)
def test_what_is_wrong_is_told_and_changes_nothing(
    unchanged: Commands, old: str, new: str, text: str
) -> None:
    assert old in CAMPAIGNS
    assert text in unchanged.refuse("apply", unchanged.write(CAMPAIGNS.replace(old, new)))
    assert unchanged.succeed("campaign", "list", "--json").items == []
