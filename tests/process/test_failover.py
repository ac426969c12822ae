"""The primary dies under writes, and its synchronous replica takes its place: nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.support.database_server import database_server
from tests.support.replicas import replica_of, value, wait_until
from tests.support.server_process import ServerProcess
from tests.support.writers import PATIENCE_SECONDS, REFUSED, Writers

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(300)]

Report = Callable[[str, object], None]
CONNECTIONS = 3
DESCRIBE = "/rest/v1/leads/describe.json"


@pytest.fixture(autouse=True)
def deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STATEMENT", "LOCK", "CONNECT"):
        monkeypatch.setenv(f"LEADKEEP_{name}_TIMEOUT", "3")


def test_a_synchronous_replica_is_promoted_under_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Report
) -> None:
    with ExitStack() as stack:
        primary = stack.enter_context(database_server(durable=True))
        replica = stack.enter_context(replica_of(primary, is_synchronous=True))
        hosts = [str(make_url(each.url).query["host"]) for each in (primary, replica)]
        url = f"postgresql://postgres@/postgres?host={','.join(hosts)}&target_session_attrs="
        monkeypatch.setenv("LEADKEEP_REPLICA", f"{url}standby")
        server = stack.enter_context(ServerProcess(f"{url}read-write", tmp_path, 2))
        writers = Writers(server)
        pool = stack.enter_context(ThreadPoolExecutor(CONNECTIONS))
        stack.callback(writers.is_over.set)
        futures = [pool.submit(writers.write, server.client()) for _ in range(CONNECTIONS)]
        reader = stack.enter_context(server.client())
        writers.wait_for_more()
        reader.describe()
        wait_until(lambda: "reads that may lag behind go to the replica" in server.log())
        reads = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%catalog_version%'"
        wait_until(lambda: bool(reader.describe()) and value(replica.url, reads) > 1)
        primary.kill()
        replica.promote()
        recovery = writers.wait_for_more()
        assert reader.describe()
        writers.is_over.set()
        for future in futures:
            future.result(PATIENCE_SECONDS)
        found = {lead["email"] for lead in reader.find(writers.acknowledged)}
        assert found == set(writers.acknowledged)
        assert set(writers.refused) <= REFUSED
        assert value(replica.url, "SELECT pg_is_in_recovery()") is False
        away = "all reads go to the primary"
        wait_until(lambda: away in server.log())  # the next look at the replica says so
        assert server.log().count(away) <= 2  # one of each process that has read
        assert server.stop() == 0
    record_property("acknowledged leads", len(writers.acknowledged))
    record_property("lost", 0)
    record_property("s to the next acknowledged write", f"{recovery:.1f}")
