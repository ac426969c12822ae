"""Imports of rows: leads on lists, members of programs, and refusals that write nothing."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from leadkeep.domain.assets.programs import get_program
from leadkeep.domain.capture.imports import (
    LeadImport,
    MemberImport,
    import_cause,
    import_leads,
    import_members,
    records_of,
)
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.leads import LeadOutcome, Upsert
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, fresh, ids_of, logged, module_server, read
from tests.support.lists import fresh_name, new_list
from tests.support.programs import new_program, statuses

NEW_LEAD, CHANGE, ADD_TO_LIST, STATUS_CHANGE, DATA_CHANGE = 12, 13, 24, 104, 123


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def imported(
    server: Rehearsal, *records: dict[str, Any], list_id: int | None = None
) -> list[LeadOutcome]:
    def run(tx: Transaction) -> list[LeadOutcome]:
        work = Work(tx, operator_access(tx), import_cause("Fair"))
        return import_leads(work, LeadImport(Upsert(list(records)), list_id))

    return server.store.write_now(run)


def enrolled(
    server: Rehearsal, program_id: int, *records: dict[str, Any], status: str | None = None
) -> list[LeadOutcome]:
    def run(tx: Transaction) -> list[LeadOutcome]:
        work = Work(tx, operator_access(tx), import_cause())
        command = MemberImport(Upsert(list(records)), get_program(work, program_id), status)
        return import_members(work, command)

    return server.store.write_now(run)


def test_cells_become_values() -> None:
    names = ["email", "firstName", "", "title"]
    row = ["a@example.com", "", "x", "null"]
    assert records_of(names, [row]) == [{"email": "a@example.com", "title": None}]
    assert records_of(names, [row], empty_clears=True) == [
        {"email": "a@example.com", "firstName": "", "title": None}
    ]


def test_a_row_with_an_empty_cell_changes_nothing_for_its_neighbours() -> None:
    full, empty, none = ["a@example.com", "Ada"], ["b@example.com", ""], ["c@example.com", "null"]
    names = ["email", "firstName"]
    cleared = {"email": "c@example.com", "firstName": None}
    whole = dict(zip(names, full, strict=True))
    assert records_of(names, [full]) == [whole]
    assert records_of(names, [full, empty, none]) == [whole, {"email": "b@example.com"}, cleared]
    assert records_of(names, [full, empty], empty_clears=True) == [
        whole,
        {"email": "b@example.com", "firstName": ""},
    ]


def test_rows_become_leads_on_the_list(server: Rehearsal) -> None:
    list_id, email = new_list(server, fresh_name("Fair")), fresh()
    rows = [{"email": email, "title": "A"}, {"title": "B"}, {"email": email, "title": "C"}]
    created, refused, updated = imported(server, *rows, list_id=list_id)
    assert [created.status, refused.status, updated.status] == ["created", "skipped", "updated"]
    assert refused.problem is not None
    assert refused.problem.reason is Reason.LOOKUP_VALUE_MISSING
    assert created.lead_id is not None
    found = read(server, created.lead_id, "title", "originalSourceType", "originalSourceInfo")
    assert found == {
        "title": "C",
        "originalSourceType": "List import",
        "originalSourceInfo": "List: Fair",
    }
    kinds = [each.type_id for each in logged(server, created.lead_id)]
    assert kinds == [NEW_LEAD, CHANGE, ADD_TO_LIST]


def test_a_list_that_does_not_exist_refuses_the_batch(server: Rehearsal) -> None:
    email = fresh()
    with pytest.raises(Refusal) as caught:
        imported(server, {"email": email}, list_id=999_999)
    assert caught.value.problem.reason is Reason.OBJECT_NOT_FOUND
    assert ids_of(server, "email", email) == []


def test_rows_become_members_with_values(server: Rehearsal) -> None:
    program, first, second = new_program(server), fresh(), fresh()
    rows: list[dict[str, Any]] = [
        {"email": first, "title": "A", "registrationCode": "R1"},
        {"email": second, "statusName": "attended"},
    ]
    outcomes = enrolled(server, program, *rows, status="Invited")
    assert [each.status for each in outcomes] == ["created", "created"]
    ids = [each.lead_id for each in outcomes if each.lead_id is not None]
    assert statuses(server, program) == {ids[0]: "Invited", ids[1]: "Attended"}
    assert read(server, ids[0], "title", "acquisitionProgramId") == {
        "title": "A",
        "acquisitionProgramId": program,
    }
    kinds = {each.type_id for each in logged(server, ids[0])}
    assert {NEW_LEAD, STATUS_CHANGE, DATA_CHANGE} <= kinds


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"statusName": "Never Heard"}, Reason.PROGRAM_STATUS_NOT_FOUND),
        ({"statusName": "Not in Program"}, Reason.PROGRAM_STATUS_NOT_FOUND),
        ({"registrationCode": "x" * 101}, Reason.VALUE_TOO_LONG),
        ({"membershipDate": "2026-01-01T00:00:00Z"}, Reason.FIELD_NOT_ALLOWED),
        ({"nothing": 1}, Reason.FIELD_NOT_FOUND),
    ],
)
def test_a_refused_row_makes_neither_lead_nor_member(
    server: Rehearsal, row: dict[str, Any], reason: Reason
) -> None:
    program, good, bad = new_program(server), fresh(), fresh()
    outcomes = enrolled(server, program, {"email": good}, {"email": bad} | row)
    assert [each.status for each in outcomes] == ["created", "skipped"]
    assert outcomes[1].problem is not None
    assert outcomes[1].problem.reason is reason
    assert ids_of(server, "email", bad) == []
    assert list(statuses(server, program)) == ids_of(server, "email", good)


def test_an_unknown_status_of_the_command_refuses_the_batch(server: Rehearsal) -> None:
    run = partial(enrolled, server, new_program(server), {"email": fresh()})
    with pytest.raises(Refusal) as caught:
        run(status="Never Heard")
    assert caught.value.problem.reason is Reason.PROGRAM_STATUS_NOT_FOUND
    assert [each.status for each in run(status="Invited")] == ["created"]
