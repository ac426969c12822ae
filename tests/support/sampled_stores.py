"""Stores with what requests made from the table name, made once and copied for each module."""

from collections.abc import Iterator

import pytest

from leadkeep.clock import ManualClock
from leadkeep.store import Store
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import PostgresStores, SqliteStores, StoreFactory
from tests.support.wire import add_samples


class FilledStores:
    """Stores with what requests made from the table name: copies, for it takes seconds to add."""

    def __init__(self, stores: SqliteStores | PostgresStores) -> None:
        self.factory: StoreFactory = stores.filled("samples", self._fill)

    def _fill(self, store: Store) -> None:
        with Rehearsal(store) as server:
            add_samples(server)
            self._credentials = server.credentials

    def serve(self, store: Store, clock: ManualClock | None = None) -> Rehearsal:
        """Return a server over a store of this factory."""
        return Rehearsal(store, clock, credentials=self._credentials)


def sampled_server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    """Run one server for a whole module, with what requests made from the table name."""
    samples: FilledStores = request.getfixturevalue(f"{request.param}_samples")
    store = samples.factory.make()
    with samples.serve(store) as running:
        yield running
    samples.factory.discard(store)
