"""What a call on records costs the database: a fixed handful of statements, for every object."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.costs import assert_cost_is_fixed
from tests.support.leads import ENGINES, fresh, module_server, sync
from tests.support.records import COMPANY, OBJECTS, Target, by_keys, drop, made, put


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


@pytest.fixture(params=OBJECTS, ids=lambda each: each.name)
def of(request: pytest.FixtureRequest) -> Target:
    chosen: Target = request.param
    return chosen


def keys(server: Rehearsal, of: Target, size: int) -> list[dict[str, Any]]:
    return [of.new_key(server) for _ in range(size)]


def stored(server: Rehearsal, of: Target, size: int) -> list[dict[str, Any]]:
    found = keys(server, of, size)
    items = put(server, of, *({**key, **of.wanted, of.field: of.values[0]} for key in found))
    assert {item["status"] for item in items} == {"created"}
    return found


def test_creating(server: Rehearsal, of: Target) -> None:
    def prepare(server: Rehearsal, size: int) -> Callable[[], Any]:
        records = [{**key, **of.wanted, of.field: of.values[0]} for key in keys(server, of, size)]
        return lambda: put(server, of, *records)

    assert_cost_is_fixed(server, prepare, most=12)


def test_updating(server: Rehearsal, of: Target) -> None:
    def prepare(server: Rehearsal, size: int) -> Callable[[], Any]:
        records = [{**key, of.field: of.values[1]} for key in stored(server, of, size)]
        return lambda: put(server, of, *records)

    assert_cost_is_fixed(server, prepare, most=12)


def test_deleting(server: Rehearsal, of: Target) -> None:
    def prepare(server: Rehearsal, size: int) -> Callable[[], Any]:
        found = stored(server, of, size)
        return lambda: drop(server, of, *found)

    assert_cost_is_fixed(server, prepare, most=12)


def test_querying(server: Rehearsal, of: Target) -> None:
    def prepare(server: Rehearsal, size: int) -> Callable[[], Any]:
        found = stored(server, of, size)
        return lambda: by_keys(server, of, *found)["result"]

    assert_cost_is_fixed(server, prepare, most=3)


def test_leads_that_join_companies(server: Rehearsal) -> None:
    def prepare(server: Rehearsal, size: int) -> Callable[[], Any]:
        links = [key["externalCompanyId"] for key in stored(server, COMPANY, size)]
        records = [{"email": fresh(), "externalCompanyId": link} for link in links]
        return lambda: sync(server, *records)

    assert_cost_is_fixed(server, prepare, most=11)


def test_companies_that_change_with_their_leads(server: Rehearsal) -> None:
    def prepare(server: Rehearsal, size: int) -> Callable[[], Any]:
        found = stored(server, COMPANY, size)
        sync(server, *({"email": fresh(), **key} for key in found))
        return lambda: put(server, COMPANY, *({**key, "industry": "b"} for key in found))

    assert_cost_is_fixed(server, prepare, most=16)


def test_one_company_of_many_leads(server: Rehearsal) -> None:
    def prepare(server: Rehearsal, size: int) -> Callable[[], Any]:
        key, _ = made(server, COMPANY)
        sync(server, *({"email": fresh(), **key} for _ in range(size)))
        return lambda: put(server, COMPANY, {**key, "industry": "c"})

    assert_cost_is_fixed(server, prepare, most=16)
