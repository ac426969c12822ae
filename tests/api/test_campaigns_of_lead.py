"""Get Smart Campaigns by Lead Id (behaviour.md 3.11)."""

from collections.abc import Iterator

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, create, east_token, module_server, token_with


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def path(lead_id: object) -> str:
    return f"/rest/v1/leads/{lead_id}/smartCampaignMembership.json"


@pytest.mark.fact("D", "3.11")
def test_a_lead_in_no_campaign(server: Rehearsal) -> None:
    body = server.get(path(create(server))).body
    assert (body["result"], body["moreResult"], "nextPageToken" in body) == ([], False, False)


@pytest.mark.fact("U", "3.11")
def test_what_is_not_there_or_not_allowed(server: Rehearsal) -> None:
    lead = create(server)
    assert server.get(path(lead)).result == []
    missing = ("1004", "Lead not found")
    assert server.get(path(999_999)).error == missing
    assert server.get(path(lead), token=east_token(server)).error == missing
    assert server.get(path("x")).error[0] == "1001"
    assert server.get(path(lead), {"earliestUpdatedAt": "soon"}).error[0] == "1003"
    assert server.get(path(lead), {"nextPageToken": "AAAA"}).error[0] == "1003"
    assert server.get(path(lead), token=token_with(server, "Read-Only Assets")).result == []
    denied = token_with(server, "Read-Write Lead")
    assert server.get(path(lead), token=denied).error == ("603", "Access denied")
