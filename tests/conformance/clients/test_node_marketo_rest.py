"""node-marketo-rest from npm, unmodified: it runs the program that its page shows."""

import csv
from pathlib import Path

import pytest

from tests.support.connectors import CONNECTORS, run, sample
from tests.support.server_process import ServerProcess

pytestmark = [pytest.mark.process, pytest.mark.slow]

NEW_LEAD = "12"


def test_it_exports_leads_and_activities(server_process: ServerProcess, tmp_path: Path) -> None:
    with server_process.client() as client:
        (made,) = client.sync([{"email": "node@example.com"}])
    program = tmp_path / "export.js"
    program.write_text(sample("connect-node-marketo-rest.md", "js", server_process))
    home = CONNECTORS / "node"
    run([home / "bin/node", program], tmp_path, {"NODE_PATH": str(home / "node_modules")})
    leads = rows_of(tmp_path / "leads.csv")
    assert {"id": str(made["id"]), "email": "node@example.com"} in leads
    logged = rows_of(tmp_path / "activities.csv")
    kinds = [each["activityTypeId"] for each in logged if each["leadId"] == str(made["id"])]
    assert kinds == [NEW_LEAD]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))
