"""What benchmarks write by SQL and send as records is what the present schema takes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, select

from benchmarks import activities, objects
from leadkeep.domain.activities.tables import activity, activity_second
from leadkeep.store import Statement
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.stores import open_url

ACTIVITIES = 200
FILLS: dict[str, Callable[[str], Any]] = {
    "sqlite": lambda url: activities._fill_embedded(
        Path(make_url(url).database or ""), ACTIVITIES, print
    ),
    "postgres": lambda url: activities._fill_production(url, ACTIVITIES, print),
}


def test_a_log_that_is_written_by_sql_can_be_read(engine: str, stores: StoreFactory) -> None:
    url = stores.url()
    FILLS[engine](url)
    store = open_url(url)
    rows = len(store.read_now(lambda tx: tx.rows(Statement(select(activity.c.id)))))
    seconds = len(store.read_now(lambda tx: tx.rows(Statement(select(activity_second.c.second)))))
    store.close()
    assert (rows, seconds) == (ACTIVITIES, len(activities._seconds(ACTIVITIES)))


def test_records_of_companies_have_present_fields(server: Rehearsal) -> None:
    sent = {"input": [objects._company(1)]}
    assert server.post("/rest/v1/companies.json", sent).result[0]["status"] == "created"
