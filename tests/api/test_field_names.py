"""Names of fields in queries match without regard to letter case (behaviour.md 13, for 7)."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, create, fresh, module_server, sync
from tests.support.programs import members_path, new_program, set_status
from tests.support.records import (
    CAR,
    COMPANY,
    NAMED_ACCOUNT,
    OPPORTUNITY,
    SALES_PERSON,
    Target,
    made,
)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def swapped(query: Mapping[str, Any]) -> dict[str, Any]:
    """Return a query that names the same fields in other letters."""
    named = {name: query[name].swapcase() for name in ("filterType", "fields") if name in query}
    return {**query, **named}


def check(server: Rehearsal, path: str, query: Mapping[str, Any]) -> None:
    (expected,) = server.get(path, query).result
    (item,) = server.get(path, swapped(query)).result
    assert list(item.items()) == list(expected.items())


@pytest.mark.fact("D", "13")
def test_leads(server: Rehearsal) -> None:
    email = fresh()
    lead = create(server, email=email)
    query = {"filterType": "email", "filterValues": email, "fields": "firstName,createdAt,id"}
    check(server, "/rest/v1/leads.json", query)
    check(server, f"/rest/v1/lead/{lead}.json", {"fields": "lastName,mktoName"})
    (twice,) = server.get(f"/rest/v1/lead/{lead}.json", {"fields": "email,EMAIL,ID"}).result
    assert list(twice) == ["id", "email"]
    (item,) = sync(server, {"email": email, "title": "x"}, lookupField="EMAIL")
    assert item == {"id": lead, "status": "updated"}


@pytest.mark.fact("D", "13")
@pytest.mark.parametrize("shape", [COMPANY, OPPORTUNITY, NAMED_ACCOUNT, SALES_PERSON, CAR])
def test_records_of_objects(server: Rehearsal, shape: Target) -> None:
    key, _ = made(server, shape)
    ((name, value),) = key.items()
    fields = f"{name},createdAt,{shape.id_name}"
    check(server, shape.url, {"filterType": name, "filterValues": value, "fields": fields})


@pytest.mark.fact("D", "13")
def test_members_of_programs(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    set_status(server, program, "Invited", lead)
    query = {"filterType": "leadId", "filterValues": lead, "fields": "statusName,leadId"}
    check(server, members_path(program), query)
