"""Columns of tables that change while a store is open."""

from sqlalchemy import Column, Integer, MetaData, Table

from leadkeep.store import Store, Transaction

OFTEN = 4
"""From the third time on, a connection runs a statement that it has prepared."""


def test_columns_are_read_again_after_each_change(store: Store) -> None:
    names = [f"column_{number}" for number in range(3)]
    columns = [Column(name, Integer) for name in ("Id", *names)]
    table = Table("Changing", MetaData(), *columns)
    first = Table("Changing", MetaData(), Column("Id", Integer))

    def change(tx: Transaction) -> list[set[str]]:
        assert tx.column_names("Changing") == set()
        tx.create_table(first)
        seen = []
        for name in names:
            for _ in range(OFTEN):
                present = tx.column_names("Changing")
            seen.append(present)
            tx.add_columns(table, [name])
        seen.append(tx.column_names("Changing"))
        tx.drop_table(first)
        return seen

    expected = [{"Id", *names[:count]} for count in range(4)]
    assert store.write_now(change) == expected
