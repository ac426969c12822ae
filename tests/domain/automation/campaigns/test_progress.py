"""What is coming for a lead, and how a campaign is doing."""

import pytest

from leadkeep.domain.automation.campaigns import (
    CampaignProgress,
    Coming,
    campaign_progress,
    coming_for_lead,
    schedule_campaign,
)
from leadkeep.domain.automation.campaigns import Schedule as CampaignSchedule
from leadkeep.domain.automation.campaigns.entry.members import entered_counts, waiting_counts
from leadkeep.domain.instance.access import Work, workspace_access
from leadkeep.errors import Refusal
from leadkeep.testing import Rehearsal
from tests.support.campaigns import apply, campaign, campaign_id, pass_through
from tests.support.leads import create, east_token
from tests.support.work import operator_work

FLOW = "[{wait: {days: 1}}, {changeScore: {field: leadScore, change: '+1'}}, {wait: {days: 2}}]"


def coming(server: Rehearsal, lead_id: int) -> Coming:
    return server.store.read_now(lambda tx: coming_for_lead(operator_work(tx), lead_id))


def progress(server: Rehearsal, number: int) -> CampaignProgress:
    return server.store.read_now(lambda tx: campaign_progress(operator_work(tx), number))


def test_a_wait_is_coming_with_its_end(server: Rehearsal) -> None:
    number, lead_id = campaign(server, FLOW), create(server)
    assert coming(server, lead_id).waits == []
    start = server.clock.now()
    pass_through(server, number, lead_id)
    (wait,) = coming(server, lead_id).waits
    assert (wait.campaign_id, wait.step, wait.title) == (number, 2, "Change Score")
    assert wait.until is not None
    assert (wait.until - start).total_seconds() == pytest.approx(86_400, abs=60)
    server.clock.advance(days=1, minutes=1)
    server.run_jobs()
    (wait,) = coming(server, lead_id).waits
    assert wait.title is None  # nothing follows the last wait
    server.clock.advance(days=2, minutes=1)
    server.run_jobs()
    assert coming(server, lead_id).waits == []


def test_a_scheduled_run_is_coming_for_those_who_match(server: Rehearsal) -> None:
    apply(
        server,
        "campaigns: [{name: Mail, filters: [{field: country, operator: is, values: [France]}]}]",
    )
    number = campaign_id(server, "Mail")
    inside, outside = create(server, country="France"), create(server)
    server.store.write_now(
        lambda tx: schedule_campaign(operator_work(tx), number, CampaignSchedule())
    )
    for lead_id, expected in ((inside, True), (outside, False)):
        (run,) = coming(server, lead_id).runs
        assert (run.campaign_id, run.campaign_name, run.would_enter) == (number, "Mail", expected)
    (listed,) = progress(server, number).runs
    assert listed.finished_at is None
    server.clock.advance(minutes=10)
    server.run_jobs()
    assert coming(server, inside).runs == []
    (listed,) = progress(server, number).runs
    assert (listed.entered, listed.finished_at is None) == (1, False)


def test_leads_are_counted_at_each_step_now_and_in_a_week(server: Rehearsal) -> None:
    number, first, second = campaign(server, FLOW), create(server), create(server)
    pass_through(server, number, first)
    server.clock.advance(days=1, minutes=1)
    server.run_jobs()
    server.forget_token()
    pass_through(server, number, second)
    found = progress(server, number)
    assert [(each.waiting, each.reached) for each in found.steps] == [(0, 2), (1, 2), (0, 1)]
    assert (found.entered, found.finished, found.left) == (2, 0, 0)
    server.clock.advance(days=8)
    server.run_jobs()
    assert progress(server, number).entered == 0


def test_counts_stop_at_their_limit(server: Rehearsal) -> None:
    """A campaign may have a million leads before one step: nobody waits for their number."""
    number = campaign(server, FLOW)
    since = server.clock.now()
    pass_through(server, number, *[create(server) for _ in range(3)])

    def counted(limit: int) -> tuple[list[int], int]:
        return server.store.read_now(
            lambda tx: (
                waiting_counts(tx, number, 3, limit),
                sum(count for *_, count in entered_counts(tx, number, since, limit)),
            )
        )

    assert counted(10) == ([0, 3, 0], 3)
    assert counted(2) == ([0, 2, 0], 2)


def test_leads_and_campaigns_out_of_scope_are_not_shown(server: Rehearsal) -> None:
    east_token(server)
    number, lead_id = campaign(server, FLOW), create(server)
    pass_through(server, number, lead_id)
    assert coming(server, lead_id).waits
    with pytest.raises(Refusal):
        server.store.read_now(
            lambda tx: coming_for_lead(Work(tx, workspace_access(tx, 2)), lead_id)
        )
    with pytest.raises(Refusal):
        server.store.read_now(
            lambda tx: campaign_progress(Work(tx, workspace_access(tx, 2)), number)
        )
