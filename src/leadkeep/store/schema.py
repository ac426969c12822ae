"""Shared schema elements: metadata, scale-out classes, id sequences, the catalog version."""

from enum import StrEnum

from sqlalchemy import BigInteger, Column, MetaData, SmallInteger, String, Table

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Scale(StrEnum):
    """How a table is distributed when the store grows past one machine."""

    PER_LEAD = "per lead"
    """Distributed by lead: ``lead_id`` is first in the primary key (``id`` in the table
    ``lead``)."""
    PER_KEY = "per key"
    """Distributed by the value that is looked up."""
    REFERENCE = "reference"
    """Small, rarely written, joined to leads: a copy on every node."""
    LOCAL = "local"
    """On one node only: clients, tokens, jobs, counters."""


class IdSequence:
    """A sequence of 64-bit ids for one kind of object, declared once, beside the object's table."""

    declared: dict[str, "IdSequence"] = {}  # noqa: RUF012 -- a registry, filled at import

    def __init__(self, kind: str, first: int = 1) -> None:
        """Declare the sequence ``kind``, whose first id is ``first``."""
        self.kind = kind
        self.first = first
        self.name = f"{kind}_id_seq"
        self.declared[kind] = self


catalog_version = Table(
    "catalog_version",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
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
