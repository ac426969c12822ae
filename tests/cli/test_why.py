"""``leadkeep why``: what a campaign sees of a lead, with the verdicts of its own rules."""

from collections.abc import Iterator

import pytest

from tests.support.commands import Commands, module_commands
from tests.support.leads import ENGINES

INSTANCE = """\
lists: [{name: Friends}]
programs: [{name: Spring, type: Default, channel: Online Advertising}]
campaigns:
  - name: Welcome
    program: Spring
    active: true
    qualification: {every: 2, unit: day}
    triggers:
      - type: Data Value Changes
        attribute: City
        where: [{attribute: New Value, operator: is, values: [Paris]}]
    match: 1 and (2 or 3)
    filters:
      - {field: country, operator: is, values: [France]}
      - {memberOfList: Friends}
      - {activity: Fills Out Form, not: true}
    flow:
      - wait: {days: 1}
      - changeScore: {field: leadScore, change: "+1"}
        choices: [{if: {field: city, operator: is, values: [Oslo]}, nothing: true}]
leads:
  - {email: ada@example.com, country: France, city: Paris}
  - {email: bo@example.com, country: Norway, city: Oslo}
"""


@pytest.fixture(scope="module", params=ENGINES)
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Commands]:
    """One store of each engine for all tests, which only read it."""
    yield from module_commands(request, tmp_path_factory, INSTANCE)


def test_each_rule_says_what_it_sees(filled: Commands) -> None:
    found = filled.succeed("why", "spring.welcome", "ada@example.com", "--json").items
    assert (found["campaign"], found["leadId"]) == ("Spring.Welcome", 1)
    assert found["match"] == "1 and (2 or 3)"
    assert [(each["rule"], each["isMet"], each["value"]) for each in found["filters"]] == [
        ("Country is France", True, "France"),
        ("Member of List in Friends", False, False),
        ("Fills Out Form does not occur", True, 0),
    ]
    assert found["areFiltersMet"]
    assert found["qualification"] == {
        "rule": "each lead may enter once every 2 days",
        "isMet": True,
        "enteredAt": None,
    }
    assert [each["takesDefault"] for each in found["steps"]] == [True, True]
    assert found["reasons"] == ["no activity of the lead meets a trigger"]


def test_what_is_not_met_is_a_reason(filled: Commands) -> None:
    found = filled.succeed("why", "Welcome", "2", "--json").items
    assert not found["mayEnter"]
    assert "not met: Country is France" in found["reasons"]
    (_, step) = found["steps"]
    assert step["doesNothing"]
    assert step["choices"] == [
        {"rule": "City is Oslo", "isMet": True, "value": "Oslo", "since": None, "isChosen": True}
    ]


def test_without_json_it_is_a_table(filled: Commands) -> None:
    lines = filled.succeed("why", "Welcome", "ada@example.com").out.splitlines()
    assert lines[0].split() == ["rule", "is", "met", "sees", "since"]
    assert any("Country is France" in line and "yes" in line for line in lines)


def test_an_unknown_campaign_or_lead_is_refused(filled: Commands) -> None:
    assert "no campaign" in filled.refuse("why", "Nothing", "1")
    assert "no lead" in filled.refuse("why", "Welcome", "99")
    assert "not found" in filled.refuse("why", "99", "1").lower()
