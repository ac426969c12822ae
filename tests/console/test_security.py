"""Forged forms, stolen sessions, frames, markup in names, links to elsewhere."""

import re

import pytest

from leadkeep.console.pages import PAGES
from leadkeep.console.sessions import SESSION_COOKIE, safe_next
from leadkeep.domain.instance.users import NewUser, add_user, hash_password
from leadkeep.settings import Settings
from leadkeep.store import Store
from leadkeep.testing import Rehearsal
from tests.support.campaigns import apply
from tests.support.console import Browser, signed_in, text_of
from tests.support.leads import create, read

EMAIL, PASSWORD = "eve@example.com", "correct horse battery"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"


@pytest.fixture(scope="module")
def stored_hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def eve(server: Rehearsal, stored_hash: str) -> Browser:
    """A browser of a user who has a password and is not signed in."""
    new = NewUser(EMAIL, stored_hash, "API Administrator")
    server.store.write_now(lambda tx: add_user(tx, new))
    return Browser(server)


def sign_in(browser: Browser, password: str = PASSWORD, following: str = "/console") -> int:
    form = {"email": EMAIL, "password": password, "next": following}
    return browser.send("/sign-in", form).status


def test_a_user_signs_in_and_out(eve: Browser) -> None:
    assert "Sign in" in text_of(eve.get("/sign-in"))
    assert sign_in(eve, "wrong horse battery") == 403
    assert SESSION_COOKIE not in eve.cookies
    assert sign_in(eve) == 303
    assert eve.get("/leads").status == 200
    assert eve.get("/sign-out").status == 303  # a link signs nobody out
    assert eve.get("/leads").status == 200
    stolen = dict(eve.cookies)
    assert eve.post("/sign-out").headers["location"] == "/console/sign-in"
    assert Browser(eve.server, stolen).get("/leads").status == 303


def test_the_cookie_is_for_the_browser_alone(eve: Browser) -> None:
    response = eve.send("/sign-in", {"email": EMAIL, "password": PASSWORD})
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/console" in cookie
    assert "Max-Age=43200" in cookie


def test_a_session_is_new_after_each_sign_in(eve: Browser) -> None:
    """A token that somebody else put into the browser is worth nothing."""
    eve.cookies[SESSION_COOKIE] = planted = "a" * 64
    sign_in(eve)
    first = eve.cookies[SESSION_COOKIE]
    assert first != planted
    sign_in(eve)
    assert eve.cookies[SESSION_COOKIE] != first
    assert Browser(eve.server, {SESSION_COOKIE: first}).get("/leads").status == 303
    assert Browser(eve.server, {SESSION_COOKIE: planted}).get("/leads").status == 303


def test_too_many_attempts_are_refused(eve: Browser) -> None:
    statuses = [sign_in(eve, "wrong horse battery") for _ in range(9)]
    assert statuses == [403] * 8 + [429]
    assert sign_in(eve) == 429
    eve.server.clock.advance(minutes=16)
    assert sign_in(eve) == 303


def test_unknown_users_are_refused_like_wrong_passwords(eve: Browser) -> None:
    texts = [
        text_of(eve.send("/sign-in", {"email": email, "password": "x" * 12}))
        for email in (EMAIL, "nobody@example.com")
    ]
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example.com",
        "//evil.example.com",
        "/\\evil.example.com",
        "/console//evil.example.com",
        "/console/../admin",
        "/console\r\nset-cookie: a=b",
        "/consoles",
        "javascript:alert(1)",
    ],
)
def test_a_sign_in_leads_nowhere_else(eve: Browser, path: str) -> None:
    form = {"email": EMAIL, "password": PASSWORD, "next": path}
    assert eve.send("/sign-in", form).headers["location"] == "/console"
    assert safe_next("/console/leads?q=ada") == "/console/leads?q=ada"


def test_a_forged_form_changes_nothing(server: Rehearsal) -> None:
    lead = create(server, firstName="Ada")
    browser = signed_in(server)
    form = {"action": "edit", "field": "firstName", "value": "Mallory"}
    path = f"/leads/{lead}"
    good = browser.csrf
    other = signed_in(server, "other@example.com").csrf
    for csrf in ("", "0" * 64, other):
        assert browser.send(path, {**form, "csrf": csrf}).status == 403
    assert (
        browser.send(
            path,
            {**form, "csrf": good},
            origin="https://evil.example.com",
            host="leads.example.com",
        ).status
        == 400
    )
    assert browser.send(path, {**form, "csrf": good}, sec_fetch_site="cross-site").status == 400
    assert read(server, lead, "firstName")["firstName"] == "Ada"
    assert browser.send(path, {**form, "csrf": good}, sec_fetch_site="same-origin").status == 303
    assert read(server, lead, "firstName")["firstName"] == "Mallory"


def test_pages_are_shown_in_no_frame_and_run_no_foreign_code(server: Rehearsal) -> None:
    browser = signed_in(server)
    for path in ("", "/leads", "/nothing", "/static/console.js", "/sign-out"):
        headers = browser.get(path).headers
        assert headers["x-frame-options"] == "DENY"
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
    assert browser.get("/leads").headers["cache-control"] == "no-store"
    assert "immutable" in browser.get("/static/console.css").headers["cache-control"]


def test_pages_have_nothing_inline(server: Rehearsal) -> None:
    browser = signed_in(server)
    for page in PAGES:
        if "{" not in page.path and page.name != "blueprint":
            text = text_of(browser.get(page.path))
            assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", text), page.name
            hosts = re.findall(r"(?:src|href|action)=\"(?:https?:)?//", text)
            assert not hosts, page.name


def test_markup_in_names_is_shown_and_not_run(server: Rehearsal) -> None:
    quoted = MARKUP.replace('"', '\\"')
    apply(
        server,
        f"""
folders: [{{name: "{quoted}", parent: Marketing Activities}}]
campaigns: [{{name: "{quoted}", description: "{quoted}",
  triggers: [{{type: Campaign is Requested}}],
  flow: [{{changeDataValue: {{field: city, value: "{quoted}"}}}}]}}]
lists: [{{name: "{quoted}", description: "{quoted}"}}]
""",
    )
    lead = create(server, firstName=MARKUP, lastName=MARKUP, company=MARKUP)
    server.save_role(MARKUP, "Read-Only Lead")
    browser = signed_in(server)
    number = browser.get("/campaigns.json").body["listing"]["rows"][0]["cells"][0]
    static_list = browser.get("/leads.json").body["lists"][0]["id"]
    server.post(f"/rest/v1/lists/{static_list}/leads.json", {"input": [{"id": lead}]})
    paths = [each.path for each in PAGES if "{" not in each.path and each.name != "blueprint"]
    paths += [f"/leads/{lead}?fields=all", f"/campaigns/{number}", f"/lists/{static_list}"]
    paths += [f"/leads/{lead}?tab={tab}" for tab in ("timeline", "lists", "campaigns", "relations")]
    paths += [f"/leads/chosen?lead={lead}", f"/leads?q={MARKUP}", f"/campaigns?filter={MARKUP}"]
    shown = 0
    for path in paths:
        text = text_of(browser.get(path))
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        shown += "&lt;script&gt;alert" in text
    assert shown > 8


def test_a_notice_is_text(server: Rehearsal) -> None:
    browser = signed_in(server)
    browser.cookies["leadkeep_notice"] = "%3Cscript%3Ealert(1)%3C%2Fscript%3E"
    assert "&lt;script&gt;alert(1)" in text_of(browser.get(""))
    assert "alert(1)" not in text_of(browser.get(""))


def test_a_file_has_no_formulas(server: Rehearsal) -> None:
    create(server, firstName="=HYPERLINK(1)", company="+1")
    found = signed_in(server).get("/leads.csv")
    assert found.headers["content-disposition"] == 'attachment; filename="leads.csv"'
    assert "'=HYPERLINK(1)" in found.content.decode()
    assert ",'+1," in found.content.decode()


def test_the_console_can_be_off(store: Store) -> None:
    settings = Settings.model_construct(console="off")
    with Rehearsal(store, settings=settings) as server:
        assert server.get("/console", token="").status == 404
        root = server.get("/", token="", headers={"accept": "text/html"})
        assert root.content.startswith(b"leadkeep")


def test_browsers_are_sent_to_the_console(server: Rehearsal) -> None:
    root = server.get("/", token="", headers={"accept": "text/html,*/*"})
    assert (root.status, root.headers["location"]) == (303, "/console")
    assert server.get("/", token="").content.startswith(b"leadkeep")


def test_bodies_and_addresses_have_limits(server: Rehearsal) -> None:
    browser = signed_in(server)
    assert browser.get(f"/leads?q={'x' * 9_000}").status == 414
    assert browser.send("/leads/chosen", {"csrf": "x" * 1_100_000}).status == 413
    sign_in = {"email": "ada@example.com", "password": "wrong"}
    assert browser.send("/sign-in", sign_in).status == 403
    assert browser.send("/sign-in", sign_in | {"next": "x" * 17_000}).status == 413
    many = "a=&" * 2_100
    assert browser.get(f"/leads?{many}").status == 400
    assert server.request("PUT", "/console/leads", token="").status == 405
    assert server.request("GET", "/consoles", token="").status == 404
