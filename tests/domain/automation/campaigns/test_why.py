"""Why a campaign takes a lead: the verdicts agree with what the campaign then does."""

import pytest
from sqlalchemy import select, update

from leadkeep.domain.automation.campaigns import Why, explain_campaign
from leadkeep.domain.automation.campaigns.tables import campaign, campaign_member
from leadkeep.domain.instance.access import Work, workspace_access
from leadkeep.errors import Refusal
from leadkeep.testing import Rehearsal
from tests.support.campaigns import apply, campaign_id, new_campaign
from tests.support.leads import create, east_token, sync
from tests.support.work import operator_work

BLUEPRINT = """
campaigns:
  - name: Paris
    active: true
    qualification: {every: 1, unit: day}
    triggers:
      - {type: Data Value Changes, attribute: City, newValue: Paris}
    filters:
      - {field: country, operator: is, values: [France]}
    flow:
      - changeScore: {field: leadScore, change: "+1"}
        choices: [{if: {field: title, operator: is, values: [Boss]}, change: "+10"}]
      - wait: {days: 1}
      - interestingMoment: {description: hello}
"""


@pytest.fixture
def paris(server: Rehearsal) -> int:
    apply(server, BLUEPRINT)
    return campaign_id(server, "Paris")


def why(server: Rehearsal, number: int, lead_id: int) -> Why:
    return server.store.read_now(lambda tx: explain_campaign(operator_work(tx), number, lead_id))


def entered(server: Rehearsal, lead_id: int) -> bool:
    query = select(campaign_member.c.lead_id).where(campaign_member.c.lead_id == lead_id)
    return server.store.read_now(lambda tx: tx.execute(query).first()) is not None


@pytest.mark.parametrize("city", ["Paris", "Oslo"])
@pytest.mark.parametrize("country", ["France", "Norway"])
def test_who_has_no_reason_has_entered(
    server: Rehearsal, paris: int, city: str, country: str
) -> None:
    lead_id = create(server, country=country)
    sync(server, {"id": lead_id, "city": city}, lookupField="id")
    found = why(server, paris, lead_id)
    server.run_jobs()
    assert (found.reasons == ()) == entered(server, lead_id) == (city + country == "ParisFrance")
    (trigger,), (filter_,) = found.triggers, found.filters
    assert trigger.is_met == (trigger.last_met_at is not None) == (city == "Paris")
    assert trigger.happened_at is not None
    assert city in {each.value for each in trigger.constraints}
    assert (filter_.is_met, filter_.seen and filter_.seen.value) == (country == "France", country)


def test_a_member_waits_before_a_step_and_may_not_enter_again_today(
    server: Rehearsal, paris: int
) -> None:
    lead_id = create(server, country="France", title="Boss")
    sync(server, {"id": lead_id, "city": "Paris"}, lookupField="id")
    server.run_jobs()
    found = why(server, paris, lead_id)
    assert not found.qualification.is_met
    assert found.reasons == ("the lead entered before: each lead may enter once every day",)
    assert [each.is_next for each in found.steps] == [False, False, True]
    (choice,) = found.steps[0].choices
    assert (choice.is_chosen, choice.condition.words) == (True, "Job Title is Boss")
    server.clock.advance(days=1)
    assert why(server, paris, lead_id).qualification.is_met


def test_the_last_change_of_a_tested_field_is_known(server: Rehearsal, paris: int) -> None:
    lead_id = create(server, country="Norway")
    (before,) = why(server, paris, lead_id).filters
    assert before.seen is not None
    assert before.seen.since is None
    server.clock.advance(minutes=30)
    sync(server, {"id": lead_id, "country": "France"}, lookupField="id")
    (after,) = why(server, paris, lead_id).filters
    assert after.seen is not None
    assert after.seen.since == server.clock.now()


def test_leads_and_campaigns_out_of_scope_are_not_found(server: Rehearsal, paris: int) -> None:
    token, here = east_token(server), create(server)
    (there,) = sync(server, {"email": "there@example.com"}, token=token)
    eastern = new_campaign(server)
    move = update(campaign).where(campaign.c.id == eastern).values(workspace_id=2)
    server.store.write_now(lambda tx: tx.execute(move).rowcount)

    def in_east(number: int, lead_id: int) -> Why:
        return server.store.read_now(
            lambda tx: explain_campaign(Work(tx, workspace_access(tx, 2)), number, lead_id)
        )

    assert in_east(eastern, there["id"]).reasons == ()
    for number, lead_id in ((paris, there["id"]), (eastern, here)):
        with pytest.raises(Refusal):
            in_east(number, lead_id)
    assert "partition" in why(server, eastern, here).reasons[0]
