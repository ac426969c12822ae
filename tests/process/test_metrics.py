"""The metrics of several server processes, at a port of their own."""

import re
from pathlib import Path

import httpx
import pytest

from tests.support.server_process import ServerProcess, free_port, http_client

pytestmark = [pytest.mark.process, pytest.mark.timeout(300)]

CLIENTS, REQUESTS = 6, 36
COUNT = re.compile(
    r'^leadkeep_requests_total\{code="ok",operation="describeUsingGET_2"\} (\S+)$', re.MULTILINE
)


def test_every_process_tells_the_metrics_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("LEADKEEP_METRICS_PORT", str(port))
    with ServerProcess(f"sqlite:///{tmp_path}/a.db", tmp_path, 2) as server:
        clients = [server.client() for _ in range(CLIENTS)]  # at either process
        for each in clients * (REQUESTS // CLIENTS):
            each.describe()
        found = 0.0
        with http_client(f"http://127.0.0.1:{port}", timeout=30) as monitor:
            while found < REQUESTS:  # the other process shares its counts once a second
                (count,) = COUNT.findall(monitor.get("/metrics").text) or (0,)
                assert float(count) >= found
                found = float(count)
            assert found == REQUESTS
            assert monitor.get("/livez").text == "ok\n"
            assert monitor.get("/readyz").json()["ready"] is True
            assert monitor.get("/rest/v1/leads.json").status_code == 404
        for client in clients:
            with client:
                pass
        assert httpx.get(f"{server.base_url}/metrics").status_code == 404
        assert server.stop() == 0
