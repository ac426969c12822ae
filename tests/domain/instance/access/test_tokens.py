"""The life of a token: issued, expired, still recognised, revoked (behaviour.md 2.1, 2.2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest

from leadkeep.clock import ManualClock
from leadkeep.domain.instance.access import (
    ALL_PERMISSIONS_ROLE,
    Access,
    Credentials,
    IssuedToken,
    NewClient,
    add_client,
    authenticate,
    change_client,
    issue_token,
    present_token,
    remove_client,
    rotate_client,
    save_role,
)
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Store, Transaction

KEY = b"a key of tests, no secret"
NAME = "warehouse"


@dataclass
class Client:
    """A client on a store whose clock only moves when it is told to."""

    store: Store
    clock: ManualClock
    credentials: Credentials

    def issue(self, secret: str | None = None) -> IssuedToken:
        sent = secret or self.credentials.client_secret
        client_id = self.credentials.client_id
        return self.store.write_now(lambda tx: issue_token(tx, KEY, client_id, sent))

    def present(self) -> IssuedToken | None:
        own = self.credentials
        return self.store.read_now(
            lambda tx: present_token(tx, KEY, own.client_id, own.client_secret)
        )

    def access(self, token: IssuedToken) -> Access:
        return self.store.read_now(lambda tx: authenticate(tx, KEY, token.text))

    def is_known(self, token: IssuedToken) -> bool:
        try:
            self.access(token)
        except Refusal as refusal:
            if refusal.problem.reason is Reason.ACCESS_TOKEN_INVALID:
                return False
            raise
        return True


@pytest.fixture
def client(store: Store) -> Client:
    store.clock = clock = ManualClock()
    new = NewClient(NAME, ALL_PERMISSIONS_ROLE)
    return Client(store, clock, store.write_now(lambda tx: add_client(tx, KEY, new)))


@pytest.mark.parametrize(
    ("seconds", "left"), [(0, 3599), (0.5, 3599), (1, 3598), (3598, 1), (3598.9, 1)]
)
def test_a_token_stays_the_same_while_a_second_is_left(
    client: Client, seconds: float, left: int
) -> None:
    first = client.issue()
    client.clock.advance(seconds=seconds)
    assert client.present() == client.issue() == IssuedToken(first.text, left, first.user)


@pytest.mark.parametrize("seconds", [3599, 3599.5, 3600, 10_000])
def test_a_token_with_less_than_a_second_is_replaced(client: Client, seconds: float) -> None:
    first = client.issue()
    client.clock.advance(seconds=seconds)
    assert client.present() is None
    second = client.issue()
    assert second.text != first.text
    assert second.seconds_left == 3599
    assert client.access(first).expires_at < client.access(second).expires_at


def test_an_expired_token_is_recognised_for_two_days(client: Client) -> None:
    first = client.issue()
    expires_at = client.access(first).expires_at
    client.clock.advance(hours=1, days=2)
    assert client.clock.now() - expires_at == timedelta(days=2)
    client.issue()
    assert client.is_known(first)
    client.clock.advance(hours=1, microseconds=1)
    client.issue()
    assert not client.is_known(first)


Change = Callable[[Transaction], object]
REVOKING: dict[str, Change] = {
    "rotated": lambda tx: rotate_client(tx, KEY, NAME),
    "removed": lambda tx: remove_client(tx, NAME),
    "a new secret": lambda tx: change_client(
        tx, KEY, NAME, NewClient(NAME, ALL_PERMISSIONS_ROLE, client_secret="another")
    ),
}


@pytest.mark.parametrize("change", REVOKING.values(), ids=REVOKING)
def test_a_change_of_the_secret_revokes_all_tokens(client: Client, change: Change) -> None:
    old = client.issue()
    client.clock.advance(hours=2)
    new = client.issue()
    other = client.store.write_now(
        lambda tx: add_client(tx, KEY, NewClient("other", ALL_PERMISSIONS_ROLE))
    )
    others = Client(client.store, client.clock, other)
    kept = others.issue()
    assert client.is_known(old)
    assert client.is_known(new)
    client.store.write_now(change)
    assert not client.is_known(old)
    assert not client.is_known(new)
    assert others.is_known(kept)
    with pytest.raises(Refusal) as refused:
        client.issue()
    assert refused.value.problem.reason in {
        Reason.BAD_CLIENT_CREDENTIALS,
        Reason.UNKNOWN_CLIENT,
    }


def test_a_change_of_the_role_keeps_the_token_and_changes_what_it_gives(client: Client) -> None:
    token = client.issue()

    def move(tx: Transaction) -> bool:
        save_role(tx, "Reader", ["Read-Only Lead"])
        return change_client(tx, KEY, NAME, NewClient(NAME, "Reader"))

    before = client.access(token)
    assert client.store.write_now(move)
    after = client.access(token)
    assert after.permissions == {"Read-Only Lead"}
    assert after.version > before.version
    assert client.issue().text == token.text
    assert not client.store.write_now(move), "the second time there is nothing to change"


@pytest.mark.parametrize(
    ("client_id", "secret", "reason"),
    [
        ("nobody", None, Reason.UNKNOWN_CLIENT),
        ("\0", None, Reason.UNKNOWN_CLIENT),
        (None, "wrong", Reason.BAD_CLIENT_CREDENTIALS),
    ],
)
def test_wrong_credentials_issue_nothing(
    client: Client, client_id: str | None, secret: str | None, reason: Reason
) -> None:
    own = client.credentials
    sent = (client_id or own.client_id, secret or own.client_secret)
    for verb in (issue_token, present_token):
        with pytest.raises(Refusal) as refused:
            client.store.write_now(partial(verb, key=KEY, client_id=sent[0], secret=sent[1]))
        assert refused.value.problem.reason is reason
    assert client.present() is None
    assert client.issue().seconds_left == 3599


def test_a_token_of_another_key_is_unknown(client: Client) -> None:
    token = client.issue()
    assert client.is_known(token)
    with pytest.raises(Refusal):
        client.store.read_now(lambda tx: authenticate(tx, b"another key", token.text))
