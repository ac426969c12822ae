"""Declare the table of the instance, which has one row."""

from sqlalchemy import Column, SmallInteger, String, Table

from leadkeep.store import Scale, metadata

instance = Table(
    "instance",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("munchkin_id", String(20), nullable=False),
    info={"scale": Scale.LOCAL},
    comment="One row.",
)
