"""What jobs cost the database: a fixed handful of statements, each by an index."""

import re
from collections.abc import Callable
from typing import TypeVar

from leadkeep.clock import ManualClock
from leadkeep.jobs import NewJob, enqueue
from leadkeep.jobs.claim import claim, extend_claim
from leadkeep.jobs.end import end_with_effect
from leadkeep.jobs.job import Handler, Job
from leadkeep.jobs.queries import has_due
from leadkeep.jobs.worker import ALL_LANES
from leadkeep.store import Store, Transaction
from leadkeep.testing.stores import SqliteStores
from tests.support.jobs import NAME

T = TypeVar("T")


def life_of(store: Store, size: int) -> dict[str, list[str]]:
    """Enqueue, claim and end jobs of all kinds; return the statements of each step."""
    now = store.clock.now()
    seen: dict[str, list[str]] = {}

    def step(name: str, verb: Callable[[Transaction], T]) -> T:
        with store.watching(seen.setdefault(name, []).append):
            return store.write_now(verb)

    def take(tx: Transaction, most: int) -> list[Job]:
        return claim(tx, ALL_LANES, [NAME], "me", now, most)

    unique = [NewJob(NAME, {"at": at}, unique_key=f"{at}") for at in range(size)]
    ordered = [NewJob(NAME, {"at": at}, order_key=f"{at}") for at in range(size)]
    handler = Handler(lambda _tx, _arguments: None)
    step("enqueue", lambda tx: enqueue(tx, [NewJob(NAME, {"at": at}) for at in range(size)]))
    step("enqueue ordered", lambda tx: enqueue(tx, ordered))
    step("enqueue unique", lambda tx: enqueue(tx, unique))
    step("enqueue again", lambda tx: enqueue(tx, unique))
    assert step("look", lambda tx: has_due(tx, ALL_LANES, [NAME], now))
    claimed = step("claim", lambda tx: take(tx, 3 * size))
    step("extend", lambda tx: extend_claim(tx, claimed, "me", now))
    step("end", lambda tx: end_with_effect(tx, handler, claimed))
    assert len(claimed) == 3 * size
    return seen


def test_a_hundred_jobs_cost_what_three_cost(store: Store, clock: ManualClock) -> None:
    del clock
    life_of(store, 3)
    few, many = life_of(store, 3), life_of(store, 100)
    assert many == few
    assert len(few["enqueue"]) <= 2
    assert len(few["enqueue unique"]) <= 3
    assert len(few["enqueue again"]) <= 3
    assert len(few["claim"]) <= len(ALL_LANES) + 2
    assert len(few["end"]) == 1


def test_no_statement_reads_the_whole_queue(sqlite_stores: SqliteStores) -> None:
    store = sqlite_stores.make()
    store.clock = ManualClock()
    statements = {
        sql
        for of_step in life_of(store, 3).values()
        for sql in of_step
        if re.match("SELECT|UPDATE job|DELETE", sql)
    }
    assert len(statements) >= 6
    for sql in statements:
        values = [None] * sql.count("?")
        explain = f"EXPLAIN QUERY PLAN {sql}"
        rows = store.read_now(lambda tx: list(tx.driver.execute(explain, values)))  # noqa: B023 -- called at once
        plan = "\n".join(row[3] for row in rows)
        assert not re.search(r"SCAN job\b", plan), f"{sql}\n{plan}"
        # A look for due jobs walks along the index, however many wait there: it sorts nothing.
        assert "due_at <=" not in sql or "TEMP B-TREE" not in plan, f"{sql}\n{plan}"
    store.close()
