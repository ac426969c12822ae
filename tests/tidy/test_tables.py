"""One schema for one machine and for many.

The same tables stand on one file, on one server and on a cluster that spreads them by lead. What
would not survive the last step is refused from the first table on, where it costs nothing.
"""

from sqlalchemy import BigInteger, Column, Integer, Sequence, SmallInteger, Table, UniqueConstraint
from sqlalchemy.schema import DefaultClause

import leadkeep.tables
from leadkeep.store import Scale, metadata

TABLES = sorted(metadata.tables.values(), key=lambda each: each.name)

SINGLE_ROW = frozenset({"catalog_version", "instance", "search_progress"})
"""Tables of one row, whose ``id`` is always 1."""

SMALL_NUMBERS = {("activity", "activity_type_id"): "the vendor numbers the types, below 100,000"}
"""Columns named ``..._id`` that are no 64-bit ids, with the reason."""

VOLATILE = ("now", "current_", "random", "nextval", "uuid", "clock_", "datetime", "strftime")

DELETE_RULES = frozenset({"CASCADE", "RESTRICT", "NO ACTION"})


def scale_of(table: Table) -> object:
    return table.info.get("scale")


def lead_column(table: Table) -> str:
    return "id" if table.name == "lead" else "lead_id"


def per_lead() -> list[Table]:
    return [each for each in TABLES if scale_of(each) is Scale.PER_LEAD]


def test_every_table_has_a_class() -> None:
    """How a table is spread decides its keys: that cannot be found out later."""
    assert leadkeep.tables.__all__
    assert TABLES
    assert [each.name for each in TABLES if not isinstance(scale_of(each), Scale)] == []


def test_rows_of_a_lead_start_with_its_id() -> None:
    """A cluster finds the machine of a row by the first column of its key."""
    assert {"activity", "lead"} <= {each.name for each in per_lead()}
    for table in per_lead():
        first = next(iter(table.primary_key.columns))
        assert first.name == lead_column(table), table.name


def test_nothing_is_unique_across_leads() -> None:
    """A constraint without the lead would have to ask every machine at each insert."""
    for table in per_lead():
        unique = [
            each.columns.keys() for each in table.constraints if isinstance(each, UniqueConstraint)
        ]
        unique += [each.columns.keys() for each in table.indexes if each.unique]
        for columns in unique:
            assert lead_column(table) in columns, (table.name, columns)


def test_foreign_keys_stay_on_one_machine() -> None:
    """Keys that point across machines are enforced half: deletes leave orphans behind."""
    for table in TABLES:
        for key in table.foreign_keys:
            target = scale_of(key.column.table)
            where = f"{table.name}.{key.parent.name}"
            assert key.ondelete is None or key.ondelete.upper() in DELETE_RULES, where
            if scale_of(table) is Scale.PER_LEAD:
                assert table.name != key.column.table.name, where
                if target is Scale.PER_LEAD:
                    assert key.parent.name == lead_column(table), where
                else:
                    assert target is Scale.REFERENCE, where
            else:
                assert target is scale_of(table), where


def test_ids_have_64_bits() -> None:
    """An id that runs out stops every writer, and a wider column needs the whole table rewritten.

    On the embedded store a lone primary key is INTEGER there, since that is the row id itself.
    """
    for table in TABLES:
        for column in table.columns:
            if column.name != "id" and not column.name.endswith(("_id", "Id")):
                continue
            if isinstance(column.type, Integer) and (table.name, column.name) not in SMALL_NUMBERS:
                is_single = table.name in SINGLE_ROW and isinstance(column.type, SmallInteger)
                assert is_single or isinstance(column.type, BigInteger), (table.name, column.name)


def _server_side(column: Column[object]) -> str:
    default = column.server_default
    if isinstance(default, DefaultClause):
        return str(default.arg).lower()
    return "" if default is None else "computed"


def test_no_column_sets_itself() -> None:
    """Times and ids are set in code: each machine of a cluster would set its own.

    A default that a server computes cannot be added to a table without rewriting it, either.
    """
    for table in TABLES:
        for column in table.columns:
            where = (table.name, column.name)
            said = _server_side(column)
            assert said != "computed", where
            assert not any(word in said for word in VOLATILE), where
            assert column.server_onupdate is None, where
            assert not isinstance(column.default, Sequence), where
            assert column is not table.autoincrement_column, where
