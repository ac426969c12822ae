"""Hot calls on large tables of the production store: none reads a whole table of leads.

The planner chooses by the size of tables and by the values of a call, so a plan on a small store,
or without values, tells less. The server counts what it really did.
"""

import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url, text

from leadkeep.domain.activities.tables import ACTIVITY_IDS
from leadkeep.domain.leads.tables import LEAD_IDS
from leadkeep.store import Scale, Transaction, metadata
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import PostgresStores
from tests.support.activities import ACTIVITIES, CHANGES, token_since
from tests.support.leads import LEADS
from tests.support.lists import leads_path, new_list
from tests.support.stores import PATIENCE_SECONDS, open_url

LEAD_COUNT = 200_000
MEMBER_COUNT = 50_000
FIRST = 1_000_000
"""The id before those of the generated leads and activities."""
MANY = range(FIRST + 1, FIRST + LEAD_COUNT, LEAD_COUNT // 300)

FILL = """
INSERT INTO lead (id, "createdAt", "updatedAt", "leadPartitionId", "contactCompany", email, title)
SELECT :first + n, now(), now(), 1, n, 'p' || n || '@example.com', 'T' || n % 50
FROM generate_series(1, :leads) n;
INSERT INTO lead_key (kind, value, lead_id)
SELECT 'email', 'p' || n || '@example.com', :first + n FROM generate_series(1, :leads) n;
INSERT INTO activity (lead_id, id, activity_type_id, activity_date, attributes,
                      primary_attribute_value_id)
SELECT :first + 1 + n % :leads, :first + n, 12 + n / :leads, now(), '[]', n % 60
FROM generate_series(1, 2 * :leads - 1) n;
INSERT INTO activity_second (second, first_id, activity_id) VALUES (1, :first + 1, :first + 1);
INSERT INTO list_member (lead_id, list_id, created_at, updated_at)
SELECT :first + n, :list, now(), now() FROM generate_series(1, :members) n;
"""

SCANS = "SELECT relname FROM pg_stat_user_tables WHERE seq_tup_read > 10000"
POLL_SECONDS = 0.02
CONNECTIONS = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""

Call = Callable[[Rehearsal, int], Any]


def emails(count: int) -> list[str]:
    return [f"p{number - FIRST}@example.com" for number in MANY[:count]]


def filtered(name: str, values: list[Any]) -> Call:
    form = {"filterType": name, "filterValues": ",".join(map(str, values)), "_method": "GET"}
    return lambda server, _: server.request("POST", LEADS, form=form).result


def paged(path: str, **query: str) -> Call:
    return lambda server, _: server.get(path, query | {"nextPageToken": token_since(server)}).result


def synced(**values: str) -> Call:
    records = [{"email": each} | values for each in emails(300)]
    return lambda server, _: server.post(LEADS, {"input": records}).result


def asked(server: Rehearsal, list_id: int) -> Any:  # noqa: ANN401
    form = {"_method": "GET", "id": ",".join(map(str, MANY[:300]))}
    path = leads_path(list_id).replace("leads.json", "leads/ismember.json")
    return server.request("POST", path, form=form).result


CALLS: dict[str, Call] = {
    "one lead": lambda server, _: server.get(f"/rest/v1/lead/{FIRST + 5}.json").result,
    "one id": filtered("id", [FIRST + 5]),
    "300 ids": filtered("id", list(MANY[:300])),
    "one email": filtered("email", emails(1)),
    "300 emails": filtered("email", emails(300)),
    "sync of unchanged leads": synced(),
    "sync of changes": synced(title="New"),
    "page of members": lambda server, list_id: server.get(leads_path(list_id)).result,
    "300 questions for members": asked,
    "lists of a lead": lambda server, _: (
        server.get(f"/rest/v1/leads/{FIRST + 5}/listMembership.json").result
    ),
    "activities of a type": paged(ACTIVITIES, activityTypeIds="13"),
    "activities of a lead": paged(ACTIVITIES, activityTypeIds="12,13", leadIds=str(FIRST + 5)),
    "changes of a field": paged(CHANGES, fields="title"),
}


def fill(tx: Transaction, list_id: int) -> None:
    sizes = {"first": FIRST, "leads": LEAD_COUNT, "members": MEMBER_COUNT, "list": list_id}
    for statement in filter(str.strip, FILL.split(";")):
        clause = text(statement)
        tx.execute(clause, {name: sizes[name] for name in clause.compile().params})
    for sequence in (LEAD_IDS, ACTIVITY_IDS):
        tx.set_next_id(sequence, FIRST + 2 * LEAD_COUNT)
    tx.execute(text("ANALYZE"))


def connections(watcher: psycopg.Connection[Any]) -> set[int]:
    return {row[0] for row in watcher.execute(CONNECTIONS)}


def scanned(watcher: psycopg.Connection[Any]) -> list[str]:
    """Return the large tables of leads that were read as a whole."""
    names = [row[0] for row in watcher.execute(SCANS)]
    scales = {Scale.PER_LEAD, Scale.PER_KEY}
    return [name for name in names if metadata.tables[name].info["scale"] in scales]


@pytest.mark.slow
def test_no_hot_call_reads_a_whole_table_of_leads(postgres_stores: PostgresStores) -> None:
    url = postgres_stores.url()
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as watcher:
        before = connections(watcher)
        store = open_url(url)
        with Rehearsal(store) as server:
            list_id = new_list(server)
            store.write_now(lambda tx: fill(tx, list_id))
            watcher.execute("SELECT pg_stat_reset()")
            for name, call in CALLS.items():
                assert call(server, list_id), name
        store.close()
        # A connection is counted at the latest when it ends.
        end = time.monotonic() + PATIENCE_SECONDS
        while connections(watcher) - before:
            assert time.monotonic() < end, "somebody stays connected"
            time.sleep(POLL_SECONDS)
        assert scanned(watcher) == []
    postgres_stores.take_back(url)
