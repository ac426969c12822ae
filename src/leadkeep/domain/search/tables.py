"""Declare the search words of leads, and how far the log of activities is read into them."""

from sqlalchemy import Column, ForeignKey, Index, SmallInteger, Table

from leadkeep.store import Id, KeyText, Scale, metadata

search_word = Table(
    "search_word",
    metadata,
    Column("lead_id", Id, ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", SmallInteger, primary_key=True, autoincrement=False, comment="See words.py."),
    Column("value", KeyText, primary_key=True, comment="Normalised."),
    Index(None, "kind", "value", "lead_id"),
    info={"scale": Scale.PER_LEAD},
    sqlite_with_rowid=False,
    comment="Words that people search leads by, and by which duplicates meet. Follows the log.",
)

search_progress = Table(
    "search_progress",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("lead_id", Id, comment="The last lead of the first scan; empty after it."),
    Column("activity_id", Id, nullable=False, comment="The last activity that was read."),
    info={"scale": Scale.LOCAL},
    comment="One row: how far search_word is.",
)
