"""Databases that nobody has put a schema into."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.support.databases import new_database

ENGINES = ("sqlite", "postgres")

_numbers = count(1)


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest, scratch: Path, worker_id: str) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{scratch}/empty-{next(_numbers)}.db"
        return
    with new_database(request.getfixturevalue("postgres_url"), worker_id) as url:
        yield url
