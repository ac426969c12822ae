"""What a push costs the database: a fixed handful of statements."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.costs import Prepare, assert_cost_is_fixed
from tests.support.leads import ENGINES, module_server
from tests.support.lists import fresh_name
from tests.support.programs import new_program

PUSH = "/rest/v1/leads/push.json"

numbers = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def pushing(server: Rehearsal, program: str, number: int, size: int, status: str) -> Any:  # noqa: ANN401
    emails = [f"push-{number}-{each}@example.com" for each in range(size)]
    records = [{"email": email, "firstName": status} for email in emails]
    body = {"programName": program, "programStatus": status, "input": records}
    return server.post(PUSH, body).result


def creating(server: Rehearsal, size: int) -> Callable[[], Any]:
    name, number = fresh_name("Program"), next(numbers)
    new_program(server, name=name)
    return lambda: pushing(server, name, number, size, "Invited")


def moving(server: Rehearsal, size: int) -> Callable[[], Any]:
    name, number = fresh_name("Program"), next(numbers)
    new_program(server, name=name)
    pushing(server, name, number, size, "Invited")
    return lambda: pushing(server, name, number, size, "Attended")


def staying(server: Rehearsal, size: int) -> Callable[[], Any]:
    call = moving(server, size)
    call()
    return call


CALLS: list[Prepare] = [creating, moving, staying]


@pytest.mark.parametrize("prepare", CALLS, ids=lambda prepare: prepare.__name__)
def test_a_push_of_300_costs_what_a_push_of_3_costs(server: Rehearsal, prepare: Prepare) -> None:
    assert_cost_is_fixed(server, prepare, most=30)
