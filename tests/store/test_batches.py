"""Statements of many rows: the same effect as row by row, few statements, each by an index."""

import sqlite3
import string
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Date, MetaData, String, Table, Text, select

from leadkeep.store import Delete, Id, Insert, JsonText, Number, Store, Timestamp, Update
from leadkeep.store.sqlite import ROWS_OF_A_STATEMENT, SqliteStore
from tests.support.stores import open_url

SMALLEST_LIMIT_OF_VALUES = 32_766
"""What a library of SQLite takes at least; some are compiled for more."""
MOMENT = datetime(2026, 2, 3, 4, 5, 6, 789, UTC)
TEXTS = st.text(string.printable + "é\N{SNOWMAN}\N{GRINNING FACE}'\"\\", max_size=8)

_files = count(1)

metadata = MetaData()
thing = Table(
    "batch_thing",
    metadata,
    Column("kind", String(255), primary_key=True),
    Column("number", Id, primary_key=True, autoincrement=False),
    Column("text", Text),
    Column("size", Number),
    Column("count", Id),
    Column("flag", Boolean(create_constraint=False)),
    Column("day", Date),
    Column("document", JsonText),
    Column("moment", Timestamp),
    sqlite_with_rowid=False,
)
wide = Table(
    "batch_wide",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    *(Column(f"c{number}", Text) for number in range(150)),
)
KEYS = ("kind", "number")
VALUES = ("text", "size", "count", "flag", "day", "document")
INSERT = Insert(thing, [*KEYS, *VALUES], ["moment"])
UPDATE = Update(thing, KEYS, VALUES, ["moment"])
DELETE = Delete(thing, KEYS)
ALL = select(thing).order_by(thing.c.kind, thing.c.number)

keys = st.tuples(st.sampled_from(["a", "Ä", "1"]), st.integers(-5, 400))
values = st.tuples(
    st.none() | TEXTS,
    st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-5, 5).map(float),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.booleans(),
    st.none() | st.dates(date(1900, 1, 1)),
    st.none() | TEXTS.map(lambda text: f'{{"a": "{text.encode().hex()}"}}'),
)
contents = st.dictionaries(keys, values, max_size=70)


@pytest.fixture
def tables(store: Store) -> Iterator[Store]:
    for table in (thing, wide):
        store.write_now(lambda tx, table=table: tx.create_table(table))  # type: ignore[misc]
    yield store
    for table in (thing, wide):
        store.write_now(lambda tx, table=table: tx.drop_table(table))  # type: ignore[misc]


def stored(store: Store) -> dict[tuple[str, int], tuple[Any, ...]]:
    rows = store.read_now(lambda tx: [tuple(row) for row in tx.execute(ALL)])
    return {row[:2]: row[2:] for row in rows}


def test_batches_agree_with_a_dictionary(tables: Store) -> None:
    """Any rows are inserted, updated and deleted as a dictionary would have them."""
    later = MOMENT.replace(year=2027)

    @settings(max_examples=30, deadline=None, database=None)
    @given(contents, st.data())
    def check(rows: dict[Any, Any], data: st.DataObject) -> None:
        present = sorted(rows)
        chosen = data.draw(st.lists(st.sampled_from(present), unique=True) if rows else st.just([]))
        changes = {key: data.draw(values) for key in chosen[::2]}
        tables.write_now(lambda tx: tx.execute(thing.delete()))
        tables.write_now(lambda tx: tx.insert(INSERT, [(*k, *v) for k, v in rows.items()], MOMENT))
        expected = {key: (*value, MOMENT) for key, value in rows.items()}
        assert stored(tables) == expected
        tables.write_now(
            lambda tx: tx.update(UPDATE, [(*k, *v) for k, v in changes.items()], later)
        )
        expected |= {key: (*value, later) for key, value in changes.items()}
        assert stored(tables) == expected
        gone = [*chosen[1::2], ("none", 1)]
        tables.write_now(lambda tx: tx.delete(DELETE, gone))
        assert stored(tables) == {k: v for k, v in expected.items() if k not in gone}

    check()


@pytest.mark.parametrize("size", [1, 2, 9, 10, 19, 20, 49, 50, 299, 300, 301, 661])
def test_each_number_of_rows_is_written_once(tables: Store, size: int) -> None:
    rows = [("a", number, f"text {number}", 0.5, 1, True, None, None) for number in range(size)]
    tables.write_now(lambda tx: tx.insert(INSERT, rows, MOMENT))
    assert [(*key, *value) for key, value in stored(tables).items()] == [
        (*row, MOMENT) for row in rows
    ]
    changed = [(*row[:2], f"{row[2]}!", *row[3:]) for row in rows]
    tables.write_now(lambda tx: tx.update(UPDATE, changed, MOMENT))
    assert [value[0] for value in stored(tables).values()] == [row[2] for row in changed]
    tables.write_now(lambda tx: tx.delete(DELETE, [row[:2] for row in rows[1:]]))
    assert list(stored(tables)) == [("a", 0)]


@contextmanager
def embedded(folder: Path) -> Iterator[SqliteStore]:
    store = open_url(f"sqlite:///{folder / f'batches {next(_files)}.db'}")
    assert isinstance(store, SqliteStore)
    with closing(store):
        for table in (thing, wide):
            store.write_now(lambda tx, table=table: tx.create_table(table))  # type: ignore[misc]
        yield store


def test_three_hundred_rows_are_one_statement_on_the_embedded_engine(scratch: Path) -> None:
    rows: list[Any] = [("a", number, *([None] * len(VALUES))) for number in range(300)]
    seen: list[str] = []
    with embedded(scratch) as store:

        def write(tx: Any) -> None:  # noqa: ANN401
            tx.driver.set_trace_callback(seen.append)
            tx.insert(INSERT, rows, MOMENT)
            tx.update(UPDATE, rows, MOMENT)
            tx.delete(DELETE, [row[:2] for row in rows])
            tx.driver.set_trace_callback(None)

        store.write_now(write)
    assert [sql.split()[0] for sql in seen] == ["INSERT", "UPDATE", "DELETE"]


def test_wide_rows_stay_below_the_embedded_engine_s_limit_of_values(scratch: Path) -> None:
    names = [column.name for column in wide.columns]
    rows: list[Any] = [(number, *map(str, range(150))) for number in range(300)]
    with embedded(scratch) as store:

        def write(tx: Any) -> list[Any]:  # noqa: ANN401
            tx.driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, SMALLEST_LIMIT_OF_VALUES)
            tx.insert(Insert(wide, names), rows)
            tx.update(Update(wide, ["id"], names[1:]), rows)
            found = tx.execute(select(wide).order_by(wide.c.id))
            return [tuple(row) for row in found]

        assert store.write_now(write) == rows


@pytest.mark.parametrize("statement", [UPDATE, DELETE], ids=["update", "delete"])
@pytest.mark.parametrize("size", ROWS_OF_A_STATEMENT)
def test_rows_are_found_by_the_index(scratch: Path, statement: Any, size: int) -> None:  # noqa: ANN401
    def plan(tx: Any) -> str:  # noqa: ANN401
        sql = statement.sql_of_rows(tx._dialect, size)
        values = [None] * sql.count("?")
        return "\n".join(row[3] for row in tx.driver.execute(f"EXPLAIN QUERY PLAN {sql}", values))

    with embedded(scratch) as store:
        assert "SEARCH batch_thing USING PRIMARY KEY (kind=? AND number=?)" in store.read_now(plan)
