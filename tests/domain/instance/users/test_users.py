"""Console users and their sessions."""

from datetime import timedelta

import pytest
from pyotp import TOTP

from leadkeep.clock import ManualClock
from leadkeep.domain.instance.access import save_partition, save_role, save_workspace
from leadkeep.domain.instance.users import (
    SESSION_LIFE,
    NewUser,
    Session,
    accept_code,
    add_user,
    change_password,
    close_session,
    count_attempt,
    find_session,
    find_sign_in,
    forget_attempts,
    has_link,
    has_password,
    has_users,
    hash_password,
    list_users,
    new_link,
    open_session,
    remove_user,
    start_codes,
    stop_codes,
    totp_secret,
    totp_uri,
    use_link,
)
from leadkeep.store import Store, Transaction

KEY = b"a key of tests that is long enough"
ADA = "ada@example.com"
PASSWORD = "correct horse battery"


@pytest.fixture
def clock(store: Store) -> ManualClock:
    store.clock = clock = ManualClock()
    return clock


def add(store: Store, email: str = ADA, role: str = "API Administrator", *workspaces: str) -> int:
    new = NewUser(email, None, role, workspaces)
    return store.write_now(lambda tx: add_user(tx, new))


def sign_in(store: Store, user_id: int) -> str:
    return store.write_now(lambda tx: open_session(tx, KEY, user_id))


def session_of(store: Store, token: str) -> Session | None:
    return store.read_now(lambda tx: find_session(tx, KEY, token))


def test_a_user_has_the_roles_of_an_api_user(store: Store) -> None:
    def divide(tx: Transaction) -> None:
        save_workspace(tx, "East")
        save_partition(tx, "East leads", ["Default", "East"])
        save_role(tx, "Reader", ["Read-Only Lead"])

    assert not store.read_now(has_users)
    store.write_now(divide)
    everywhere, east = add(store), add(store, "EVE@example.com ", "Reader", "East")
    assert store.read_now(has_users)
    sessions = [session_of(store, sign_in(store, each)) for each in (everywhere, east)]
    first, second = (each for each in sessions if each is not None)
    assert first.is_administrator
    assert (first.user, first.access.client_name) == (ADA, "console")
    assert not second.is_administrator
    assert second.access.permissions == {"Read-Only Lead"}
    assert second.access.partition_ids == frozenset({2})
    shown = store.read_now(list_users)
    assert [(each.email, each.roles, each.session_count) for each in shown] == [
        (ADA, [("Default", "API Administrator"), ("East", "API Administrator")], 1),
        ("eve@example.com", [("East", "Reader")], 1),
    ]


@pytest.mark.parametrize("email", ["", "ada", "@example.com", "ada@", "a\x1b[2J@example.com"])
def test_a_user_is_named_by_an_address(store: Store, email: str) -> None:
    assert add(store) == 1
    with pytest.raises(ValueError, match=r"address|control character"):
        add(store, email)


def test_a_user_is_added_once_and_takes_no_client_s_roles(store: Store) -> None:
    add(store)
    with pytest.raises(ValueError, match="already"):
        add(store, "ADA@example.com")
    with pytest.raises(LookupError, match="no role"):
        add(store, "eve@example.com", "Nobody")


def test_a_session_ends_after_twelve_hours(store: Store, clock: ManualClock) -> None:
    token = sign_in(store, add(store))
    clock.advance(seconds=SESSION_LIFE.total_seconds() - 1)
    assert session_of(store, token) is not None
    clock.advance(seconds=2)
    assert session_of(store, token) is None


def test_a_session_ends_with_sign_out_a_new_password_and_the_user(store: Store) -> None:
    user = add(store)
    first, second, third = (sign_in(store, user) for _ in range(3))

    def are_open() -> list[bool]:
        return [session_of(store, each) is not None for each in (first, second, third)]

    assert are_open() == [True, True, True]
    store.write_now(lambda tx: close_session(tx, KEY, second))
    assert are_open() == [True, False, True]
    store.write_now(lambda tx: change_password(tx, ADA, "hash"))
    assert are_open() == [False, False, False]
    third = sign_in(store, user)
    assert are_open() == [False, False, True]
    store.write_now(lambda tx: remove_user(tx, ADA))
    assert are_open() == [False, False, False]
    assert store.read_now(list_users) == []
    assert add(store) != user  # an address may come back


def test_a_password_is_compared_with_its_hash() -> None:
    stored = hash_password(PASSWORD)
    assert PASSWORD not in stored
    assert has_password(PASSWORD, stored)
    assert not has_password(PASSWORD + " ", stored)
    assert not has_password(PASSWORD, None)
    with pytest.raises(ValueError, match="at least 12"):
        hash_password("x" * 11)
    with pytest.raises(ValueError, match="at most 1000"):
        hash_password("x" * 1001)


def test_a_sign_in_is_found_in_any_letter_case(store: Store) -> None:
    user = add(store)
    found = store.read_now(lambda tx: find_sign_in(tx, " Ada@Example.com"))
    assert found is not None
    assert (found.user_id, found.password_hash, found.has_code) == (user, None, False)
    assert store.read_now(lambda tx: find_sign_in(tx, "eve@example.com")) is None


def test_attempts_are_limited_by_window(store: Store, clock: ManualClock) -> None:
    def attempt(*names: str) -> bool:
        return store.write_now(lambda tx: count_attempt(tx, KEY, *names))

    assert [attempt("ada", "10.0.0.1") for _ in range(9)] == [True] * 8 + [False]
    assert attempt("eve")
    assert not attempt("eve", "10.0.0.1")
    store.write_now(lambda tx: forget_attempts(tx, KEY, "ada"))
    assert attempt("ada")
    clock.advance(minutes=16)
    assert attempt("eve", "10.0.0.1")


def test_a_code_is_accepted_once(store: Store, clock: ManualClock) -> None:
    user = add(store)

    def accepts(code: str) -> bool:
        return store.write_now(lambda tx: accept_code(tx, KEY, user, code))

    assert accepts("")
    store.write_now(lambda tx: start_codes(tx, ADA, "nonce"))
    totp = TOTP(totp_secret(KEY, user, "nonce"))
    code = totp.at(clock.now())
    assert not accepts("")
    assert not accepts(f"{(int(code) + 1) % 1_000_000:06}")
    assert accepts(f"{code[:3]} {code[3:]}")
    assert not accepts(code)
    clock.advance(seconds=30)
    assert accepts(totp.at(clock.now()))
    assert not accepts(code)
    assert not accepts(totp.at(clock.now() + timedelta(seconds=90)))
    assert "issuer=leadkeep" in totp_uri(totp.secret, ADA)
    store.write_now(lambda tx: stop_codes(tx, ADA))
    assert accepts("")
    store.write_now(lambda tx: remove_user(tx, ADA))
    assert not accepts("")


def test_a_link_works_once_and_for_an_hour(store: Store, clock: ManualClock) -> None:
    def link() -> str:
        return store.write_now(lambda tx: new_link(tx, KEY))

    def use(token: str) -> bool:
        return store.write_now(lambda tx: use_link(tx, KEY, token))

    old, present = link(), link()
    assert not store.read_now(lambda tx: has_link(tx, KEY, old))
    assert store.read_now(lambda tx: has_link(tx, KEY, present))
    assert [use(present), use(present)] == [True, False]
    late = link()
    clock.advance(hours=1)
    assert not store.read_now(lambda tx: has_link(tx, KEY, late))
    assert not use(late)
