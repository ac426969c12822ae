"""What a call costs the database: its statements, and how the embedded engine runs them."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from leadkeep.testing import Rehearsal

Prepare = Callable[[Rehearsal, int], Callable[[], Any]]
"""Makes a call for so many records; calling it returns what came of it."""


def watched(server: Rehearsal, call: Callable[[], Any]) -> list[str]:
    """Return the statements of a call that comes to something.

    The embedded engine may take its time: a short read that a busy machine delays would run again.
    """
    seen: list[str] = []
    with pytest.MonkeyPatch.context() as patch, server.store.watching(seen.append):
        patch.setattr("leadkeep.store.sqlite.INLINE_READ_LIMIT_SECONDS", math.inf)
        assert call()
    return seen


def assert_cost_is_fixed(server: Rehearsal, prepare: Prepare, *, most: int) -> None:
    """A call of 300 runs the very statements of a call of 3, and no more than ``most``."""
    watched(server, prepare(server, 3))  # what is read once in a process has been read
    few = watched(server, prepare(server, 3))
    many = watched(server, prepare(server, 300))
    assert many == few
    assert len(few) <= most


def plan_of(server: Rehearsal, sql: str) -> str:
    """Return how the embedded engine runs a statement."""
    values = [None] * sql.count("?")
    explain = f"EXPLAIN QUERY PLAN {sql}"
    rows = server.store.read_now(lambda tx: list(tx.driver.execute(explain, values)))
    return "\n".join(row[3] for row in rows)
