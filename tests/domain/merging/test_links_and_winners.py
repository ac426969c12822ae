"""What hangs on leads moves once; what it costs; who wins where a CRM has a say."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert, select

import leadkeep.tables
from leadkeep.domain.automation.campaigns.tables import campaign_member
from leadkeep.domain.fields import Values
from leadkeep.domain.instance.access import Cause, Work, operator_access
from leadkeep.domain.merging import Crm, CrmKind, Merge, merge_leads, salesforce_kind
from leadkeep.domain.merging.tables import lead_merge
from leadkeep.store import Transaction, metadata
from leadkeep.testing import Rehearsal
from tests.support.activities import rows, token_since
from tests.support.costs import watched
from tests.support.leads import ENGINES, create, fresh, module_server, read, sync
from tests.support.lists import (
    MARKETING,
    add,
    fresh_name,
    members,
    new_list,
    post,
    reference,
)
from tests.support.merges import ask, exists, merge, merges
from tests.support.programs import member, new_program, set_data, set_status
from tests.support.records import CAR, made
from tests.support.wire import settings

CAUSE = Cause(source="Test", source_info=None, reason="Test")


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


# -- what moves ------------------------------------------------------------------------------------

MOVED = {
    "campaign_member": "move_campaign_memberships",
    "lead_merge": "save_undo_record",
    "list_member": "move_list_memberships",
    "opportunity_role": "move_roles",
    "program_member": "move_program_memberships",
}
"""By table: the verb that hands its rows on."""
STAYING = {
    "activity": "append-only; merged_lead says under whom it is read",
    "deleted_lead": "of leads that were deleted, and those are not merged",
    "failed_webhook": "goes with the lead whose values were sent",
    "lead_key": "goes with the values",
    "merged_lead": "is handed on where it is written",
    "search_progress": "says how far a scan is",
    "search_word": "goes with the values",
}


def test_every_table_of_leads_is_thought_of() -> None:
    """A feature that links rows to leads and has no line in ``merging/moves.py`` loses them."""
    assert leadkeep.tables.merging.lead_merge is lead_merge
    linked = {
        table.name
        for table in metadata.sorted_tables
        if {"lead_id", "leadId"} & set(table.c.keys())
    }
    assert linked == MOVED.keys() | STAYING.keys()


def test_memberships_of_lists_keep_their_beginning(server: Rehearsal) -> None:
    both, theirs = new_list(server), new_list(server)
    winner, first, second = (create(server) for _ in range(3))
    for lead_id in (second, first, winner):
        server.clock.advance(seconds=10)
        add(server, both, lead_id)
        if lead_id != winner:
            add(server, theirs, lead_id)
    path = "/rest/v1/leads/{}/listMembership.json"
    own = {each["listId"]: each for each in server.get(path.format(winner)).result}
    lost = {each["listId"]: each for each in server.get(path.format(first)).result}
    server.clock.advance(seconds=10)
    merge(server, winner, first, second)
    now = {each["listId"]: each for each in server.get(path.format(winner)).result}
    assert now[both] == own[both]
    assert now[theirs]["createdAt"] == lost[theirs]["createdAt"]
    assert now[theirs]["updatedAt"] > lost[theirs]["updatedAt"]
    assert [members(server, each) for each in (both, theirs)] == [[winner], [winner]]


def test_memberships_of_programs_keep_what_was_reached(server: Rehearsal) -> None:
    both, theirs = new_program(server), new_program(server)
    winner, loser = create(server), create(server)
    set_status(server, both, "Attended", loser)
    set_status(server, theirs, "Registered", loser)
    set_data(server, theirs, {"leadId": loser, "registrationCode": "R-7"})
    names = ("statusName", "reachedSuccess", "reachedSuccessDate", "membershipDate")
    succeeded = member(server, both, loser, *names)
    server.clock.advance(seconds=10)
    set_status(server, both, "Invited", winner)
    merge(server, winner, loser)
    assert member(server, both, winner, *names) == succeeded | {"statusName": "Invited"}
    shown = member(server, theirs, winner, "statusName", "registrationCode", "acquiredBy")
    assert shown["statusName"] == "Registered"
    assert shown["registrationCode"] == "R-7"
    assert shown["acquiredBy"] is False


def test_campaigns_know_the_winner_and_take_it_no_further(server: Rehearsal) -> None:
    both, theirs = (_campaign(server) for _ in range(2))
    winner, loser = create(server), create(server)
    names = [each.name for each in campaign_member.columns]
    moment = server.clock.now()
    inside = [(winner, both), (loser, both), (loser, theirs)]
    rest = (moment, 7, 2, 0, moment, moment)
    rows_of = [dict(zip(names, (*each, *rest), strict=True)) for each in inside]
    server.store.write_now(lambda tx: tx.execute(insert(campaign_member), rows_of))
    server.clock.advance(seconds=10)
    path = f"/rest/v1/leads/{winner}/smartCampaignMembership.json"
    (own,) = server.get(path).result
    merge(server, winner, loser)
    shown = {each["smartCampaignId"]: each for each in server.get(path).result}
    assert shown.keys() == {both, theirs}
    assert shown[both] == own
    assert shown[theirs]["createdAt"] == own["createdAt"]
    assert shown[theirs]["updatedAt"] > own["updatedAt"]
    query = select(campaign_member.c.position, campaign_member.c.removed_through)
    of = query.where(campaign_member.c.lead_id == winner, campaign_member.c.campaign_id == theirs)
    assert server.store.read_now(lambda tx: tuple(tx.execute(of).one())) == (None, 7)


def _campaign(server: Rehearsal) -> int:
    form = {"name": fresh_name("Campaign"), "folder": reference(MARKETING)}
    (item,) = post(server, "smartCampaigns.json", **form).result
    number: int = item["id"]
    return number


def test_every_cookie_is_the_winners(server: Rehearsal) -> None:
    def token(number: int) -> str:
        return f"_mch-example.com-1700000000000-{number}"

    winner, *losers = (create(server, cookies=token(10_001 + each)) for each in range(3))
    merge(server, winner, *losers)
    for number in range(3):
        query = {"filterType": "cookies", "filterValues": token(10_001 + number), "fields": "id"}
        found = server.get("/rest/v1/leads.json", query).result
        assert [each["id"] for each in found] == [winner]


def test_an_opportunity_role_is_the_winners(server: Rehearsal) -> None:
    deal = fresh("deal")
    dedupe = {"dedupeBy": "dedupeFields"}
    opportunity = {"externalOpportunityId": deal, "name": "Engine"}
    server.post("/rest/v1/opportunities.json", {"input": [opportunity], **dedupe})
    winner, loser = create(server), create(server)
    roles = [
        {"externalOpportunityId": deal, "leadId": lead_id, "role": role}
        for lead_id, role in ((winner, "Buyer"), (loser, "Buyer"), (loser, "Judge"))
    ]
    result = server.post("/rest/v1/opportunities/roles.json", {"input": roles, **dedupe}).result
    assert [each["status"] for each in result] == ["created"] * 3
    merge(server, winner, loser)
    query = {"filterType": "leadId", "filterValues": f"{winner},{loser}"}
    found = server.get("/rest/v1/opportunities/roles.json", query).result
    assert sorted((each["leadId"], each["role"]) for each in found) == [
        (winner, "Buyer"),
        (winner, "Judge"),
    ]


# -- what an undo needs ----------------------------------------------------------------------------


def records(server: Rehearsal, lead_id: int) -> list[Any]:
    query = select(lead_merge.c.record).where(lead_merge.c.lead_id == lead_id)
    found = server.store.read_now(lambda tx: list(tx.execute(query.order_by(lead_merge.c.id))))
    return [msgspec.json.decode(row[0]) for row in found]


def test_the_record_tells_all_that_was_there(server: Rehearsal) -> None:
    listed, program = new_list(server), new_program(server)
    last, winner, loser = (create(server) for _ in range(3))
    sync(server, {"id": loser, "title": "T"}, action="updateOnly", lookupField="id")
    add(server, listed, loser)
    set_status(server, program, "Attended", loser)
    made(server, CAR, owner=loser)
    merge(server, winner, loser)
    merge(server, last, winner)
    first, second = records(server, last)
    linked = {"lists", "roles", "customObjects", "programs", "campaigns"}
    assert first.keys() == {"losers", "taken"} | linked
    assert [(each["field"], each["lead_id"]) for each in first["customObjects"]] == [
        ("owner", loser)
    ]
    assert first["taken"]["title"] == {"from": loser, "old": None, "new": "T"}
    assert first["losers"][0]["id"] == loser
    assert [each[:2] for each in first["lists"]] == [[loser, listed]]
    assert [(each["lead_id"], each["program_id"]) for each in first["programs"]] == [
        (loser, program)
    ]
    assert second["losers"][0]["title"] == "T"
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": last}]})
    assert records(server, last) == []


# -- old ids ---------------------------------------------------------------------------------------


def test_a_setting_lets_old_ids_lead_to_the_winner(server: Rehearsal) -> None:
    last, winner, loser = (create(server) for _ in range(3))
    start = token_since(server)
    merge(server, winner, loser)
    merge(server, last, winner)
    kind = server.another(settings=settings(resolve_merged_leads=True))
    for old in (loser, winner):
        assert not exists(server, old)
        assert [each["id"] for each in kind.get(f"/rest/v1/lead/{old}.json").result] == [last]
        query = {"filterType": "id", "filterValues": f"{old},{last},0", "fields": "id"}
        assert kind.get("/rest/v1/leads.json", query).result == [{"id": last}]
        for each, count in ((server, 0), (kind, 3)):
            found = rows(each, start, leadIds=old, activityTypeIds="12")
            assert [row["leadId"] for row in found] == [last] * count
    query = {"filterType": "id", "filterValues": "x"}
    assert kind.get("/rest/v1/leads.json", query).error[0] == "1003"
    assert kind.get("/rest/v1/lead/0.json").result == []


# -- what it costs ---------------------------------------------------------------------------------


def test_25_losers_cost_what_one_costs(server: Rehearsal) -> None:
    lists = [new_list(server) for _ in range(2)]
    program = new_program(server)

    def prepare(running: Rehearsal, count: int) -> Callable[[], Any]:
        made = sync(running, *({"email": fresh(), "title": "T"} for _ in range(count + 1)))
        winner, *losers = (each["id"] for each in made)
        sync(
            running,
            {"id": winner, "title": None},
            action="updateOnly",
            lookupField="id",
        )
        for each in lists:
            add(running, each, *losers)
        set_status(running, program, "Attended", *losers)
        return lambda: ask(running, winner, *losers).body["success"]

    watched(server, prepare(server, 2))
    few, many = watched(server, prepare(server, 2)), watched(server, prepare(server, 25))
    assert many == few
    assert len(few) <= 45


# -- a CRM -----------------------------------------------------------------------------------------


class FakeCrm:
    """A CRM that notes what it is to merge."""

    is_connected = True

    def __init__(self) -> None:
        self.merged: list[tuple[int, Sequence[int]]] = []

    def kind_of(self, values: Values) -> CrmKind:
        return salesforce_kind(values)

    def merge(self, tx: Transaction, winner_id: int, loser_ids: Sequence[int]) -> None:
        del tx
        self.merged.append((winner_id, loser_ids))


CONTACT, LEAD, NEITHER = {"sfdcContactId": "003"}, {"sfdcLeadId": "00Q"}, dict[str, str]()


@pytest.mark.fact("D", "3.9")
@pytest.mark.parametrize(
    ("kinds", "place"),
    [
        ((NEITHER, LEAD, CONTACT), 2),
        ((LEAD, NEITHER, CONTACT), 2),
        ((NEITHER, LEAD, LEAD), 1),
        ((LEAD, LEAD, NEITHER), 0),
        ((CONTACT, CONTACT, LEAD), 0),
        ((NEITHER, NEITHER, NEITHER), 0),
    ],
)
def test_who_wins_in_salesforce(
    server: Rehearsal, kinds: tuple[dict[str, str], ...], place: int
) -> None:
    people = [create(server, title=f"T{n}", **kind) for n, kind in enumerate(kinds)]
    crm = FakeCrm()
    call = Merge(people[0], people[1:], in_crm=True)
    left = server.store.write_now(lambda tx: _merge(tx, call, crm))
    losers = [each for each in people if each != people[place]]
    assert left == people[place]
    assert crm.merged == [(left, losers)]
    assert [exists(server, each) for each in people] == [each == left for each in people]
    assert read(server, left, "title") == {"title": f"T{place}"}
    (told,) = merges(server, left)
    assert dict(told.attributes)["Merged in Sales"] is True
    assert dict(told.attributes)["Merge IDs"] == losers


def test_the_crm_is_asked_only_if_told_to(server: Rehearsal) -> None:
    winner, contact = create(server), create(server, sfdcContactId="003")
    crm = FakeCrm()
    call = Merge(winner, [contact])
    assert server.store.write_now(lambda tx: _merge(tx, call, crm)) == winner
    assert crm.merged == []
    other = create(server, sfdcContactId="004")
    assert ask(server, winner, other, mergeInCRM="true").body["success"]
    assert exists(server, winner)


def _merge(tx: Transaction, call: Merge, crm: Crm) -> int:
    return merge_leads(Work(tx, operator_access(tx), CAUSE), call, crm)
