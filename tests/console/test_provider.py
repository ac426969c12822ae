"""Sign-in by an OpenID Connect provider: whom it admits, and whom nobody does."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr

from leadkeep.console.sessions import ATTEMPT_COOKIE, SESSION_COOKIE
from leadkeep.domain.instance.users import NewUser, add_user, list_users
from leadkeep.errors import SetupError
from leadkeep.settings import Settings
from leadkeep.testing import Rehearsal, Response
from tests.support.console import PREFIX, Browser, text_of
from tests.support.openid import CLIENT_ID, CODE, SECRET, OpenIdProvider, openid_provider

ADA = "ada@example.com"


@pytest.fixture
def provider(server: Rehearsal) -> Iterator[OpenIdProvider]:
    with openid_provider() as found:
        found.now = server.clock.now().timestamp()
        yield found


def settings_for(provider: OpenIdProvider, **more: Any) -> Settings:  # noqa: ANN401
    return Settings(
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=SecretStr(SECRET),
        **more,
    )


@pytest.fixture
def browser(server: Rehearsal, provider: OpenIdProvider) -> Browser:
    """A browser at a server with the provider; the store has one user."""
    server.store.write_now(lambda tx: add_user(tx, NewUser(ADA, None, "API Administrator")))
    return Browser(server.another(settings=settings_for(provider)))


def leave(browser: Browser, provider: OpenIdProvider, following: str = "/console/leads") -> str:
    """Go to the provider; return the state that it was sent."""
    sent = browser.get(f"/sign-in/provider?next={following}")
    assert sent.status == 303, text_of(sent)
    provider.arrive(sent.headers["location"])
    return provider.asked["state"]


def come_back(browser: Browser, state: str, code: str = CODE, more: str = "") -> Response:
    return browser.get(f"/sign-in/return?code={code}&state={state}{more}")


def is_signed_in(browser: Browser) -> bool:
    return bool(browser.cookies.get(SESSION_COOKIE)) and browser.get("/leads").status == 200


def test_a_user_signs_in_by_the_provider(browser: Browser, provider: OpenIdProvider) -> None:
    assert "Sign in with 127.0.0.1" in text_of(browser.get("/sign-in"))
    state = leave(browser, provider)
    assert provider.asked["scope"] == "openid email"
    assert provider.asked["code_challenge_method"] == "S256"
    assert provider.asked["redirect_uri"].endswith(f"{PREFIX}/sign-in/return")
    planted = browser.cookies[SESSION_COOKIE] = "a" * 64
    done = come_back(browser, state)
    assert (done.status, done.headers["location"]) == (303, "/console/leads")
    assert browser.cookies[SESSION_COOKIE] != planted
    assert browser.cookies[ATTEMPT_COOKIE] == ""
    assert is_signed_in(browser)
    assert browser.get("/account.json").body["email"] == ADA
    assert come_back(Browser(browser.server), state).status == 403  # the return works once


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example.com"},
        {"aud": "another-client"},
        {"aud": ["leadkeep-console", "another"], "azp": "another"},
        {"nonce": "0" * 64},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"iat": 99_999_999_999},
        {"sub": None},
    ],
    ids=str,
)
def test_a_token_of_something_else_is_refused(
    browser: Browser, provider: OpenIdProvider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    refused = come_back(browser, leave(browser, provider))
    assert refused.status == 403
    assert "did not confirm" in text_of(refused)
    assert not is_signed_in(browser)
    provider.claims = {}
    assert come_back(browser, leave(browser, provider)).status == 303


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"email_verified": False}, "not verified"),
        ({"email_verified": "true"}, "not verified"),
        ({"email_verified": None}, "not verified"),
        ({"email": None}, "not verified"),
        ({"email": "eve@example.com"}, "Nobody with your address"),
    ],
)
def test_only_users_with_a_verified_address_are_admitted(
    browser: Browser, provider: OpenIdProvider, claims: dict[str, Any], reason: str
) -> None:
    provider.claims = claims
    refused = come_back(browser, leave(browser, provider))
    assert refused.status == 403
    assert reason in text_of(refused)
    assert not is_signed_in(browser)


def test_a_token_that_somebody_else_signed_is_refused(
    browser: Browser, provider: OpenIdProvider
) -> None:
    provider.signed_by = "another"
    assert come_back(browser, leave(browser, provider)).status == 403
    provider.published = "another"  # the provider has changed its key
    assert come_back(browser, leave(browser, provider)).status == 303


def test_a_return_belongs_to_the_browser_that_left(
    browser: Browser, provider: OpenIdProvider
) -> None:
    """A return that somebody sends to another browser signs nobody in (login CSRF)."""
    state = leave(browser, provider)
    victim = Browser(browser.server)
    assert come_back(victim, state).status == 403
    leave(victim, provider)
    assert come_back(victim, state).status == 403
    assert not is_signed_in(victim)
    state = leave(browser, provider)
    assert come_back(browser, "0" * 64).status == 403
    state = leave(browser, provider)
    kept = browser.cookies[ATTEMPT_COOKIE]
    browser.cookies[ATTEMPT_COOKIE] = kept.replace("leads", "users")
    assert come_back(browser, state).status == 403
    state = leave(browser, provider)
    assert come_back(browser, state, more="&iss=https://evil.example.com").status == 403
    state = leave(browser, provider)
    assert come_back(browser, state, code="wrong").status == 403


def test_a_return_has_ten_minutes(browser: Browser, provider: OpenIdProvider) -> None:
    state = leave(browser, provider)
    browser.server.clock.advance(minutes=11)
    assert come_back(browser, state).status == 403
    assert not is_signed_in(browser)


def test_returns_are_counted(browser: Browser, provider: OpenIdProvider) -> None:
    statuses = [come_back(browser, "x").status for _ in range(9)]
    assert statuses == [403] * 8 + [429]
    browser.server.clock.advance(minutes=16)
    provider.now = browser.server.clock.now().timestamp()
    assert come_back(browser, leave(browser, provider)).status == 303


def test_a_new_user_gets_the_role_of_the_settings(
    server: Rehearsal, provider: OpenIdProvider
) -> None:
    server.save_role("Reader", "Read-Only Lead")
    admitting = settings_for(provider, oidc_role="Reader", oidc_domains=["Example.com"])
    browser = Browser(server.another(settings=admitting))
    provider.claims = {"email": "eve@elsewhere.example.org"}
    assert come_back(browser, leave(browser, provider)).status == 403
    assert server.store.read_now(list_users) == []
    provider.claims = {"email": "Eve@example.com"}
    assert come_back(browser, leave(browser, provider)).status == 303
    (user,) = server.store.read_now(list_users)
    assert (user.email, user.roles, user.has_password) == (
        "eve@example.com",
        [("Default", "Reader")],
        False,
    )
    assert browser.get("/leads").status == 200
    assert browser.get("/jobs").status == 403
    form = {"email": "eve@example.com", "password": ""}
    assert Browser(server).send("/sign-in", form).status == 403


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example.com"},
        {"authorization_endpoint": None},
        {"authorization_endpoint": 7},
    ],
)
def test_a_provider_that_is_none_is_said(
    browser: Browser, provider: OpenIdProvider, metadata: dict[str, Any]
) -> None:
    provider.metadata = metadata
    failed = browser.get("/sign-in/provider")
    assert failed.status == 502
    assert "did not confirm" in text_of(failed)


def test_a_provider_that_is_down_is_asked_again_a_little_later(
    browser: Browser, provider: OpenIdProvider
) -> None:
    """Anybody may ask for its address: it is not waited for each time."""
    provider.metadata = {"issuer": "https://evil.example.com"}
    for _ in range(3):
        assert browser.get("/sign-in/provider").status == 502
    assert len(provider.seen) == 1  # it is cached
    provider.metadata, provider.is_down = {}, True
    browser.server.clock.advance(minutes=11)
    for _ in range(3):
        assert browser.get("/sign-in/provider").status == 502
    assert len(provider.seen) == 2
    provider.is_down = False
    browser.server.clock.advance(seconds=11)
    provider.now = browser.server.clock.now().timestamp()
    assert come_back(browser, leave(browser, provider)).status == 303


def test_a_sign_in_by_the_provider_leads_nowhere_else(
    browser: Browser, provider: OpenIdProvider
) -> None:
    state = leave(browser, provider, "https://evil.example.com")
    assert come_back(browser, state).headers["location"] == "/console"
    query = parse_qs(urlsplit(f"?{provider.asked['redirect_uri']}").query)
    assert "evil" not in str(query)


def test_without_a_provider_there_is_no_such_sign_in(server: Rehearsal) -> None:
    browser = Browser(server)
    assert "Sign in with" not in text_of(browser.get("/sign-in"))
    assert browser.get("/sign-in/provider").status == 404
    assert browser.get("/sign-in/return").status == 404


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"oidc_issuer": "http://login.example.com"}, "https://"),
        ({"oidc_client_id": None}, "oidc_client_id"),
        ({"oidc_role": "Reader"}, "oidc_domains"),
    ],
)
def test_settings_that_do_not_fit_are_refused(
    server: Rehearsal, given: dict[str, Any], reason: str
) -> None:
    right = {"oidc_issuer": "https://login.example.com", "oidc_client_id": "x"}
    server.another(settings=Settings(**right))
    with pytest.raises(SetupError, match=reason):
        server.another(settings=Settings(**(right | given)))
