"""Which replicas a store may have."""

from pathlib import Path

import pytest

from leadkeep.errors import SetupError
from leadkeep.store import Replica, open_store

SERVER = "postgresql://nobody@127.0.0.1/nothing"


@pytest.mark.parametrize(
    ("database", "replica", "text"),
    [
        (None, SERVER, "a replica needs a database server"),
        ("sqlite:///{folder}/a.db", SERVER, "a replica needs a database server"),
        (SERVER, "db2.example.com", "the replica is not a URL"),
        (SERVER, "sqlite:///{folder}/a.db", "the replica is not of PostgreSQL"),
    ],
)
def test_a_replica_that_cannot_be_one_is_refused(
    tmp_path: Path, database: str | None, replica: str, text: str
) -> None:
    url = None if database is None else database.format(folder=tmp_path)
    with pytest.raises(SetupError, match=text):
        open_store(tmp_path, url, replica=Replica(replica.format(folder=tmp_path), 1))


def test_a_store_with_a_replica_opens_no_connection_before_it_is_used(tmp_path: Path) -> None:
    open_store(tmp_path, SERVER, replica=Replica(SERVER, 1)).close()
