"""The page of a campaign: requests to webhooks that failed, as they were sent, and the replies."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from leadkeep.connectors.mails import NullMails
from leadkeep.connectors.webhooks import NullWebhooks
from leadkeep.domain.automation.campaigns.steps.failed_requests import REQUEST_LIMIT
from leadkeep.domain.automation.campaigns.tables import failed_webhook
from leadkeep.domain.automation.services import Services, WebhookFailure, WebhookResponse
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.campaigns import campaign, pass_through
from tests.support.console import signed_in, text_of
from tests.support.leads import ENGINES, create, fresh
from tests.support.stores import new_store

WEBHOOKS = NullWebhooks()
FLOW = """
  - callWebhook:
      name: Enrich
      url: "https://example.com/find?mail={{lead.email}}&api_key=hidden-1&page=2"
      headers: {X-Key: hidden-2, Authorization: hidden-3, Accept: text/plain}
      template: '{"name": "{{lead.firstName}}"}'
"""


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    factory: StoreFactory = request.getfixturevalue(f"{request.param}_stores")
    services = Services(WEBHOOKS, NullMails())
    with new_store(factory) as store, Rehearsal(store, services=services) as running:
        running.save_role("planner", "Read-Only Assets")
        yield running


def fail(server: Rehearsal, response: WebhookResponse, number: int, *leads: int) -> None:
    WEBHOOKS.response = response
    pass_through(server, number, *leads)


def failures(server: Rehearsal, number: int) -> list[dict[str, Any]]:
    browser = signed_in(server, fresh("ada"))
    found: list[dict[str, Any]] = browser.get(f"/campaigns/{number}.json").body["failures"]
    return found


def stored(server: Rehearsal) -> int:
    query = select(func.count()).select_from(failed_webhook)
    return server.store.read_now(lambda tx: int(tx.execute(query).scalar_one()))


def test_a_failed_request_is_shown_as_it_was_sent(server: Rehearsal) -> None:
    number, lead = campaign(server, FLOW), create(server, email=fresh("a+b"), firstName="<Ada>")
    sent = {"Host": "example.com", "X-Key": "hidden-2", "Idempotency-Key": "job-1"}
    fail(server, WebhookResponse(503, {}, b"<b>busy</b>", request_headers=sent), number, lead)
    (failure,) = failures(server, number)
    assert (failure["error"], failure["response"]) == ("503", "<b>busy</b>")
    request = failure["sent"]
    assert request["method"] == "POST"
    assert request["url"].startswith("https://example.com/find?mail=a%2Bb")
    assert request["url"].endswith("&api_key=***&page=2")
    assert request["headers"] == sent | {"X-Key": "***"}
    assert request["body"] == '{"name": "<Ada>"}'
    page = text_of(signed_in(server, fresh("ada")).get(f"/campaigns/{number}"))
    assert "POST https://example.com/find" in page
    assert "&lt;Ada&gt;" in page
    assert "hidden-" not in page  # also where the page shows what the step does
    assert "X-Key: ***, Authorization: ***, Accept: text/plain" in page
    assert "find?mail={{lead.email}}&amp;api_key=***&amp;page=2" in page


def test_a_request_that_could_not_be_sent_has_its_own_headers(server: Rehearsal) -> None:
    number, lead = campaign(server, FLOW), create(server)
    fail(server, WebhookResponse(failure=WebhookFailure.UNREACHABLE), number, lead)
    (failure,) = failures(server, number)
    assert failure["error"] == WebhookFailure.UNREACHABLE.value
    headers = {"Content-Type": "application/json", "Accept": "text/plain"}
    assert failure["sent"]["headers"] == headers | {"X-Key": "***", "Authorization": "***"}


def test_only_who_may_read_leads_sees_requests(server: Rehearsal) -> None:
    number, lead = campaign(server, FLOW), create(server, firstName="Ada")
    fail(server, WebhookResponse(500), number, lead)
    assert failures(server, number)
    planner = signed_in(server, fresh("planner"), "planner")
    assert planner.get(f"/campaigns/{number}.json").body["failures"] == []
    assert "Errors of webhooks" not in text_of(planner.get(f"/campaigns/{number}"))


def test_requests_go_with_their_lead_and_with_time(server: Rehearsal) -> None:
    number, gone, stays = campaign(server, FLOW), create(server), create(server)
    before = stored(server)
    fail(server, WebhookResponse(500), number, gone, stays)
    fail(server, WebhookResponse(200, {}, b"{}"), campaign(server, FLOW), stays)  # not stored
    assert stored(server) == before + 2
    assert server.post("/rest/v1/leads/delete.json", {"input": [{"id": gone}]}).body["success"]
    assert stored(server) == before + 1
    server.clock.advance(seconds=timedelta(days=31).total_seconds())
    server.forget_token()
    server.prune_failed_requests()
    assert stored(server) == 0
    (failure,) = [each for each in failures(server, number) if each["leadId"] == stays]
    assert failure["sent"] is None
    assert failure["request"]["url"].startswith("https://example.com/find?mail={{lead.email}}")


def test_a_campaign_keeps_its_latest_failed_requests(server: Rehearsal) -> None:
    number = campaign(server, FLOW)
    before = stored(server)
    groups = [[create(server) for _ in range(REQUEST_LIMIT // 2)] for _ in range(3)]
    for leads in groups:
        server.clock.advance(seconds=1)
        fail(server, WebhookResponse(500), number, *leads)
    assert stored(server) == before + REQUEST_LIMIT
    shown = {each["leadId"]: each["sent"] for each in failures(server, number)}
    assert shown.keys() == {*groups[1], *groups[2]}
    assert None not in shown.values()
