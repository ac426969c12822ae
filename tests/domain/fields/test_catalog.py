"""Fields made in one process and used in another, at the same time too."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest

from leadkeep.domain.fields import lead_catalog
from leadkeep.store import Store, open_store
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.leads import FIELDS, LEADS, add_fields, find, fresh, new_field, read, sync
from tests.support.stores import PATIENCE_SECONDS, Task

Pair = tuple[Rehearsal, Rehearsal]


@pytest.fixture
def pair(stores: StoreFactory) -> Iterator[Pair]:
    """Two servers over one database, as two processes are."""
    url = stores.url()
    with ExitStack() as stack:
        first, second = (
            stack.enter_context(Rehearsal(open_store(Path(), url, durable=False))) for _ in range(2)
        )
        token = first.token
        second.get("/rest/v1/leads/describe.json", token=token)
        second._token = token
        yield first, second
        first.store.close()
        second.store.close()


def names(server: Rehearsal) -> set[str]:
    return {item["rest"]["name"] for item in server.get("/rest/v1/leads/describe.json").result}


@pytest.mark.fact("D", "3.3")
def test_a_new_field_is_usable_in_the_next_request_of_every_process(pair: Pair) -> None:
    first, second = pair
    numbers = count(1)
    for maker, user in ((first, second), (second, first), (first, second)):
        name, email = f"made{next(numbers)}", fresh()
        assert name not in names(user) | names(maker)
        (before,) = sync(user, {"email": email})
        assert sync(user, {"email": email, name: "x"})[0]["reasons"][0]["code"] == "1006"
        add_fields(maker, {name: "string"})
        (item,) = sync(user, {"email": email, name: "Value"})
        assert item == {"id": before["id"], "status": "updated"}
        assert find(maker, name, "VALUE", fields=name) == [{"id": item["id"], name: "Value"}]
        assert read(user, item["id"], name) == {name: "Value"}
        (found,) = sync(maker, {name: "value", "firstName": "A"}, lookupField=name)
        assert found["id"] == item["id"]
        assert name in names(user)
        assert name in names(maker)


@pytest.mark.fact("D", "3.3")
def test_a_changed_field_is_changed_in_every_process(pair: Pair) -> None:
    first, second = pair
    add_fields(first, {"made": "string"})
    assert "made" in names(second)
    path = "/rest/v1/leads/schema/fields/made.json"
    second.post(path, {"input": [{"isHidden": True, "description": "Why"}]})
    assert "made" not in names(first)
    (item,) = first.get(path).result
    assert (item["isHidden"], item["description"]) == (True, "Why")


def both(pair: Pair, *batches: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Create fields through both servers at once."""
    start = Barrier(2)

    def create(server: Rehearsal, batch: list[dict[str, Any]]) -> Any:  # noqa: ANN401
        start.wait(PATIENCE_SECONDS)
        return server.post(FIELDS, {"input": batch}).result

    tasks = [
        Task(partial(create, server, batch)) for server, batch in zip(pair, batches, strict=True)
    ]
    return [task.result() for task in tasks]


@pytest.mark.fact("U", "3.3")
def test_two_processes_that_create_the_same_field(pair: Pair) -> None:
    for number in range(6):
        lower, upper = f"racing{number}", f"RACING{number}"
        ours = new_field(lower, displayName=f"Ours {number}")
        theirs = new_field(upper, displayName=f"Theirs {number}")
        results = [item for result in both(pair, [ours], [theirs]) for item in result]
        assert Counter(item["status"] for item in results) == {"created": 1, "skipped": 1}
        (loser,) = (item for item in results if item["status"] == "skipped")
        assert loser["reasons"] == [{"code": "1017", "message": "Object already exists"}]
        assert len({lower, upper} & names(pair[0])) == 1


@pytest.mark.fact("D", "3.3")
def test_two_processes_do_not_exceed_the_bound_together(pair: Pair) -> None:
    batches = [[new_field(f"{side}{number}") for number in range(60)] for side in ("a", "b")]
    results = [item for result in both(pair, *batches) for item in result]
    assert Counter(item["status"] for item in results) == {"created": 100, "skipped": 20}
    assert len([name for name in names(pair[1]) if name[1:].isdigit()]) == 100


def test_fields_made_while_another_process_writes(pair: Pair) -> None:
    maker, writer = pair
    is_over, has_begun = Event(), Event()
    emails = [fresh() for _ in range(20)]

    def write() -> int:
        calls = 0
        while not is_over.is_set():
            records = [{"email": email, "leadScore": calls} for email in emails]
            result = writer.post(LEADS, {"input": records}).result
            assert {item["status"] for item in result} <= {"created", "updated"}
            found = find(writer, "email", *emails, fields="leadScore")
            assert [lead["leadScore"] for lead in found] == [calls] * 20
            calls += 1
            has_begun.set()
        return calls

    task = Task(write)
    assert has_begun.wait(PATIENCE_SECONDS)
    for number in range(12):
        add_fields(maker, {f"during{number}": "integer"})
        (item,) = sync(maker, {"email": f"m{number}@example.com", f"during{number}": number})
        assert read(maker, item["id"], f"during{number}") == {f"during{number}": number}
    is_over.set()
    assert task.result() > 0
    assert {f"during{number}" for number in range(12)} <= names(writer)


def test_a_catalog_outlives_changes_of_other_things_and_serves_other_stores(pair: Pair) -> None:
    first, second = pair

    def catalog_of(store: Store) -> object:
        return store.read_now(lead_catalog)

    before = catalog_of(first.store)
    first.save_role("Nobody")
    assert catalog_of(first.store) is catalog_of(second.store) is before
    add_fields(first, {"other": "string"})
    after = catalog_of(second.store)
    assert after is catalog_of(first.store) is not before
    assert "other" in {field.name for field in second.store.read_now(lead_catalog).fields}
