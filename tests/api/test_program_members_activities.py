"""What memberships leave in the activity log, and who acquires a lead (behaviour.md 4.3, 5.3)."""

from collections.abc import Iterator

import pytest

from leadkeep.domain.assets.programs import (
    MEMBER_EVENTS,
    MemberEvent,
    StatusChange,
    change_status,
    get_program,
    member_status,
)
from leadkeep.domain.instance.access import Cause, Work, operator_access
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, create, logged, module_server, new_field, read
from tests.support.programs import (
    ADD_TO_NURTURE,
    CHANGE_CADENCE,
    CHANGE_TRACK,
    DATA_CHANGE,
    MEMBER_FIELDS,
    STATUS_CHANGE,
    member,
    new_program,
    remove,
    set_data,
    set_status,
    told,
)

API = "Web service API"


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        fields = [new_field("seat"), new_field("isVip", "boolean"), new_field("on", "datetime")]
        running.post(MEMBER_FIELDS, {"input": fields})
        yield running


@pytest.mark.fact("R", "5.3")
def test_the_first_status_of_a_member(server: Rehearsal) -> None:
    program, lead = new_program(server, name="Spring Fair"), create(server)
    set_status(server, program, "Invited", lead)
    (row,) = told(server, lead)
    assert (row.type_id, row.primary_id, row.primary_value) == (
        STATUS_CHANGE,
        program,
        "Spring Fair",
    )
    assert row.date == server.clock.now()
    said = dict(row.attributes)
    assert [name for name, _ in row.attributes] == [
        *("Acquired By", "New Status", "New Status ID", "Old Status", "Old Status ID"),
        *("Program Member ID", "Reason", "Success"),
    ]
    assert (said["Old Status"], said["New Status"]) == ("Not in Program", "Invited")
    assert (said["Acquired By"], said["Success"], said["Reason"]) == (False, False, API)
    for name in ("Old Status ID", "New Status ID", "Program Member ID"):
        assert type(said[name]) is int
    assert said["Old Status ID"] != said["New Status ID"]


@pytest.mark.fact("R", "5.3")
def test_success_is_told_by_the_change_that_reaches_it(server: Rehearsal) -> None:
    program, lead = new_program(server, "Event with Webinar"), create(server)
    steps = ["Registered", "Attended", "Attended On-demand"]
    for status in steps:
        set_status(server, program, status, lead)
    rows = [dict(row.attributes) for row in told(server, lead)]
    assert [row["New Status"] for row in rows] == steps
    assert [row["Success"] for row in rows] == [False, True, False]
    assert len({row["Program Member ID"] for row in rows}) == 1
    assert [row["Old Status ID"] for row in rows[1:]] == [row["New Status ID"] for row in rows[:2]]


@pytest.mark.fact("R", "5.3")
def test_status_ids_count_through_the_instance(server: Rehearsal) -> None:
    lead, seen = create(server), []
    for kind in ("Event", "Event with Webinar"):
        program = new_program(server, kind)
        set_status(server, program, "Registered", lead)
        seen.append(dict(told(server, lead)[-1].attributes)["New Status ID"])
    assert len(set(seen)) == 2


@pytest.mark.fact("U", "4.3")
def test_what_changes_nothing_is_not_told(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    set_status(server, program, "Registered", lead)
    set_status(server, program, "Invited", lead)
    set_data(server, program, {"leadId": lead, "seat": None})
    remove(server, new_program(server), lead)
    assert len(told(server, lead)) == 1


@pytest.mark.fact("U", "4.3")
def test_leaving_is_a_change_to_not_in_program(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    set_status(server, program, "Attended", lead)
    remove(server, program, lead)
    joined, left = (dict(row.attributes) for row in told(server, lead))
    assert (left["Old Status"], left["New Status"], left["Success"]) == (
        "Attended",
        "Not in Program",
        False,
    )
    assert left["New Status ID"] == joined["Old Status ID"]
    assert left["Program Member ID"] == joined["Program Member ID"]


@pytest.mark.fact("R", "5.3")
def test_entering_an_engagement_program(server: Rehearsal) -> None:
    program, lead = new_program(server, "Engagement", name="Welcome"), create(server)
    set_status(server, program, "Member", lead)
    rows = told(server, lead)
    assert [row.type_id for row in rows] == [
        *(ADD_TO_NURTURE, CHANGE_CADENCE, CHANGE_TRACK, STATUS_CHANGE)
    ]
    assert {(row.primary_id, row.primary_value) for row in rows} == {(program, "Welcome")}
    added, cadence, track, _ = (dict(row.attributes) for row in rows)
    assert list(added) == ["Track ID", "Track Name"]
    assert cadence == {"New Nurture Cadence": "Norm"}
    assert track == {"New Track ID": added["Track ID"], "Track Name": "Stream 1"}
    set_status(server, program, "Influenced", lead)
    assert [row.type_id for row in told(server, lead)[4:]] == [STATUS_CHANGE]


@pytest.mark.fact("D", "4.3")
def test_changed_data(server: Rehearsal) -> None:
    program, lead = new_program(server, name="Autumn Fair"), create(server)
    set_status(server, program, "Invited", lead)
    first = {"leadId": lead, "seat": "A1", "isVip": True, "on": "2026-02-03T04:05:06Z"}
    set_data(server, program, first)
    set_data(server, program, {"leadId": lead, "seat": None, "registrationCode": "x"})
    rows = told(server, lead, DATA_CHANGE)
    assert {(row.primary_id, row.primary_value) for row in rows} == {(program, "Autumn Fair")}
    assert [name for name, _ in rows[1].attributes] == [
        *("Attribute Display Name", "Attribute Name", "New Value", "Old Value", "Reason", "Source")
    ]
    said = [dict(row.attributes) for row in rows]
    values = [(row["Attribute Name"], row.get("Old Value"), row.get("New Value")) for row in said]
    assert values == [
        ("seat", None, "A1"),
        ("isVip", "False", "True"),
        ("on", None, "2026-02-03 04:05:06"),
        ("seat", "A1", None),
        ("registrationCode", None, "x"),
    ]
    assert said[0]["Attribute Display Name"] == "The seat"
    assert {(row["Reason"], row["Source"]) for row in said} == {(API, API)}


# -- acquisition -----------------------------------------------------------------------------------

PUSH = Cause(source="Push", source_info=None, reason="Pushed")


def push(server: Rehearsal, program_id: int, *lead_ids: int, acquired: set[int]) -> None:
    """Make leads members as a door does through which leads are created."""

    def verb(tx: Transaction) -> None:
        access = operator_access(tx)
        of = get_program(Work(tx, access), program_id)
        change = StatusChange(member_status(of), acquired=acquired)
        change_status(Work(tx, access, PUSH), of, lead_ids, change)

    server.store.write_now(verb)


@pytest.mark.fact("U", "4.3")
def test_a_program_acquires_the_leads_created_through_it(server: Rehearsal) -> None:
    program, new, old = new_program(server), create(server), create(server)
    push(server, program, new, old, acquired={new})
    fields = ("acquisitionProgramId", "mktoAcquisitionDate")
    moment = server.clock.now().isoformat()[:19] + "Z"
    assert read(server, new, *fields) == dict(zip(fields, (program, moment), strict=True))
    assert read(server, old, *fields) == dict.fromkeys(fields)
    assert member(server, program, new, "acquiredBy", "statusName") == {
        "acquiredBy": True,
        "statusName": "Invited",
    }
    assert member(server, program, old, "acquiredBy") == {"acquiredBy": False}
    assert dict(told(server, new)[0].attributes)["Acquired By"] is True
    changed = [row.primary_value for row in logged(server, new) if row.type_id == 13]
    assert changed == ["Acquisition Program", "Acquisition Date"]


@pytest.mark.fact("U", "4.3")
def test_a_lead_is_acquired_once(server: Rehearsal) -> None:
    first, second, lead = new_program(server), new_program(server), create(server)
    push(server, first, lead, acquired={lead})
    push(server, second, lead, acquired={lead})
    assert read(server, lead, "acquisitionProgramId") == {"acquisitionProgramId": first}
    assert member(server, second, lead, "acquiredBy") == {"acquiredBy": False}


@pytest.mark.fact("U", "4.3")
def test_a_change_of_status_acquires_nobody(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    set_status(server, program, "Invited", lead)
    assert read(server, lead, "acquisitionProgramId") == {"acquisitionProgramId": None}
    other = new_program(server)
    known = create(server, acquisitionProgramId=other)
    set_status(server, other, "Invited", known)
    assert member(server, other, known, "acquiredBy") == {"acquiredBy": True}


# -- what others follow ----------------------------------------------------------------------------


def test_who_follows_hears_of_each_change(server: Rehearsal) -> None:
    heard: list[MemberEvent] = []
    program, lead = new_program(server), create(server)
    server.store.subscribe(MEMBER_EVENTS, lambda _, events: heard.extend(events))
    for status in ("Invited", "Invited", "Attended"):
        set_status(server, program, status, lead)
    remove(server, program, lead)
    heard = [each for each in heard if each.lead_id == lead]
    assert [(each.kind, each.old.name, each.new.name, each.is_success) for each in heard] == [
        ("joined", "Not in Program", "Invited", False),
        ("moved", "Invited", "Attended", True),
        ("left", "Attended", "Not in Program", False),
    ]
    assert {(each.lead_id, each.program_id, each.cause.source) for each in heard} == {
        (lead, program, API)
    }
