"""``leadkeep lead``: what a lead is tied to."""

import pytest

from tests.blueprint.test_records import RECORDS
from tests.support.commands import Commands


@pytest.fixture
def filled(commands: Commands) -> Commands:
    trips = """\
  - apiName: letter
    fields:
      - {name: number, dataType: integer, isDedupeField: true}
      - {name: to, dataType: link, relatedTo: {name: Lead, field: email}}
    records: [{number: 1, to: ADA@example.com}, {number: 2, to: bo@example.com}]
"""
    commands.succeed("apply", commands.write(RECORDS + trips))
    return commands


def test_all_that_a_lead_is_tied_to(filled: Commands) -> None:
    found = filled.succeed("lead", 1, "--json").items
    assert found["leadId"] == 1
    assert (found["company"]["company"], found["owner"]["firstName"]) == ("Acme", "Sam")
    (role,) = found["opportunityRoles"]
    assert (role["externalOpportunityId"], role["role"]) == ("big", "Buyer")
    objects = found["customObjects"]
    assert [each["vin"] for each in objects["car_c"]] == ["v1"]
    assert [each["number"] for each in objects["letter"]] == [1]
    shown = filled.succeed("lead", 1).out
    for word in ("company", "Acme", "owner", "role", "Buyer", "car_c", "red"):
        assert word in shown


def test_a_lead_with_nothing(filled: Commands) -> None:
    found = filled.succeed("lead", 2, "--json").items
    assert (found["company"], found["owner"], found["opportunityRoles"]) == (None, None, [])
    assert list(found["customObjects"]) == ["letter"]


def test_no_lead(filled: Commands) -> None:
    assert "77" in filled.refuse("lead", 77)
