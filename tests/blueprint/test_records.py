"""Companies, opportunities, named accounts, custom objects and all between in blueprints."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from leadkeep.blueprint.file import parse_blueprint
from leadkeep.testing.stores import StoreFactory
from tests.support.blueprints import exported_again, rows_of
from tests.support.commands import Commands, module_commands
from tests.support.leads import ENGINES

RECORDS = """\
salesPersons:
  - {externalSalesPersonId: sam, firstName: Sam, email: sam@example.com}
companies:
  - {externalCompanyId: acme, company: Acme, annualRevenue: 5, externalSalesPersonId: sam}
  - {externalCompanyId: blue, company: Blue}
leads:
  - {email: ada@example.com, externalCompanyId: acme, externalSalesPersonId: sam}
  - {email: bo@example.com, company: Own}
opportunities:
  - {externalOpportunityId: big, name: Big Deal, isWon: true, closeDate: 2026-03-01}
opportunityRoles:
  - {externalOpportunityId: big, leadId: ada@example.com, role: Buyer, isPrimary: true}
namedAccounts: [{name: Acme, domainName: acme.example.com}, {name: Blue}]
namedAccountLists: [{name: Top, members: [Acme, Blue]}, {name: Empty}]
customObjects:
  - apiName: car_c
    displayName: Car
    pluralName: Cars
    fields:
      - {name: vin, dataType: string, displayName: VIN, isDedupeField: true}
      - {name: owner, dataType: link, relatedTo: {name: Lead, field: id}}
      - {name: color, dataType: string, description: As painted}
    records:
      - {vin: v1, owner: ada@example.com, color: red}
      - {vin: v2}
  - apiName: trip
    displayName: Trip
    showInLeadDetail: true
    fields:
      - {name: number, dataType: integer, isDedupeField: true}
      - {name: car, dataType: link, relatedTo: {name: car_c, field: vin}}
    records: [{number: 7, car: v1}]
  - {apiName: idea, displayName: Idea, isApproved: false, fields: [{name: x, dataType: text}]}
"""


def test_all_is_created_then_unchanged(commands: Commands) -> None:
    file = commands.write(RECORDS)
    first = commands.succeed("apply", file, "--json")
    assert {each["status"] for each in first.items} == {"created"}
    names = [each["name"] for each in first.items if each["key"] == "customObjects"]
    assert names == ["car_c", "car_c v1", "car_c v2", "trip", "trip 7", "idea"]
    before = rows_of(commands.folder, commands.url)
    again = commands.succeed("apply", file, "--json")
    assert {each["status"] for each in again.items} == {"unchanged"}
    assert rows_of(commands.folder, commands.url) == before
    assert commands.succeed("db", "check").out == ""


def test_what_differs_is_updated(commands: Commands) -> None:
    commands.succeed("apply", commands.write(RECORDS))
    changed = RECORDS.replace("company: Acme", "company: Acme Ltd").replace(
        "color: red", "color: blue"
    )
    changed = changed.replace("description: As painted", "description: Now").replace(
        "name: Empty}", "name: Empty, members: [Acme]}"
    )
    told = commands.succeed("apply", commands.write(changed), "--json").items
    names = {(each["key"], each["name"]) for each in told if each["status"] == "updated"}
    assert names == {
        ("companies", "acme"),
        ("namedAccountLists", "Empty"),
        ("customObjects", "car_c"),
        ("customObjects", "car_c v1"),
    }


def test_a_plan_changes_nothing(commands: Commands) -> None:
    before = rows_of(commands.folder, commands.url)
    planned = commands.succeed("apply", commands.write(RECORDS), "--check", "--json")
    assert {each["status"] for each in planned.items} == {"created"}
    assert rows_of(commands.folder, commands.url) == before


def test_an_export_applied_to_a_new_store_exports_the_same(
    commands: Commands, stores: StoreFactory, tmp_path: Path
) -> None:
    commands.succeed("apply", commands.write(RECORDS))
    exported = exported_again(commands, Commands(tmp_path / "other", stores.url()))
    written: dict[str, Any] = parse_blueprint("written", RECORDS.encode()).contents
    found = parse_blueprint("export", exported.encode()).contents
    for key in written.keys() - {"leads"}:
        assert found[key] == written[key], key
    bare = parse_blueprint("bare", commands.succeed("export", "--blueprint").out.encode()).contents
    assert not written.keys() & bare.keys() - {"customObjects"}
    assert all("records" not in each for each in bare["customObjects"])


@pytest.fixture(scope="module", params=ENGINES)
def unchanged(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Commands]:
    """One store of each engine for all mistakes, none of which changes it."""
    yield from module_commands(request, tmp_path_factory)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("companies: [{company: x}]", "required value: externalCompanyId"),
        ("companies: [{externalCompanyId: a, nope: 1}]", "field not found: nope"),
        ("companies: [{externalCompanyId: [a]}]", "a field holds one value"),
        ("companies: [{externalCompanyId: a}, {externalCompanyId: A}]", "duplicate record"),
        (
            "opportunityRoles: [{externalOpportunityId: a, leadId: x@example.com, role: r}]",
            "no lead has the email x@example.com",
        ),
        ("namedAccountLists: [{name: A, members: [B]}]", "no named account has the name B"),
        ("customObjects: [{apiName: a}]", "needs at least one dedupe field"),
        ("customObjects: [{apiName: a, isApproved: false, records: [{x: 1}]}]", "not found"),
    ],
)
def test_errors_name_what_is_wrong(unchanged: Commands, text: str, error: str) -> None:
    before = rows_of(unchanged.folder, unchanged.url)
    assert error in unchanged.refuse("apply", unchanged.write(text))
    assert rows_of(unchanged.folder, unchanged.url) == before
