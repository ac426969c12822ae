"""``leadkeep lead``: a lead, and what it is linked to."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from sqlalchemy import select

from leadkeep.assembly import assemble_store
from leadkeep.domain.automation.campaigns.tables import campaign, campaign_member
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.leads import Action, Upsert, upsert_leads
from leadkeep.domain.merging import Merge, merge_leads
from leadkeep.settings import load_settings
from leadkeep.store import Transaction, open_store
from tests.blueprint.test_records import RECORDS
from tests.support.commands import Commands, module_commands
from tests.support.leads import ENGINES
from tests.support.work import CAUSE

MORE = """\
  - apiName: letter
    fields:
      - {name: number, dataType: integer, isDedupeField: true}
      - {name: to, dataType: link, relatedTo: {name: Lead, field: email}}
    records: [{number: 1, to: ADA@example.com}, {number: 2, to: bo@example.com}]
channels: [{name: Party, appliesTo: Event, statuses: [{name: Came, step: 20, success: true}]}]
programs:
  - {name: Spring, type: Event, channel: Party, members: [{email: ada@example.com, status: Came}]}
lists:
  - {name: Newsletter, members: [ada@example.com]}
  - {name: Guests, program: Spring, members: [ada@example.com]}
campaigns:
  - {name: Welcome, program: Spring}
"""


@pytest.fixture
def filled(commands: Commands) -> Commands:
    commands.succeed("apply", commands.write(RECORDS + MORE))
    return commands


@pytest.fixture(scope="module", params=ENGINES)
def read(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Commands]:
    """The same store, one for the tests that only read it."""
    yield from module_commands(request, tmp_path_factory, RECORDS + MORE)


def in_store(commands: Commands, verb: Callable[[Transaction], object]) -> None:
    with closing(open_store(commands.folder, commands.url)) as store:
        assemble_store(store, load_settings()).write_now(verb)


def join_campaign(tx: Transaction) -> None:
    campaign_id = tx.execute(select(campaign.c.id)).scalar_one()
    moments = dict.fromkeys(("entered_at", "created_at", "updated_at"), tx.moment)
    member = {"lead_id": 1, "campaign_id": campaign_id, "enrollment_id": 1, "removed_through": 0}
    tx.execute(campaign_member.insert(), member | moments)


def test_all_that_a_lead_is_linked_to(filled: Commands) -> None:
    in_store(filled, join_campaign)
    found = filled.succeed("lead", 1, "--json").items
    assert found["leadId"] == 1
    assert (found["lead"]["email"], found["lead"]["company"]) == ("ada@example.com", "Acme")
    assert (found["company"]["company"], found["owner"]["firstName"]) == ("Acme", "Sam")
    (role,) = found["opportunityRoles"]
    assert (role["externalOpportunityId"], role["role"]) == ("big", "Buyer")
    objects = found["customObjects"]
    assert [each["vin"] for each in objects["car_c"]] == ["v1"]
    assert [each["number"] for each in objects["letter"]] == [1]
    assert {each["name"] for each in found["lists"]} == {"Newsletter", "Spring.Guests"}
    (program,) = found["programs"]
    assert (program["name"], program["status"], program["reachedSuccess"]) == (
        "Spring",
        "Came",
        True,
    )
    assert [each["name"] for each in found["campaigns"]] == ["Spring.Welcome"]
    ids = [each["id"] for each in found["activities"]]
    assert ids == sorted(ids, reverse=True)
    assert {"New Lead", "Add to List"} <= {each["type"] for each in found["activities"]}
    shown = filled.succeed("lead", 1).out
    for word in ("ada@example.com", "Acme", "owner", "role", "Buyer", "car_c", "red"):
        assert word in shown
    for word in ("Spring.Guests", "Came, since ", "Spring.Welcome", "Add to List: Newsletter"):
        assert word in shown


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@Example.com", " ada@example.com"])
def test_a_lead_is_found_by_its_email(read: Commands, email: str) -> None:
    assert read.succeed("lead", email, "--json").items == read.succeed("lead", 1, "--json").items


def test_a_lead_that_is_linked_to_nothing(read: Commands) -> None:
    found = read.succeed("lead", 2, "--json").items
    assert (found["company"], found["owner"]) == ({"company": "Own"}, None)
    assert found["opportunityRoles"] == found["lists"] == found["programs"] == []
    assert list(found["customObjects"]) == ["letter"]
    assert "Own" in read.succeed("lead", 2).out


def test_only_the_newest_memberships_and_activities_are_shown(filled: Commands) -> None:
    members = "members: [bo@example.com]"
    lists = "".join(f"  - {{name: List {number}, {members}}}\n" for number in range(25))
    filled.succeed("apply", filled.write(f"lists:\n{lists}", "more.yaml"))
    found = filled.succeed("lead", 2, "--json").items
    assert len(found["lists"]) == len(found["activities"]) == 20
    assert found["activities"][0]["value"] == "List 24"


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("77", "there is no lead with the id 77"),
        ("9" * 40, "there is no lead with the id " + "9" * 40),
        ("no@example.com", "there is no lead with the email no@example.com"),
        ("-", "there is no lead with the email -"),
        (
            "\N{DIGIT ONE}\N{SUPERSCRIPT TWO}",
            "there is no lead with the email 1\N{SUPERSCRIPT TWO}",
        ),
    ],
)
def test_an_unknown_lead_is_named(read: Commands, named: str, told: str) -> None:
    assert read.refuse("lead", named) == told


def test_an_ambiguous_or_merged_lead_is_explained(filled: Commands) -> None:
    def add_namesake(tx: Transaction) -> None:
        call = Upsert([{"email": "ada@example.com"}], action=Action.CREATE_DUPLICATE)
        upsert_leads(Work(tx, operator_access(tx), CAUSE), call)

    in_store(filled, add_namesake)
    several = "several leads have the email ada@example.com: name one by its id, of 1, 3"
    assert filled.refuse("lead", "ada@example.com") == several

    def merge(tx: Transaction) -> None:
        merge_leads(Work(tx, operator_access(tx), CAUSE), Merge(1, [3]))

    in_store(filled, merge)
    assert filled.refuse("lead", 3) == "lead 3 was merged into lead 1"
    assert filled.succeed("lead", "ada@example.com", "--json").items["leadId"] == 1
