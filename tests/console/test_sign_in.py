"""Codes at the sign-in, and the link that adds the first user."""

import pyotp
import pytest

from leadkeep.console.sessions import SESSION_COOKIE
from leadkeep.domain.instance.users import NewUser, add_user, hash_password, list_users, new_link
from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.rehearsal import KEY
from tests.support.console import Browser, text_of

EMAIL, PASSWORD = "eve@example.com", "correct horse battery"


@pytest.fixture(scope="module")
def stored_hash() -> str:
    return hash_password(PASSWORD)


def sign_in(browser: Browser, code: str = "", password: str = PASSWORD) -> Response:
    return browser.send("/sign-in", {"email": EMAIL, "password": password, "code": code})


def code_of(server: Rehearsal, secret: str) -> str:
    return pyotp.TOTP(secret).at(server.clock.now())


@pytest.fixture
def secret(server: Rehearsal, stored_hash: str) -> str:
    """The secret that a user gets on the own page, after a sign-in without a code."""
    new = NewUser(EMAIL, stored_hash, "API Administrator")
    server.store.write_now(lambda tx: add_user(tx, new))
    browser = Browser(server)
    assert sign_in(browser).status == 303
    shown: str = browser.post("/account.json", "codes").body["secret"]
    assert shown not in text_of(browser.get("/account"))
    return shown


def test_a_user_signs_in_with_a_code(server: Rehearsal, secret: str) -> None:
    browser = Browser(server)
    assert 'name="code"' in text_of(browser.get("/sign-in"))
    for wrong in ("", "000000", "x" * 400):
        refused = sign_in(browser, wrong)
        assert refused.status == 403
        assert "not right" in text_of(refused)
        assert SESSION_COOKIE not in browser.cookies
    assert sign_in(browser, code_of(server, secret), "wrong horse battery").status == 403
    assert sign_in(browser, code_of(server, secret)).status == 303
    assert browser.get("/leads").status == 200


def test_a_code_is_accepted_once(server: Rehearsal, secret: str) -> None:
    code = code_of(server, secret)
    assert sign_in(Browser(server), code).status == 303
    assert sign_in(Browser(server), code).status == 403
    server.clock.advance(seconds=30)
    assert sign_in(Browser(server), code).status == 403
    assert sign_in(Browser(server), code_of(server, secret)).status == 303


def test_a_user_stops_the_codes(server: Rehearsal, secret: str) -> None:
    browser = Browser(server)
    assert sign_in(browser, code_of(server, secret)).status == 303
    assert browser.post("/account", "no-codes").status == 303
    assert sign_in(Browser(server)).status == 303


def start(browser: Browser, token: str, **form: str) -> Response:
    return browser.send("/start", {"token": token, "email": EMAIL, "password": PASSWORD, **form})


def test_a_link_adds_the_first_user_once(server: Rehearsal) -> None:
    token = server.store.write_now(lambda tx: new_link(tx, KEY))
    browser = Browser(server)
    assert "The first user" in text_of(browser.get(f"/start?token={token}"))
    for wrong in ({"password": "short"}, {"email": "nobody"}):
        refused = start(browser, token, **wrong)
        assert refused.status == 422
        assert 'role="alert"' in text_of(refused)
    assert server.store.read_now(list_users) == []
    assert start(browser, token).headers["location"] == "/console"
    assert browser.get("/jobs").status == 200
    (user,) = server.store.read_now(list_users)
    assert (user.email, user.roles) == (EMAIL, [("Default", "API Administrator")])
    again = Browser(server)
    assert again.get(f"/start?token={token}").status == 403
    assert start(again, token, email="mallory@example.com").status == 403
    assert len(server.store.read_now(list_users)) == 1


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_link_that_nobody_made_adds_nobody(server: Rehearsal, token: str) -> None:
    server.store.write_now(lambda tx: new_link(tx, KEY))
    assert Browser(server).get(f"/start?token={token}").status == 403
    assert start(Browser(server), token).status == 403
    assert server.store.read_now(list_users) == []


def test_a_link_lasts_for_an_hour_and_a_new_one_ends_it(server: Rehearsal) -> None:
    first = server.store.write_now(lambda tx: new_link(tx, KEY))
    second = server.store.write_now(lambda tx: new_link(tx, KEY))
    assert Browser(server).get(f"/start?token={first}").status == 403
    assert Browser(server).get(f"/start?token={second}").status == 200
    server.clock.advance(minutes=61)
    gone = start(Browser(server), second)
    assert gone.status == 403
    assert "restart the server" in text_of(gone)
