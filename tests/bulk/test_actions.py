"""Actions on many leads: previewed, at once or by jobs, within the caller's scope."""

from dataclasses import replace

import pytest

from leadkeep.bulk import (
    ActionKind,
    ActionResult,
    LeadAction,
    LeadSet,
    act_on_leads,
    preview_action,
)
from leadkeep.bulk.actions import ACT, ACT_ATTEMPT_LIMIT
from leadkeep.domain.instance.access import Work, workspace_access
from leadkeep.errors import Refusal
from leadkeep.jobs import dead_jobs
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from tests.support.campaigns import apply
from tests.support.leads import create, east_token, sync
from tests.support.lists import new_list
from tests.support.merges import exists
from tests.support.programs import new_program
from tests.support.work import operator_work

FRENCH = """
smartLists: [{name: French, filters: [{field: country, operator: is, values: [France]}]}]
"""


def limited_work(tx: Transaction) -> Work:
    """Return a work that sees the assets of all workspaces and the leads of the East only."""
    everything = operator_work(tx)
    partitions = workspace_access(tx, 2).partition_ids
    return replace(everything, access=replace(everything.access, partition_ids=partitions))


def act(server: Rehearsal, action: LeadAction, leads: LeadSet) -> ActionResult:
    return server.store.write_now(lambda tx: act_on_leads(operator_work(tx), action, leads))


def members(server: Rehearsal, list_id: int) -> list[int]:
    found = server.get(f"/rest/v1/lists/{list_id}/leads.json").result or []
    return [each["id"] for each in found]


def smart_list(server: Rehearsal) -> int:
    apply(server, FRENCH)
    (item,) = server.get("/rest/asset/v1/smartList/byName.json", {"name": "French"}).result
    number: int = item["id"]
    return number


def test_a_few_leads_are_done_at_once(server: Rehearsal) -> None:
    list_id, leads = new_list(server), [create(server) for _ in range(2)]
    action = LeadAction(ActionKind.ADD_TO_LIST, list_id)
    wanted = LeadSet([*leads, 99_999])
    preview = server.store.read_now(lambda tx: preview_action(operator_work(tx), action, wanted))
    assert (preview.count, preview.is_complete, preview.sample) == (2, True, leads)
    assert members(server, list_id) == []
    assert act(server, action, wanted) == ActionResult({"added": 2, "skipped": 1}, is_queued=False)
    assert members(server, list_id) == leads


def test_a_smart_list_is_done_by_jobs_batch_by_batch(
    server: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadkeep.bulk.actions.ACTION_BATCH_SIZE", 2)
    french = [create(server, country="France") for _ in range(5)]
    create(server, country="Norway")
    list_id, number = new_list(server), smart_list(server)
    action, wanted = LeadAction(ActionKind.ADD_TO_LIST, list_id), LeadSet(smart_list_id=number)
    preview = server.store.read_now(lambda tx: preview_action(operator_work(tx), action, wanted))
    assert (preview.count, preview.is_complete) == (5, True)
    assert act(server, action, wanted).is_queued
    server.run_jobs()
    assert members(server, list_id) == french


def test_many_selected_leads_are_deleted_by_jobs(
    server: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadkeep.bulk.actions.ACTION_BATCH_SIZE", 2)
    leads, other = [create(server) for _ in range(5)], create(server)
    assert act(server, LeadAction(ActionKind.DELETE), LeadSet(leads)).is_queued
    server.run_jobs()
    assert [exists(server, each) for each in [*leads, other]] == [False] * 5 + [True]


def test_a_status_is_set(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    status = LeadAction(ActionKind.SET_STATUS, program, "Invited")
    assert act(server, status, LeadSet([lead])).outcomes == {"created": 1}


def test_jobs_keep_to_the_scope_of_the_caller(server: Rehearsal) -> None:
    token, here = east_token(server), create(server, country="France")
    (there,) = sync(server, {"email": "there@example.com", "country": "France"}, token=token)
    number = smart_list(server)
    action, wanted = LeadAction(ActionKind.DELETE), LeadSet(smart_list_id=number)
    preview = server.store.read_now(lambda tx: preview_action(limited_work(tx), action, wanted))
    assert preview.sample == [there["id"]]
    server.store.write_now(lambda tx: act_on_leads(limited_work(tx), action, wanted))
    server.run_jobs()
    assert [exists(server, each) for each in (here, there["id"])] == [True, False]


def test_what_does_not_exist_is_refused_and_what_goes_meanwhile_is_on_the_job(
    server: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadkeep.bulk.actions.ACTION_BATCH_SIZE", 1)
    leads, list_id = LeadSet([create(server), create(server)]), new_list(server)
    wrong = [
        LeadAction(ActionKind.ADD_TO_LIST, 99_999),
        LeadAction(ActionKind.SET_STATUS, 99_999),
        LeadAction(ActionKind.SET_STATUS, new_program(server), "Nothing"),
        LeadAction(ActionKind.ADD_TO_LIST),
    ]
    for action in wrong:
        with pytest.raises(Refusal):
            act(server, action, leads)
    with pytest.raises(Refusal):
        act(server, LeadAction(ActionKind.DELETE), LeadSet(smart_list_id=99_999))
    assert act(server, LeadAction(ActionKind.ADD_TO_LIST, list_id), leads).is_queued
    server.post(f"/rest/asset/v1/staticList/{list_id}/delete.json")
    for _ in range(ACT_ATTEMPT_LIMIT):
        server.run_jobs()
        server.clock.advance(hours=1)
    dead = server.store.read_now(lambda tx: dead_jobs(tx, 10))
    assert [each.name for each in dead] == [ACT, ACT]
    assert all("OBJECT_NOT_FOUND" in (each.error or "") for each in dead)
