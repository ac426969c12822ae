"""Stores of released versions as SQL, from which upgrades start."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
from sqlalchemy import make_url

DUMPS = Path(__file__).parents[1] / "store" / "dumps"
ENGINES = ("postgres", "sqlite")
VERSIONS = sorted(
    {path.name.removesuffix(".sqlite.sql.gz") for path in DUMPS.glob("*.sqlite.sql.gz")}
)


def load_dump(version: str, address: str) -> None:
    """Load the dump of a version into the empty database at this address."""
    url = make_url(address if "://" in address else f"sqlite:///{address}")
    engine = "sqlite" if url.drivername == "sqlite" else "postgres"
    text = gzip.decompress((DUMPS / f"{version}.{engine}.sql.gz").read_bytes()).decode()
    if engine == "sqlite":
        with closing(sqlite3.connect(str(url.database))) as file:
            file.executescript(text)
        return
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as server:
        server.execute(text.encode())
