"""One moment per write: rows, activities and events carry the same (docs/decisions/0111)."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from leadkeep.api.operations import Operation
from leadkeep.blueprint import apply_blueprint
from leadkeep.blueprint.file import parse_blueprint
from leadkeep.testing import Rehearsal
from leadkeep.testing.rehearsal import KEY
from leadkeep.testing.stores import StoreFactory
from tests.support.leads import ENGINES
from tests.support.moments import Moments, TickingClock, Witness
from tests.support.wire import sample
from tests.support.writes import FOLLOWERS, RICH_WRITES, WRITES, Write


@dataclass(frozen=True)
class Watched:
    """A server whose write transactions are watched."""

    server: Rehearsal
    witness: Witness

    def moments(self, act: Callable[[], object]) -> list[Moments]:
        """Return the moments of the transactions of an act and of the jobs that follow it."""
        self.witness.take()
        act()
        self.server.run_jobs()
        found = self.witness.take()
        for each in found:
            assert len(each) == 1, each
        return found

    def places(self, act: Callable[[], object]) -> set[str]:
        """Return the columns and events in which an act leaves a moment, one a transaction."""
        return {place for one in self.moments(act) for each in one.values() for place in each}


@pytest.fixture(scope="module", params=ENGINES)
def shared(request: pytest.FixtureRequest) -> Iterator[Watched]:
    samples: StoreFactory = request.getfixturevalue(f"{request.param}_samples")
    with closing(samples.make()) as store:
        store.clock = clock = TickingClock()
        witness = Witness(store)
        with Rehearsal(witness.as_store(), clock) as server:
            apply_blueprint(server.store, parse_blueprint("own.yaml", FOLLOWERS.encode()), KEY)
            witness.watch()
            yield Watched(server, witness)


@pytest.mark.parametrize("operation", WRITES, ids=lambda each: each.id)
def test_each_operation_writes_at_one_moment(shared: Watched, operation: Operation) -> None:
    def act() -> None:
        assert sample(operation).ask(shared.server).body["success"]

    shared.moments(act)


@pytest.mark.parametrize("write", RICH_WRITES, ids=lambda each: each.name)
def test_what_follows_a_write_has_its_moment(shared: Watched, write: Write) -> None:
    """Rows of several tables, activities, events, segments, and the jobs of campaigns."""
    assert shared.places(write.prepare(shared.server)) >= write.places
