"""A list that something else needs stays (behaviour.md 4.2)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Table, delete, insert

from leadkeep.domain.assets.lists import USES_LIST
from leadkeep.store import Id, Store, metadata
from leadkeep.testing import Rehearsal
from tests.support.lists import new_list, post


@pytest.fixture
def user(store: Store) -> Iterator[Table]:
    """A table of a feature that needs lists, for the length of a test."""
    table = Table("user_of_lists", metadata, Column("list_id", Id), info={USES_LIST: True})
    with store.core_connection() as connection, connection.begin():
        table.create(connection)
    yield table
    metadata.remove(table)


@pytest.mark.fact("D", "4.2")
def test_a_list_in_use_is_not_deleted(server: Rehearsal, user: Table) -> None:
    used, other = new_list(server), new_list(server)
    server.store.write_now(lambda tx: tx.execute(insert(user).values(list_id=used)))
    refused = post(server, f"staticList/{used}/delete.json")
    assert refused.error == ("709", "Business Rule Violation: Static List is in use")
    assert post(server, f"staticList/{other}/delete.json").result == [{"id": other}]
    server.store.write_now(lambda tx: tx.execute(delete(user)))
    assert post(server, f"staticList/{used}/delete.json").result == [{"id": used}]
