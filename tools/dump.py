"""Write a store of this version as SQL, from which later versions are upgraded in tests.

Usage: ``python tools/dump.py VERSION``, as a step of a release (CONTRIBUTING.md). Every table gets
rows: from the demo, from ``tools/dump.yaml`` and from requests.
"""

import gzip
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import select

import leadkeep.tables  # noqa: F401 -- declares all tables, before a room asks for another's
from leadkeep.blueprint import apply_blueprint, read_blueprint
from leadkeep.housekeeping import housekeeping_schedules
from leadkeep.settings import Settings
from leadkeep.store import Store, metadata, open_store
from leadkeep.store.schema import id_sequence
from leadkeep.testing import Rehearsal
from leadkeep.testing.rehearsal import KEY
from leadkeep.testing.stores import (
    PostgresStores,
    SqliteStores,
    StoreFactory,
    postgres_programs,
    postgres_server,
)

ROOT = Path(__file__).parents[1]
DUMPS = ROOT / "tests" / "store" / "dumps"
DEMO = ROOT / "src" / "leadkeep" / "blueprint" / "demo.yaml"

MORE = ROOT / "tools" / "dump.yaml"
LIMITED = Settings.model_construct(data=Path("unused"), limits="marketo")

OBJECT = "/rest/v1/customobjects"
TYPE = "/rest/v1/activities/external/type"
VIN = {"name": "vin", "displayName": "VIN", "dataType": "string", "isDedupeField": True}
ATTENDED = {
    "apiName": "attended",
    "name": "Attended",
    "triggerName": "Attends",
    "filterName": "Attended",
    "primaryAttribute": {"apiName": "title", "name": "Title"},
}
REQUESTS: tuple[tuple[str, object], ...] = (
    (f"{OBJECT}/schema.json", {"apiName": "car", "displayName": "Car"}),
    (f"{OBJECT}/schema/car/addField.json", {"input": [VIN]}),
    (f"{OBJECT}/schema/car/approve.json", None),
    (f"{OBJECT}/car.json", {"input": [{"vin": "v-1"}]}),
    (f"{TYPE}.json", ATTENDED),
    (f"{TYPE}/attended/approve.json", None),
)
"""Types of objects and activities, as clients make them."""

VISIT = {
    "_mchId": "123-LKP-456",
    "_mchTk": "_mch-example.com-1000-97bf",
    "_mchHo": "www.example.com",
    "_mchRu": "/prices",
    "_mchPc": "https:",
}


def _post(server: Rehearsal, path: str, body: object, **query: object) -> list[Any]:
    reply = server.request("POST", path, query, json=body).body
    if not reply["success"]:
        raise SystemExit(f"{path}: {reply}")
    result: list[Any] = reply.get("result", [])
    return result


def fill(stores: StoreFactory) -> str:
    """Make a store with rows in every table and return its URL."""
    url = stores.url()
    with closing(open_store(Path(), url)) as store, Rehearsal(store, settings=LIMITED) as server:
        for blueprint in (DEMO, MORE):
            apply_blueprint(store, read_blueprint(blueprint), KEY)
        for path, body in REQUESTS:
            _post(server, path, body)
        _add_leads(server)
        _run_campaigns(server)
        server.request("POST", "/webevents/visitWebPage", VISIT, token="")
        server.store_web_events()
        server.get(
            "/rest/v1/leads.json"
        )  # refused for want of a filter, and counted among the errors
        server.store_counts()
        require_rows(store)
    return url


def _add_leads(server: Rehearsal) -> None:
    """Add three leads, merge one of them into another, and delete the third."""
    path = "/rest/v1/leads"
    emails = ["winner@example.com", "loser@example.com", "gone@example.com"]
    new = _post(server, f"{path}.json", {"input": [{"email": email} for email in emails]})
    winner, loser, gone = [each["id"] for each in new]
    _post(server, f"{path}/{winner}/merge.json", None, leadIds=loser)
    _post(server, f"{path}/delete.json", {"input": [{"id": gone}]})


def _run_campaigns(server: Rehearsal) -> None:
    """Let one lead wait in the flow of a campaign, and leave a run of another one due."""
    ids = {each["name"]: each["id"] for each in server.get("/rest/v1/campaigns.json").result}
    (lead,) = server.get(
        "/rest/v1/leads.json", {"filterType": "email", "filterValues": "owned@example.com"}
    ).result
    waiting = {"input": {"leads": [{"id": lead["id"]}]}}
    _post(server, f"/rest/v1/campaigns/{ids['Wait and greet']}/trigger.json", waiting)
    server.application.worker.schedules = housekeeping_schedules(server.settings)
    server.run_jobs()
    _post(server, f"/rest/v1/campaigns/{ids['Greet the large ones']}/schedule.json", {"input": {}})


def require_rows(store: Store) -> None:
    """Exit if a table of the store is empty: what no dump holds, no test upgrades."""
    with store.core_connection() as connection:
        # An engine with sequences of its own keeps no ids in a table.
        unused = {id_sequence} if connection.dialect.supports_sequences else set()
        empty = [
            table.name
            for table in metadata.tables.values()
            if table not in unused and connection.execute(select(table).limit(1)).first() is None
        ]
    if empty:
        raise SystemExit(f"these tables have no rows: {', '.join(sorted(empty))}")


def sqlite_dump(folder: Path) -> str:
    """Return a filled SQLite store as SQL."""
    file = fill(SqliteStores(folder)).removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as driver:
        return "\n".join(driver.iterdump()) + "\n"


def postgres_dump() -> str:
    """Return a filled PostgreSQL store as SQL that a driver can run."""
    with postgres_server() as server, closing(PostgresStores(server, "dump")) as stores:
        url = fill(stores)
        options = ("--inserts", "--rows-per-insert=100", "--no-owner", "--no-privileges")
        program = [str(postgres_programs() / "pg_dump"), *options, f"--dbname={url}"]
        text = subprocess.run(program, check=True, capture_output=True, text=True).stdout
    # What only psql understands, and a setting of this server's version.
    return re.sub(r"(?m)^(\\(un)?restrict|SET transaction_timeout) .*\n", "", text)


def main(version: str) -> None:
    """Write the dumps of both engines."""
    with tempfile.TemporaryDirectory() as folder:
        dumps = {"sqlite": sqlite_dump(Path(folder)), "postgres": postgres_dump()}
    for engine, text in dumps.items():
        packed = gzip.compress(text.encode(), mtime=0)
        (DUMPS / f"{version}.{engine}.sql.gz").write_bytes(packed)


if __name__ == "__main__":
    main(*sys.argv[1:])
