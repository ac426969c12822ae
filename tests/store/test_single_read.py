"""A read of one row takes one statement, and returns what a read in a transaction returns."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import bindparam, select

from leadkeep.domain.instance.access.tables import partition
from leadkeep.errors import Reason, Refusal, StaleCatalog
from leadkeep.store import Statement, Store, Transaction

NAMES = Statement(select(partition.c.name).where(partition.c.id == bindparam("wanted")))
DEFAULT = ("Default",)


Verb = Callable[[Transaction], object]


def _checked(version: int, verb: Verb) -> Verb:
    def run(tx: Transaction) -> object:
        if tx.version != version:
            raise StaleCatalog
        return verb(tx)

    return run


def _read(store: Store, verb: Verb, *, version: int | None = None) -> tuple[object, int]:
    """Return the result and the number of statements that it took."""
    present = store.read_now(lambda tx: tx.version) if version is None else version
    seen: list[str] = []
    with store.watching(seen.append):
        found = asyncio.run(store.read_row(_checked(present, verb), present))
    return found, len(seen)


def _first(tx: Transaction) -> object:
    return tx.row(NAMES, wanted=1)


def test_a_row_takes_one_statement(store: Store) -> None:
    assert _read(store, _first) == (DEFAULT, 1)


def test_a_row_that_is_not_there_is_not_found(store: Store) -> None:
    found, count = _read(store, lambda tx: tx.row(NAMES, wanted=9))
    assert found is None
    assert count > 1


def test_more_statements_are_one_transaction(store: Store) -> None:
    found, _ = _read(store, lambda tx: [_first(tx), _first(tx)])
    assert found == [DEFAULT, DEFAULT]
    found, _ = _read(store, lambda tx: [_first(tx), tx.execute(select(partition.c.id)).scalar()])
    assert found == [DEFAULT, 1]


def test_a_version_of_the_past_is_noticed(store: Store) -> None:
    with pytest.raises(StaleCatalog):
        _read(store, _first, version=1)


def test_a_refusal_is_of_the_present_version(store: Store) -> None:
    """What refuses before it has read anything has seen the cached version only."""

    def refuse(_: Transaction) -> object:
        raise Refusal(Reason.FIELD_NOT_FOUND, "x")

    with pytest.raises(Refusal):
        _read(store, refuse)
    with pytest.raises(StaleCatalog):
        _read(store, refuse, version=1)
