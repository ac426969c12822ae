"""What the tables of all features share: metadata, scale classes, id sequences, catalog version."""

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, MetaData, SmallInteger, String, Table, TextClause

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Scale(StrEnum):
    """How the rows of a table are distributed if the database is a cluster of servers."""

    PER_LEAD = "per lead"
    """Distributed by lead: ``lead_id`` is the first column of the primary key (``id`` in the table
    ``lead``)."""
    PER_KEY = "per key"
    """Distributed by the value by which rows are looked up."""
    PER_RECORD = "per record"
    """Distributed by ``id``, on the servers of the leads with these numbers: records of objects
    beside the lead. They are found through keys, and no statement joins them."""
    REFERENCE = "reference"
    """A full copy on every server: small tables that are rarely written and joined to leads."""
    LOCAL = "local"
    """On one server only: clients, tokens, jobs, counters."""


SPREAD = frozenset({Scale.PER_LEAD, Scale.PER_RECORD})
"""The classes whose rows have ids and are on several servers."""

IS_CLUSTER = "SELECT to_regclass('citus_tables') IS NOT NULL"
"""Asks a database whether it can distribute its tables."""


def partial_index(condition: TextClause) -> dict[str, Any]:
    """Return the options of an index that has only the rows that meet a condition."""
    return {"postgresql_where": condition, "sqlite_where": condition}


class IdSequence:
    """A sequence of 64-bit ids, declared once beside the table whose rows get the ids."""

    declared: dict[str, "IdSequence"] = {}  # noqa: RUF012 -- a registry, filled at import

    def __init__(self, kind: str, first: int = 1, *, is_log: bool = False) -> None:
        """Declare the sequence named ``kind``, whose first id is ``first``.

        ``is_log`` is for rows that are read in the order of their ids: :meth:`Transaction.settled`.
        """
        self.kind = kind
        self.first = first
        self.is_log = is_log
        self.name = f"{kind}_id_seq"
        self.declared[kind] = self


catalog_version = Table(
    "catalog_version",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    Column(
        "compatible_from",
        String(32),
        comment="The oldest schema whose leadkeep may read and write here.",
    ),
    info={"scale": Scale.LOCAL},
    comment="One row. It changes with every change of fields, clients, roles or partitions.",
)

id_sequence = Table(
    "id_sequence",
    metadata,
    Column("kind", String(63), primary_key=True),
    Column("next_id", BigInteger, nullable=False),
    info={"scale": Scale.LOCAL},
    comment="Where the engine has no sequences of its own, the next id of each kind.",
)
