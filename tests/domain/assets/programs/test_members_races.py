"""Calls on the same leads and programs at once: they follow each other (behaviour.md 4.3)."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from leadkeep.testing import Rehearsal, Response
from tests.support.leads import ENGINES, module_server
from tests.support.lists import ASSETS
from tests.support.programs import (
    NO_PROGRAM,
    STATUS_CHANGE,
    crowd,
    members_path,
    new_program,
    set_status,
    statuses,
    told,
)

STEPS = ["Invited", "Registered", "No Show", "Attended"]
CALLS = 16


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def at_once(server: Rehearsal, *calls: tuple[str, dict[str, Any]]) -> list[Response]:
    async def all_of_them() -> list[Response]:
        return await asyncio.gather(*(server.send("POST", path, json=body) for path, body in calls))

    assert server.token
    return server.run(all_of_them())


def joining(program: int, status: str, leads: list[int]) -> tuple[str, dict[str, Any]]:
    records = [{"leadId": lead} for lead in leads]
    return members_path(program, "/status"), {"statusName": status, "input": records}


def test_a_lead_joins_once_and_only_moves_forward(server: Rehearsal) -> None:
    random = Random(7)
    program, leads = new_program(server), crowd(server, 30)
    calls = [
        joining(program, status, random.sample(leads, len(leads)))
        for status in STEPS
        for _ in range(CALLS // len(STEPS))
    ]
    random.shuffle(calls)
    answers = at_once(server, *calls)
    counted = Counter(item["status"] for answer in answers for item in answer.result)
    assert counted["created"] == len(leads)
    assert statuses(server, program) == dict.fromkeys(leads, "Attended")
    for lead in leads:
        rows = [dict(row.attributes) for row in told(server, lead, STATUS_CHANGE)]
        assert rows[0]["Old Status"] == "Not in Program"
        for before, after in itertools.pairwise(rows):
            assert after["Old Status"] == before["New Status"]
            assert STEPS.index(after["New Status"]) > STEPS.index(before["New Status"])
        assert [row["Success"] for row in rows].count(True) == 1
        assert len({row["Program Member ID"] for row in rows}) == 1


def test_joining_and_leaving_at_once(server: Rehearsal) -> None:
    random = Random(11)
    program, leads = new_program(server), crowd(server, 10)
    calls = []
    for _ in range(CALLS):
        calls.append(joining(program, "Invited", random.sample(leads, 5)))
        records = [{"leadId": lead} for lead in random.sample(leads, 5)]
        calls.append((members_path(program, "/delete"), {"input": records}))
    counted: Counter[int] = Counter()
    for answer in at_once(server, *calls):
        for item in answer.result:
            counted[item.get("leadId", 0)] += {"created": 1, "deleted": -1, "skipped": 0}[
                item["status"]
            ]
    present = statuses(server, program)
    assert {lead: counted[lead] for lead in leads} == {lead: int(lead in present) for lead in leads}


def test_a_program_deleted_while_leads_join(server: Rehearsal) -> None:
    for _ in range(5):
        program, leads = new_program(server), crowd(server, 8)
        calls = [joining(program, "Invited", [lead]) for lead in leads]
        calls.insert(4, (f"{ASSETS}/program/{program}/delete.json", {}))

        async def race(calls: list[tuple[str, dict[str, Any]]] = calls) -> list[Response]:
            return await asyncio.gather(
                *(server.send("POST", path, json=body or None, form=None) for path, body in calls)
            )

        answers = server.run(race())
        assert answers.pop(4).body["success"] is True
        for answer in answers:
            body = answer.body
            has_joined = body["success"] and body["result"][0]["status"] == "created"
            assert has_joined or answer.error == NO_PROGRAM
        assert server.get(f"/rest/v1/leads/programs/{program}.json").error == NO_PROGRAM


def test_leads_deleted_while_they_join(server: Rehearsal) -> None:
    program, leads = new_program(server), crowd(server, 20)
    set_status(server, program, "Invited", *leads[:10])
    doomed = ("/rest/v1/leads/delete.json", {"input": [{"id": lead} for lead in leads]})
    answers = at_once(server, joining(program, "Attended", leads), doomed)
    told_of = {item["status"] for item in answers[0].result}
    assert told_of <= {"created", "updated", "skipped"}
    assert statuses(server, program) == {}
