"""Stores with what requests made from the table name, made once and copied for each module."""

from collections.abc import Iterator
from typing import TypeVar

import pytest

from leadkeep.store import Store
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import PostgresStores, SqliteStores, StoreFactory
from tests.support.wire import add_samples

Stores = TypeVar("Stores", SqliteStores, PostgresStores)


def served(stores: Stores) -> Stores:
    """Return a factory of stores with a server's client and its token, which most tests need."""
    return stores.filled("served", _serve)


def _serve(store: Store) -> None:
    with Rehearsal(store) as server:
        server.token  # noqa: B018 -- it is issued


def sampled(stores: Stores) -> Stores:
    """Return a factory of stores with the samples: copies, for it takes seconds to add them."""
    return stores.filled("samples", _fill)


def _fill(store: Store) -> None:
    with Rehearsal(store) as server:
        add_samples(server)
        server.token  # noqa: B018 -- so that no copy has to issue one


def sampled_server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    """Run one server for a whole module, with what requests made from the table name."""
    samples: StoreFactory = request.getfixturevalue(f"{request.param}_samples")
    store = samples.make()
    with Rehearsal(store) as running:
        yield running
    samples.discard(store)
