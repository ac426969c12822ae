"""Write a store of this version as SQL, from which later versions are upgraded in tests.

Usage: ``python tools/dump.py VERSION``, at the end of a release (tests/store/dumps/README.md).
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

import leadkeep.tables  # noqa: F401 -- declares all tables, before a room asks for another's
from leadkeep.blueprint import apply_blueprint, read_blueprint
from leadkeep.store import open_store
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

LEADS = "/rest/v1/leads"
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
MERGED = [{"email": "winner@example.com"}, {"email": "loser@example.com"}]
REQUESTS: tuple[tuple[str, object], ...] = (
    ("/rest/v1/companies.json", {"input": [{"externalCompanyId": "c-1", "company": "Acme"}]}),
    ("/rest/v1/opportunities.json", {"input": [{"externalOpportunityId": "o-1", "name": "One"}]}),
    (f"{OBJECT}/schema.json", {"apiName": "car", "displayName": "Car"}),
    (f"{OBJECT}/schema/car/addField.json", {"input": [VIN]}),
    (f"{OBJECT}/schema/car/approve.json", None),
    (f"{OBJECT}/car.json", {"input": [{"vin": "v-1"}]}),
    (f"{TYPE}.json", ATTENDED),
    (f"{TYPE}/attended/approve.json", None),
)
"""What no blueprint can say: records and types of other objects."""


def _post(server: Rehearsal, path: str, body: object, **query: object) -> list[Any]:
    reply = server.request("POST", path, query, json=body).body
    if not reply["success"]:
        raise SystemExit(f"{path}: {reply}")
    result: list[Any] = reply.get("result", [])
    return result


def fill(stores: StoreFactory) -> str:
    """Make a store with something of everything and return its URL."""
    url = stores.url()
    with closing(open_store(Path(), url)) as store, Rehearsal(store) as server:
        apply_blueprint(store, read_blueprint(DEMO), KEY)
        for path, body in REQUESTS:
            _post(server, path, body)
        winner, loser = _post(server, f"{LEADS}.json", {"input": MERGED})
        _post(server, f"{LEADS}/{winner['id']}/merge.json", None, leadIds=loser["id"])
        server.run_jobs()
    return url


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
