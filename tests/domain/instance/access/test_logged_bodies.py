"""Bodies of a client are logged for a while."""

from datetime import timedelta

import pytest

from leadkeep.domain.instance.access import (
    authenticate,
    clients_with_logged_bodies,
    log_bodies,
)
from leadkeep.testing.rehearsal import KEY, Rehearsal


def test_bodies_are_logged_until_the_moment_that_is_set(server: Rehearsal) -> None:
    token, until = server.token, server.clock.now() + timedelta(minutes=10)

    def logged_until() -> object:
        access = server.store.read_now(lambda tx: authenticate(tx, KEY, token))
        return access.bodies_logged_until

    assert logged_until() is None
    server.store.write_now(lambda tx: log_bodies(tx, "rehearsal", until))
    assert logged_until() == until
    assert server.store.read_now(clients_with_logged_bodies) == {"rehearsal": until}
    server.clock.advance(minutes=10)
    assert server.store.read_now(clients_with_logged_bodies) == {}
    server.store.write_now(lambda tx: log_bodies(tx, "rehearsal", None))
    assert logged_until() is None


def test_a_client_that_does_not_exist_is_refused(server: Rehearsal) -> None:
    with pytest.raises(LookupError, match="no client is named nobody"):
        server.store.write_now(lambda tx: log_bodies(tx, "nobody", None))
