"""A store whose clock stands still."""

import pytest

from leadkeep.clock import ManualClock
from leadkeep.store import Store


@pytest.fixture
def clock(store: Store) -> ManualClock:
    clock = ManualClock()
    store.clock = clock
    return clock
