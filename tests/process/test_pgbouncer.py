"""Debian's PgBouncer between leadkeep and PostgreSQL: session mode works, others are refused."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from tests.support.databases import new_database, pgbouncer
from tests.support.server_process import START_LIMIT_SECONDS, ServerProcess

pytestmark = pytest.mark.process

ADVICE = "use the pooler's session mode, or connect to the server itself"


@pytest.fixture
def url(postgres_url: str, worker_id: str) -> Iterator[str]:
    """Return the URL of a database whose sessions are not as leadkeep needs them."""
    with new_database(postgres_url, worker_id, "", "timezone = 'Asia/Tokyo'") as direct:
        yield direct


def test_session_mode_works(url: str, tmp_path: Path) -> None:
    with (
        pgbouncer(url, "session") as pooled,
        ServerProcess(pooled.url, tmp_path) as server,
        server.client() as client,
    ):
        people = [{"email": f"p{number}@example.com"} for number in range(30)]
        assert {each["status"] for each in client.sync(people)} == {"created"}
        assert {each["status"] for each in client.sync(people)} == {"updated"}
        for _ in range(5):  # statements are prepared by now
            found = client.find(["p1@example.com"], "createdAt")
        with psycopg.connect(url) as connection:
            query = "SELECT \"createdAt\" AT TIME ZONE 'UTC' FROM lead WHERE id = %s"
            (created,) = connection.execute(query, (found[0]["id"],)).fetchone() or (None,)
        assert found[0]["createdAt"] == f"{created:%Y-%m-%dT%H:%M:%SZ}"
        assert server.stop() == 0
        assert "SQLSTATE" not in server.log()


@pytest.mark.parametrize(
    ("pool_mode", "reason"),
    [
        ("transaction", ADVICE),
        # PgBouncer's own words, for the first statement of the driver.
        ("statement", "transaction blocks not allowed in statement pooling mode"),
    ],
)
def test_other_modes_are_refused_in_one_line(
    url: str, tmp_path: Path, pool_mode: str, reason: str
) -> None:
    with pgbouncer(url, pool_mode) as pooled:
        line = refusal(pooled.url, tmp_path)
    assert line.startswith("leadkeep: the ")
    assert line.endswith(f"{reason}\n")
    assert line.count("\n") == 1
    with psycopg.connect(url) as connection:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        assert connection.execute(tables).fetchall() == []


def test_transaction_mode_is_refused_while_others_use_the_pool(url: str, tmp_path: Path) -> None:
    """Other clients take servers of the pool in turn, so that any may be the next one."""
    is_over = False

    def use(pooled: str) -> None:
        with psycopg.connect(pooled, prepare_threshold=None) as connection:
            while not is_over:
                connection.execute("SELECT 1")
                connection.commit()

    with pgbouncer(url, "transaction") as pooled:
        others = [Thread(target=use, args=(pooled.url,)) for _ in range(3)]
        for each in others:
            each.start()
        try:
            line = refusal(pooled.url, tmp_path)
        finally:
            is_over = True
            for each in others:
                each.join()
    assert line.endswith(f"{ADVICE}\n")


def refusal(database: str, folder: Path) -> str:
    """Return what ``leadkeep serve`` says on a database that it refuses."""
    command = [sys.executable, "-m", "leadkeep", "serve", "--port", "0"]
    done = subprocess.run(
        [*command, "--data", str(folder), "--database", database],
        capture_output=True,
        text=True,
        timeout=START_LIMIT_SECONDS,
        check=False,
    )
    assert done.returncode == 1, done
    assert done.stdout == ""
    return done.stderr
