"""A hundred leads through a flow with a choice, a wait and a webhook that is really called."""

from collections import Counter
from collections.abc import Iterator

import pytest

from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.campaigns import apply, campaign_id, pass_through, told
from tests.support.external_services import http_server
from tests.support.leads import ENGINES, fresh, sync
from tests.support.stores import new_store
from tests.support.wire import settings

OK = b'HTTP/1.1 200 OK\r\nContent-Length: 21\r\nConnection: close\r\n\r\n{"city": "Old Town"}\n'
BLUEPRINT = """
lists: [{{name: Greeted}}]
campaigns:
- name: Greet
  active: true
  triggers: [{{type: Campaign is Requested, source: Web Service API}}]
  flow:
  - changeDataValue: {{field: leadSource, value: Hello}}
    choices: [{{if: {{field: country, operator: is, values: [France]}}, value: Bonjour}}]
  - wait: {{days: 1}}
  - callWebhook:
      name: Look up
      url: "http://127.0.0.1:{port}/"
      template: '{{"email": "{{{{lead.email}}}}"}}'
      response: {{city: city}}
  - addToList: {{list: Greeted}}
"""


@pytest.fixture(params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    factory: StoreFactory = request.getfixturevalue(f"{request.param}_stores")
    chosen = settings(webhook_networks=["127.0.0.0/8"])
    with new_store(factory) as store, Rehearsal(store, settings=chosen) as running:
        yield running


@pytest.mark.fact("R", "9.3")
def test_every_activity_is_there(server: Rehearsal) -> None:
    people = [
        {"email": fresh(), "country": "France" if number % 2 else "Peru"} for number in range(100)
    ]
    leads = [item["id"] for item in sync(server, *people)]
    with http_server(OK) as (port, seen):
        apply(server, BLUEPRINT.format(port=port))
        number = campaign_id(server, "Greet")
        pass_through(server, number, *leads)
        first = {lead: told(server, number, lead) for lead in leads}
        assert {len(each) for each in first.values()} == {1}
        values = Counter(each[0].attributes["New Value"] for each in first.values())
        assert values == {"Bonjour": 50, "Hello": 50}
        server.clock.advance(days=1)
        server.forget_token()
        server.run_jobs()
        assert len(seen) == 100
    for lead in leads:
        told_of = told(server, number, lead)
        assert [each.type_id for each in told_of] == [13, 110, 13, 24]
        assert told_of[2].attributes["New Value"] == "Old Town"
    (item,) = server.get("/rest/v1/campaigns.json", {"name": "Greet"}).result
    assert item["active"] is True
