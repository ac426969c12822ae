"""Changes of clients and roles hold from the next request on, everywhere (behaviour.md 2.3)."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from leadkeep.domain.instance.access import NewClient, change_client, remove_client, rotate_client
from leadkeep.store import Transaction, metadata
from leadkeep.testing import Rehearsal
from leadkeep.testing.rehearsal import KEY
from leadkeep.testing.stores import StoreFactory
from tests.support.wire import (
    DENIED,
    LEADS,
    NO_PATH,
    NOBODY,
    OLD_TOKEN,
    UNKNOWN_TOKEN,
    USAGE,
    two_processes,
)

Processes = tuple[Rehearsal, Rehearsal]
NEW_LEAD = {"input": [{"email": "new@example.com"}]}


@pytest.fixture
def processes(stores: StoreFactory) -> Iterator[Processes]:
    with two_processes(stores) as both:
        yield both


def use(both: Processes, token: str) -> None:
    """Let both processes learn what the token stands for."""
    for server in both:
        assert server.get(USAGE, token=token).body["success"]


def test_a_permission_that_is_taken_away(processes: Processes) -> None:
    one, two = processes
    role = one.save_role("writer", "Read-Write Lead")
    token = one.token_for(one.add_client("writer", role))
    use(processes, token)
    assert two.post(LEADS, NEW_LEAD, token=token).result
    one.save_role(role, "Read-Only Lead")
    for server in processes:
        assert server.post(LEADS, NEW_LEAD, token=token).error == DENIED
        assert server.get(LEADS, NOBODY, token=token).result == []


def test_a_permission_that_is_given(processes: Processes) -> None:
    one, two = processes
    role = one.save_role("newcomer")
    token = one.token_for(one.add_client("newcomer", role))
    for server in processes:
        assert server.post(LEADS, NEW_LEAD, token=token).error == DENIED
    two.save_role(role, "Read-Write Lead")
    for server in processes:
        assert server.post(LEADS, NEW_LEAD, token=token).result


Change = Callable[[Transaction], object]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda tx: remove_client(tx, "leaving"), id="removed"),
        pytest.param(lambda tx: rotate_client(tx, KEY, "leaving"), id="rotated"),
        pytest.param(
            lambda tx: change_client(
                tx, KEY, "leaving", NewClient("leaving", "API Administrator", client_secret="new")
            ),
            id="another secret",
        ),
    ],
)
def test_a_token_that_is_withdrawn(processes: Processes, change: Change) -> None:
    one, two = processes
    token = one.token_for(one.add_client("leaving"))
    use(processes, token)
    assert one.get("/rest/v1/nothing.json", token=token).error == NO_PATH
    two.store.write_now(change)
    for server in processes:
        # Also where no operation runs at all: the path, the method, the body are wrong.
        assert server.get("/rest/v1/nothing.json", token=token).error == UNKNOWN_TOKEN
        assert server.request("PUT", LEADS, token=token).error == UNKNOWN_TOKEN
        assert server.post(LEADS, {"input": 5}, token=token).error == UNKNOWN_TOKEN
        assert server.post(LEADS, NEW_LEAD, token=token).error == UNKNOWN_TOKEN
        assert server.get(USAGE, token=token).error == UNKNOWN_TOKEN


def test_a_client_that_moves_to_another_role(processes: Processes) -> None:
    one, two = processes
    one.save_role("reader", "Read-Only Lead")
    token = one.token_for(one.add_client("moving"))
    use(processes, token)
    moved = NewClient("moving", "reader")
    assert two.store.write_now(lambda tx: change_client(tx, KEY, "moving", moved))
    assert not two.store.write_now(lambda tx: change_client(tx, KEY, "moving", moved))
    for server in processes:
        assert server.post(LEADS, NEW_LEAD, token=token).error == DENIED
        assert server.get(LEADS, NOBODY, token=token).result == []


def test_a_client_that_is_removed_before_its_token_ends(processes: Processes) -> None:
    one, two = processes
    token = one.token_for(one.add_client("both"))
    use(processes, token)
    one.clock.advance(hours=2)
    assert one.get(USAGE, token=token).error == OLD_TOKEN
    two.store.write_now(lambda tx: remove_client(tx, "both"))
    for server in processes:
        assert server.get(USAGE, token=token).error == UNKNOWN_TOKEN


def test_changes_of_others_do_not_end_a_call(processes: Processes) -> None:
    one, two = processes
    token = one.token_for(one.add_client("steady"))
    use(processes, token)
    for number in range(3):
        two.add_client(f"new {number}")
        assert one.post(LEADS, NEW_LEAD, token=token).result
        assert two.get(LEADS, NOBODY, token=token).result == []


def test_the_database_tells_no_secret_and_no_token(processes: Processes) -> None:
    one, two = processes
    clients = [one.add_client(f"client {number}") for number in range(3)]
    clients.append(one.store.write_now(lambda tx: rotate_client(tx, KEY, "client 1")))
    tokens = [two.token_for(each) for each in (clients[0], clients[2], clients[3])]
    for token in tokens:
        assert two.post(LEADS, NEW_LEAD, token=token).result
        assert two.get(LEADS, {**NOBODY, "access_token": token}, token="").result == []
    for server in processes:
        server.store_counts()

    def dump(tx: Transaction) -> str:
        rows = [tx.execute(select(table)).all() for table in metadata.sorted_tables]
        return "\n".join(str(tuple(row)) for table in rows for row in table)

    text = one.store.read_now(dump)
    assert clients[0].client_id in text
    secrets = [each.client_secret for each in clients] + tokens
    secrets += [token.partition(":")[0].replace("-", "") for token in tokens]
    secrets += [KEY.decode(), KEY.hex()]
    assert [each for each in secrets if each in text] == []
