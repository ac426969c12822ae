"""Tokens and limits by a clock that is set back: nothing stored in the future lasts longer."""

import pytest

from leadkeep.clock import ManualClock
from leadkeep.domain.instance.usage import Limits, admit_request
from leadkeep.errors import Refusal
from leadkeep.housekeeping import EVERY, housekeeping_schedules
from leadkeep.store import Store
from leadkeep.testing import Rehearsal


def test_a_token_ends_an_hour_after_a_clock_was_set_back(store: Store) -> None:
    with Rehearsal(store) as server:
        server.clock.advance(days=30)
        token = server.token
        server.clock.advance(days=-30)
        assert server.get("/rest/v1/lists.json").body["success"]
        server.application.worker.schedules = housekeeping_schedules(server.settings)
        for seconds in (0, EVERY.total_seconds(), 0):
            server.clock.advance(seconds=seconds)
            server.run(server.application.worker.run_due())
        server.clock.advance(hours=1)
        assert server.get("/rest/v1/lists.json").error == ("602", "Access token expired")
        server.forget_token()
        assert server.token != token
        assert server.get("/rest/v1/lists.json").body["success"]


def test_a_token_from_the_future_is_shortened_where_it_is_asked_for(store: Store) -> None:
    with Rehearsal(store) as server:
        server.clock.advance(days=30)
        token = server.token
        server.clock.advance(days=-30)
        server.forget_token()
        assert server.token == token
        server.clock.advance(hours=1)
        server.forget_token()
        assert server.token != token


def test_the_rate_window_ignores_requests_from_the_future(store: Store) -> None:
    store.clock = clock = ManualClock()
    limits = Limits(requests_per_window=2, concurrent_requests=2)

    def admit() -> int:
        return store.write_now(lambda tx: admit_request(tx, limits))

    clock.advance(hours=1)
    for _ in range(2):
        admit()
    with pytest.raises(Refusal):
        admit()
    clock.advance(hours=-1)
    for _ in range(2):
        admit()
    with pytest.raises(Refusal):
        admit()
