"""``/livez``, ``/readyz`` and ``/metrics``."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from leadkeep.jobs import NewJob, enqueue
from leadkeep.settings import Settings
from leadkeep.store.migrate import HEAD
from leadkeep.testing import Rehearsal
from tests.support.leads import fresh, sync

PORT = 9_400
LAG_SECONDS = 60
DASHBOARD = Path(__file__).parents[2] / "deploy" / "grafana" / "leadkeep.json"
SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)


def monitored(server: Rehearsal, **settings: object) -> Rehearsal:
    """Return the same server with a port for its metrics."""
    values = {"data": Path("unused"), "metrics_port": PORT, **settings}
    return server.another(settings=Settings.model_validate(values))


def ask(server: Rehearsal, path: str, port: int = PORT) -> tuple[int, str]:
    """Return status and text of a page at a port of the server."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:  # noqa: ANN401
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
        "server": ("127.0.0.1", port),
    }
    server.run(server.application(scope, receive, send))
    return sent[0]["status"], b"".join(each.get("body", b"") for each in sent[1:]).decode()


def samples(server: Rehearsal) -> dict[str, float]:
    """Return the metrics by name and labels."""
    status, page = ask(server, "/metrics")
    assert status == 200
    return {f"{name}{{{labels}}}": float(value) for name, labels, value in SAMPLE.findall(page)}


def test_a_server_is_alive_and_ready_at_both_ports(server: Rehearsal) -> None:
    both = monitored(server)
    assert ask(both, "/livez") == (200, "ok\n")
    status, page = ask(both, "/readyz")
    assert (status, json.loads(page)) == (
        200,
        {"ready": True, "database": True, "schema": True, "jobLagSeconds": 0.0},
    )
    assert server.get("/livez", token="").content == b"ok\n"
    assert server.get("/readyz", token="").content == b"ready\n"


def test_the_port_of_metrics_serves_nothing_else(server: Rehearsal) -> None:
    own = monitored(server)
    assert ask(own, "/rest/v1/leads.json")[0] == 404
    assert ask(own, "/rest/v1/leads.json", port=8080)[0] == 200


def test_metrics_are_not_public_unless_a_setting_says_so(server: Rehearsal) -> None:
    assert server.get("/metrics", token="").status == 404
    assert ask(monitored(server), "/metrics", port=8080)[0] == 404
    public = monitored(server, metrics_port=None, public_metrics=True)
    assert ask(public, "/metrics", port=8080)[0] == 200


def test_a_server_with_an_older_schema_is_not_ready(server: Rehearsal) -> None:
    own = monitored(server)

    def set_revision(revision: str) -> None:
        with server.store.core_connection() as connection, connection.begin():
            change = text("UPDATE alembic_version SET version_num = :revision")
            connection.execute(change, {"revision": revision})

    set_revision("0001")
    status, page = ask(own, "/readyz")
    assert (status, json.loads(page)["schema"]) == (503, False)
    assert server.get("/readyz", token="").status == 503
    set_revision(HEAD)
    assert ask(own, "/readyz")[0] == 200


def test_jobs_that_wait_too_long_make_a_server_unready(server: Rehearsal) -> None:
    own = monitored(server, ready_job_lag_seconds=LAG_SECONDS)
    server.store.write_now(lambda tx: enqueue(tx, [NewJob("waits", {})]))
    assert ask(own, "/readyz")[0] == 200
    server.clock.advance(seconds=LAG_SECONDS + 1)
    status, page = ask(own, "/readyz")
    assert (status, json.loads(page)["jobLagSeconds"]) == (503, LAG_SECONDS + 1)
    assert ask(monitored(server), "/readyz")[0] == 200


def test_requests_are_counted_by_operation_and_code(server: Rehearsal) -> None:
    own = monitored(server)
    (lead,) = sync(own, {"email": fresh()})
    own.get(f"/rest/v1/lead/{lead['id']}.json")
    own.get(f"/rest/v1/lead/{lead['id']}.json")
    own.get("/rest/v1/nothing.json")
    for _ in range(2):  # a second reading adds nothing
        found = samples(own)
        assert found['leadkeep_requests_total{code="ok",operation="getLeadByIdUsingGET"}'] == 2
        assert found['leadkeep_requests_total{code="610",operation="unserved"}'] == 1
        name = "leadkeep_request_duration_seconds"
        assert found[f'{name}_count{{operation="getLeadByIdUsingGET"}}'] == 2
        assert found[f'{name}_bucket{{le="+Inf",operation="syncLeadUsingPOST"}}'] == 1
        assert found[f'{name}_sum{{operation="syncLeadUsingPOST"}}'] > 0
        assert found['leadkeep_request_statements_total{operation="getLeadByIdUsingGET"}'] >= 2
        assert found["leadkeep_activities_total{}"] >= 1
        assert found["leadkeep_commit_writes_count{}"] >= 1
        assert found['leadkeep_catalog_lookups_total{result="hit"}'] > 0
        assert found["leadkeep_web_events_waiting{}"] == 0


def test_jobs_are_counted_by_name_and_state(server: Rehearsal) -> None:
    own = monitored(server)
    server.store.write_now(lambda tx: enqueue(tx, [NewJob("waits", {})]))
    server.clock.advance(seconds=5)
    found = samples(own)
    assert found['leadkeep_jobs{name="waits",state="waiting"}'] == 1
    assert found["leadkeep_jobs_dead{}"] == 0
    assert found["leadkeep_job_lag_seconds{}"] == 5


def test_errors_of_the_database_are_counted(server: Rehearsal) -> None:
    own = monitored(server)
    with pytest.raises(Exception, match="nowhere"):
        own.store.write_now(lambda tx: tx.execute(text("INSERT INTO nowhere VALUES (1)")))
    found = samples(own)
    errors = {name: count for name, count in found.items() if "database_errors_total" in name}
    assert sum(errors.values()) == 1


def test_the_dashboard_asks_for_metrics_that_exist(server: Rehearsal) -> None:
    """A panel of a metric that was renamed is empty, which looks like a quiet server."""
    own = monitored(server)
    sync(own, {"email": fresh()})
    with pytest.raises(Exception, match="nowhere"):
        own.store.write_now(lambda tx: tx.execute(text("INSERT INTO nowhere VALUES (1)")))
    server.store.write_now(lambda tx: enqueue(tx, [NewJob("waits", {})]))
    present = {name.partition("{")[0] for name in samples(own)}
    dashboard = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    asked = {
        name
        for panel in dashboard["panels"]
        for target in panel.get("targets", ())
        for name in re.findall(r"leadkeep_\w+", target["expr"])
    }
    assert asked <= present
    families = {re.sub("_(total|bucket|sum|count|created)$", "", each) for each in present}
    shown = {re.sub("_(total|bucket|sum|count)$", "", each) for each in asked}
    assert {each for each in families if each.startswith("leadkeep_")} == shown
