"""The first and the last moments of the calendar, in each parameter that is a moment."""

from collections.abc import Iterator

import pytest

from leadkeep.api.operations import Operation, served_operations
from leadkeep.testing import Rehearsal
from tests.support.campaigns import campaign, pass_through
from tests.support.leads import ENGINES, create, read
from tests.support.sampled_stores import sampled_server
from tests.support.wire import sample

ENDS = (
    *("0001-01-01T00:00:00Z", "0001-01-01T00:00:00-12:00", "0001-01-01"),
    *("9999-12-31T23:59:59Z", "9999-12-31T23:59:59+14:00", "9999-12-31"),
)
MOMENTS = ("earliestUpdatedAt", "latestUpdatedAt", "startAt", "endAt", "sinceDatetime")
DATED = [
    (operation, name)
    for operation in served_operations()
    for name in MOMENTS
    if f"{name}:" in operation.query_params
]


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from sampled_server(request)


@pytest.mark.parametrize(("operation", "name"), DATED, ids=lambda each: getattr(each, "id", each))
@pytest.mark.parametrize("end", ENDS)
def test_each_moment_of_the_calendar_is_answered(
    server: Rehearsal, operation: Operation, name: str, end: str
) -> None:
    asked = sample(operation)
    query = dict(asked.query) | {name: end}
    if name in {"startAt", "endAt"}:
        query |= {"filterType": "updatedAt", "filterValues": "", "startAt": end, "endAt": end}
    body = server.request(asked.method, asked.path, query).body
    assert body["success"] or body["errors"][0]["code"] != "611", body


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
@pytest.mark.parametrize("end", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_flow_with_the_ends_of_the_calendar(server: Rehearsal, end: str, zone: str) -> None:
    """A lead's date is waited for and written as a token, wherever the step's clocks are."""
    field = {"name": "until", "displayName": "Until", "dataType": "datetime"}
    server.post("/rest/v1/leads/schema/fields.json", {"input": [field]})
    lead = create(server, until=end)
    token = "'{{lead.until}}'"
    number = campaign(
        server,
        f"[{{wait: {{until: {token}, weekdays: [Monday], time: '09:00', timeZone: {zone}}}}},"
        f" {{changeDataValue: {{field: title, value: {token}}}}}]",
    )
    pass_through(server, number, lead)
    waited = read(server, lead, "title")["title"]
    assert (waited or "")[:4] == ("" if end.startswith("9999") else "0001")
