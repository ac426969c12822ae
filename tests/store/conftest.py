"""Databases that nobody has put a schema into."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

ENGINES = ("sqlite", "postgres")

_numbers = count(1)


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest, scratch: Path, worker_id: str) -> Iterator[str]:
    name = f"leadkeep_empty_{worker_id}_{next(_numbers)}"
    if request.param == "sqlite":
        yield f"sqlite:///{scratch / name}.db"
        return
    server = make_url(request.getfixturevalue("postgres_url")).set(drivername="postgresql")
    address = server.render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        yield server.set(database=name).render_as_string(hide_password=False)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
