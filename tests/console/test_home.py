"""The first page: what it tells, and that it costs the same however much there is to tell."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from leadkeep.domain.automation.campaigns.tables import campaign
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.campaigns import apply
from tests.support.console import signed_in, text_of
from tests.support.costs import watched
from tests.support.leads import ENGINES, sync
from tests.support.stores import new_store

STATEMENTS = 20
"""Of the page with its session; the days of growth are in two of them."""


def stop(tx: Transaction) -> None:
    values = {"stopped_at": tx.moment - timedelta(days=1), "stopped_reason": "it fed itself"}
    tx.execute(update(campaign).where(campaign.c.name != "Runs").values(**values))


@pytest.mark.parametrize("engine", ENGINES)
def test_home_asks_little_of_much(engine: str, request: pytest.FixtureRequest) -> None:
    factory: StoreFactory = request.getfixturevalue(f"{engine}_stores")
    with new_store(factory) as store, Rehearsal(store) as server:
        names = ["Runs", *(f"Stopped {number}" for number in range(12))]
        apply(server, "campaigns:\n" + "".join(f"- {{name: {each}}}\n" for each in names))
        server.store.write_now(stop)
        for day in range(3):
            server.clock.advance(days=1)
            token = server.token_for(server.add_client(f"day {day}"))
            sync(server, {"email": f"day{day}@example.com"}, token=token)
        browser = signed_in(server)
        span = {"startAt": "2026-01-01T00:00:00Z", "endAt": "2026-01-20T00:00:00Z"}
        body = {"format": "CSV", "fields": ["id"], "filter": {"createdAt": span}}
        server.post("/bulk/v1/leads/export/create.json", body, token=token)
        assert [count for _, count in browser.get("/index.json").body["growth"]["days"]][-3:] == [
            1,
            1,
            1,
        ]
        shown = browser.get("/index.json").body
        assert [each["name"] for each in shown["stopped"]] == sorted(names[1:], key=len)[:10]
        assert [(each["direction"], each["kind"]) for each in shown["bulkJobs"]] == [
            ("extract", "leads")
        ]
        assert len(watched(server, lambda: text_of(browser.get("")))) <= STATEMENTS
