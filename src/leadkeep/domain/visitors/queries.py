"""Query unknown visitors and their stored visits (SQL only). ``tokens`` are visitor tokens."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from leadkeep.domain.visitors.tables import anonymous_visit, visitor, web_address
from leadkeep.store import Insert, Statement, Timestamp, Transaction, any_of

VisitRow = tuple[str, int, int, datetime, int, str, str]
"""A stored visit: visitor token, id, activity type id, moment, number of the address, address,
attributes."""

_v = visitor.c
_a = anonymous_visit.c
_VISITORS = Statement(
    select(_v.token, _v.visits).where(any_of(_v.token, "tokens")).order_by(_v.token)
)
_ADD_VISITORS = Insert(visitor, ["token", "visits"], same=["seen_at"])
_COUNT = Statement(
    update(visitor)
    .where(any_of(_v.token, "tokens"))
    .values(visits=_v.visits + bindparam("more"), seen_at=bindparam("now", type_=Timestamp))
)
_DROP_VISITORS = Statement(delete(visitor).where(any_of(_v.token, "tokens")))
_OLD_VISITORS = Statement(
    select(_v.token)
    .where(_v.seen_at < bindparam("before"))
    .order_by(_v.seen_at)
    .limit(bindparam("limit"))
)
_VISITS = Statement(
    select(_a.token, _a.id, _a.kind, _a.happened_at, _a.address_id, _a.address, _a.attributes)
    .where(any_of(_a.token, "tokens"))
    .order_by(_a.id)
)
_ADD_VISITS = Insert(
    anonymous_visit,
    ["token", "id", "kind", "happened_at", "address_id", "address", "attributes"],
)
_DROP_VISITS = Statement(delete(anonymous_visit).where(any_of(_a.token, "tokens")))
_ADDRESSES = Statement(
    select(web_address.c.digest, web_address.c.address_id)
    .where(any_of(web_address.c.digest, "digests"))
    .order_by(web_address.c.digest)
)
_ADD_ADDRESSES = Insert(web_address, ["digest", "address_id"])


def visit_counts(tx: Transaction, tokens: Collection[str]) -> dict[str, int]:
    """Return the number of stored visits by visitor token; tokens without visits are left out."""
    if not tokens:
        return {}
    return {row[0]: row[1] for row in tx.rows(_VISITORS, tokens=list(tokens))}


def add_visitors(tx: Transaction, rows: list[tuple[str, int]]) -> None:
    """Insert new visitors; a row is a visitor token and the number of its visits."""
    tx.insert(_ADD_VISITORS, rows, tx.moment)


def count_visits(tx: Transaction, tokens: Sequence[str], more: int) -> None:
    """Add ``more`` to each visitor's number of visits, and set the moment when it was last seen."""
    tx.run(_COUNT, tokens=list(tokens), more=more, now=tx.moment)


def old_visitors(tx: Transaction, before: datetime, limit: int) -> list[str]:
    """Return the tokens of at most ``limit`` visitors who were last seen before a moment."""
    return [row[0] for row in tx.rows(_OLD_VISITORS, before=before, limit=limit)]


def visits_of(tx: Transaction, tokens: Collection[str]) -> list[VisitRow]:
    """Return the stored visits of these visitors, in the order in which they were recorded."""
    return tx.rows(_VISITS, tokens=list(tokens))


def add_visits(tx: Transaction, rows: list[VisitRow]) -> None:
    """Insert visits of unknown visitors."""
    tx.insert(_ADD_VISITS, rows)


def drop_visitors(tx: Transaction, tokens: Collection[str]) -> None:
    """Delete visitors and all their stored visits."""
    tx.run(_DROP_VISITORS, tokens=list(tokens))
    tx.run(_DROP_VISITS, tokens=list(tokens))


def address_ids(tx: Transaction, digests: Collection[str]) -> dict[str, int]:
    """Return the stored ids of URLs by the URLs' digests; unknown digests are left out."""
    return {row[0]: row[1] for row in tx.rows(_ADDRESSES, digests=list(digests))}


def add_addresses(tx: Transaction, rows: Sequence[tuple[str, int]]) -> None:
    """Insert addresses; a row is the digest of an address and its number."""
    tx.insert(_ADD_ADDRESSES, list(rows))
