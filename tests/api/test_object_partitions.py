"""What belongs to no partition is no way around the workspaces (docs/decisions/0171)."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.leads import ENGINES, create, east_token, fresh, ids_of, logged, read
from tests.support.records import CAR, COMPANY, OPPORTUNITY, SALES_PERSON, made, put
from tests.support.visits import cookie
from tests.support.wire import settings

NOT_FOUND = [{"code": "1004", "message": "Lead not found"}]


@dataclass(frozen=True)
class Zones:
    """A server with a client of the workspace East, which sees the partition East leads only."""

    server: Rehearsal
    token: str

    def lead(self, *, is_east: bool, **values: Any) -> int:  # noqa: ANN401
        lead_id = create(self.server, **values)
        if is_east:
            move = {"id": lead_id, "partitionName": "East leads"}
            body = {"input": [move]}
            assert self.server.post("/rest/v1/leads/partitions.json", body).body["success"]
        return lead_id

    def ask(self, path: str, body: Any) -> dict[str, Any]:  # noqa: ANN401
        (item,) = self.server.post(f"/rest/v1/{path}.json", body, token=self.token).result
        found: dict[str, Any] = item
        return found


def zones(request: pytest.FixtureRequest, engine: str, **values: Any) -> Iterator[Zones]:  # noqa: ANN401
    factory: StoreFactory = request.getfixturevalue(f"{engine}_stores")
    with closing(factory.make()) as store, Rehearsal(store, settings=settings(**values)) as server:
        yield Zones(server, east_token(server))


@pytest.fixture(scope="module", params=ENGINES)
def guarded(request: pytest.FixtureRequest) -> Iterator[Zones]:
    yield from zones(request, request.param)


@pytest.fixture(scope="module", params=ENGINES)
def crossing(request: pytest.FixtureRequest) -> Iterator[Zones]:
    yield from zones(request, request.param, objects_cross_partitions=True)


def company(zones: Zones, lead: Callable[..., int]) -> tuple[str, dict[str, Any]]:
    key, _ = made(zones.server, COMPANY, company="Old")
    lead(**key)
    return "companies", {"input": [{**key, "company": "New"}]}


def sales_person(zones: Zones, lead: Callable[..., int]) -> tuple[str, dict[str, Any]]:
    key, _ = made(zones.server, SALES_PERSON, lastName="Old")
    lead(**key)
    return "salespersons", {"input": [{**key, "lastName": "New"}]}


def car(zones: Zones, lead: Callable[..., int]) -> tuple[str, dict[str, Any]]:
    key, _ = made(zones.server, CAR, owner=lead())
    return "customobjects/car_c", {"input": [{**key, "color": "red"}]}


def car_deletion(zones: Zones, lead: Callable[..., int]) -> tuple[str, dict[str, Any]]:
    key, _ = made(zones.server, CAR, owner=lead())
    return "customobjects/car_c/delete", {"input": [key]}


def role(zones: Zones, lead_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    opportunity, _ = made(zones.server, OPPORTUNITY)
    key = {**opportunity, "leadId": lead_id, "role": "Buyer"}
    (item,) = zones.server.post("/rest/v1/opportunities/roles.json", {"input": [key]}).result
    assert item["status"] == "created"
    return opportunity, key


def role_change(zones: Zones, lead: Callable[..., int]) -> tuple[str, dict[str, Any]]:
    _, key = role(zones, lead())
    return "opportunities/roles", {"input": [{**key, "isPrimary": True}]}


def role_deletion(zones: Zones, lead: Callable[..., int]) -> tuple[str, dict[str, Any]]:
    _, key = role(zones, lead())
    return "opportunities/roles/delete", {"input": [key]}


def opportunity_deletion(zones: Zones, lead: Callable[..., int]) -> tuple[str, dict[str, Any]]:
    opportunity, _ = role(zones, lead())
    return "opportunities/delete", {"input": [opportunity]}


WAYS = [company, sales_person, car, car_deletion, role_change, role_deletion, opportunity_deletion]


@pytest.mark.parametrize("way", WAYS, ids=lambda each: each.__name__)
def test_leads_out_of_scope_are_left_alone(guarded: Zones, way: Callable[..., Any]) -> None:
    """The same request is carried out for a lead within the scope."""
    for is_east in (True, False):
        leads: list[int] = []

        def lead(is_east: bool = is_east, leads: list[int] = leads, **values: Any) -> int:  # noqa: ANN401, FBT001
            leads.append(guarded.lead(is_east=is_east, **values))
            return leads[-1]

        path, body = way(guarded, lead)
        before = logged(guarded.server, *leads), read(guarded.server, leads[0], "updatedAt")
        item = guarded.ask(path, body)
        if is_east:
            assert item["status"] in {"updated", "deleted"}
        else:
            assert (item["status"], item["reasons"]) == ("skipped", NOT_FOUND)
            now = logged(guarded.server, *leads), read(guarded.server, leads[0], "updatedAt")
            assert now == before


def test_a_company_seen_by_two_workspaces_needs_both(guarded: Zones) -> None:
    key, _ = made(guarded.server, COMPANY, company="Old")
    east = guarded.lead(is_east=True, **key)
    change = {"input": [{**key, "company": "New"}]}
    assert guarded.ask("companies", change)["status"] == "updated"
    west = guarded.lead(is_east=False, **key)
    change = {"input": [{**key, "company": "Newer"}]}
    assert guarded.ask("companies", change)["reasons"] == NOT_FOUND
    assert read(guarded.server, west, "company") == {"company": "New"}
    put(guarded.server, COMPANY, change["input"][0])
    assert read(guarded.server, east, "company") == {"company": "Newer"}


def test_a_cookie_is_not_taken_from_a_lead_out_of_scope(guarded: Zones) -> None:
    server, tokens = guarded.server, {True: cookie(), False: cookie()}
    taker = guarded.lead(is_east=True)
    for is_east, token in tokens.items():
        owner = guarded.lead(is_east=is_east, cookies=token)
        path = f"/rest/v1/leads/{taker}/associate.json"
        answer = server.request("POST", path, {"cookie": token}, token=guarded.token)
        assert answer.body["success"] is is_east
        assert ids_of(server, "cookies", token) == [taker if is_east else owner]
        if not is_east:
            assert answer.error == ("1004", f"Lead '{token}' not found")
            record = {"email": fresh(), "cookies": token}
            (item,) = server.post(
                "/rest/v1/leads.json",
                {"input": [record], "partitionName": "East leads"},
                token=guarded.token,
            ).result
            assert item["status"] == "created"
            assert ids_of(server, "cookies", token) == [owner]


@pytest.mark.parametrize("way", WAYS, ids=lambda each: each.__name__)
def test_the_setting_lets_objects_cross_partitions(
    crossing: Zones, way: Callable[..., Any]
) -> None:
    path, body = way(crossing, lambda **values: crossing.lead(is_east=False, **values))
    assert crossing.ask(path, body)["status"] in {"updated", "deleted"}
