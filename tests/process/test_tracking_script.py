"""What the tracking script does in a real browser: cookie, events, opt-out (behaviour.md 8).

A site that only records stands where the server is; the pages are on another port and under other
names, so that every event crosses origins.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec
import pytest
from playwright.sync_api import BrowserContext, Page

from leadkeep.web import SCRIPT_PATH, script_page
from tests.support.browser import Event, Site, running_profile

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(120)]

MUNCHKIN_ID = "123-LKP-456"
CLICK_TOKEN = "MTIzLUxLUC00NTYAAAGd_token-of-a-mail"
COOKIE = re.compile(rf"id:{MUNCHKIN_ID}&token:(_mch-example\.com-[0-9a-f]{{32}})").fullmatch

ASYNC_EMBED = """
<script>
(function () {{
  var isBegun = false;
  function begin() {{
    if (!isBegun) {{ isBegun = true; Munchkin.init("{id}", {options}); }}
  }}
  var script = document.createElement("script");
  script.async = true;
  script.src = "{source}";
  script.onreadystatechange = function () {{
    if (this.readyState == "complete" || this.readyState == "loaded") begin();
  }};
  script.onload = begin;
  document.getElementsByTagName("head")[0].appendChild(script);
}})();
</script>
"""
PLAIN_EMBED = '<script src="{source}"></script><script>Munchkin.init("{id}", {options});</script>'

WATCH = """
window.written = [];
var real = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
Object.defineProperty(document, "cookie", {
  configurable: true,
  get: function () { return real.get.call(document); },
  set: function (text) { window.written.push(text); real.set.call(document, text); }
});
"""
"""Notes each write of a cookie: a browser shortens lives of more than 400 days."""


@pytest.fixture(scope="module")
def profile() -> Iterator[BrowserContext]:
    """One profile for all tests, which costs less than its own for each: cookies are cleared."""
    with running_profile() as profile:
        yield profile


@pytest.fixture
def recorder() -> Iterator[Site]:
    """Stands where the server is."""
    with Site({SCRIPT_PATH: bytes(script_page("GET", "").body)}) as site:
        yield site


@pytest.fixture
def pages() -> Iterator[Site]:
    with Site() as site:
        yield site


class Visitor:
    """One browser profile that looks at pages with the script."""

    def __init__(self, context: BrowserContext, pages: Site, recorder: Site) -> None:
        self.context, self.pages, self.recorder = context, pages, recorder
        self.page: Page = context.new_page()
        self.page.add_init_script(WATCH)
        self.failures: list[str] = []
        self.page.on("pageerror", lambda error: self.failures.append(str(error)))
        self.embed()

    def embed(self, form: str = ASYNC_EMBED, body: str = "", **options: object) -> None:
        """Let the pages begin with these options of the script."""
        source = f"//127.0.0.1:{self.recorder.port}{SCRIPT_PATH}"
        given = msgspec.json.encode(options).decode()
        script = form.format(source=source, id=MUNCHKIN_ID, options=given)
        self.pages.page = f"<!doctype html><html><head>{script}</head><body>{body}</body></html>"

    def open(self, path: str = "/", **where: str) -> None:
        self.page.goto(self.pages.url(path, **where))

    def sent(self, name: str) -> Event:
        """Return the next event, which must be one of this name."""
        event = self.recorder.event()
        assert event.name == name, event
        return event

    def call(self, script: str) -> Any:  # noqa: ANN401
        return self.page.evaluate(script)

    def sends_nothing(self) -> bool:
        """Return whether what the page sends now is the next that comes."""
        target = f"http://127.0.0.1:{self.recorder.port}/webevents/mark"
        self.page.evaluate("target => fetch(target, {mode: 'no-cors', method: 'POST'})", target)
        return self.recorder.event().name == "mark"

    def cookies(self) -> dict[str, Any]:
        return {each["name"]: each for each in self.context.cookies()}

    @property
    def token(self) -> str:
        found = COOKIE(self.cookies()["_mkto_trk"]["value"])
        assert found
        return found.group(1)


@pytest.fixture
def visitor(profile: BrowserContext, pages: Site, recorder: Site) -> Iterator[Visitor]:
    profile.clear_cookies()
    visitor = Visitor(profile, pages, recorder)
    yield visitor
    visitor.page.close()
    assert visitor.failures == []
    assert recorder.is_quiet


@pytest.mark.fact("R", "8.2")
@pytest.mark.parametrize("form", [ASYNC_EMBED, PLAIN_EMBED], ids=["loaded later", "plain tag"])
def test_a_visit(visitor: Visitor, form: str) -> None:
    visitor.embed(form)
    visitor.open("/pricing/a%20b?plan=1&for=me&plan=2#top")
    event = visitor.sent("visitWebPage")
    moment = int(event.values.pop("_mchNc"))
    assert abs(moment / 1_000 - datetime.now(UTC).timestamp()) < 60
    assert event.values == {
        "_mchCn": "",
        "_mchId": MUNCHKIN_ID,
        "_mchTk": visitor.token,
        "_mchHo": "www.shop.example.com",
        "_mchPo": str(visitor.pages.port),
        "_mchPc": "http:",
        "_mchRu": "/pricing/a%20b",
        "_mchHa": "#top",
        "_mchRe": "",
        "_mchQp": "plan=1__-__for=me__-__plan=2",
        "_mchVr": "lk1",
    }
    assert event.method == "POST"
    assert event.headers.get("content-length", "0") == "0"
    assert "access-control-request-method" not in event.headers


@pytest.mark.fact("D", "8.1")
def test_the_cookie(visitor: Visitor) -> None:
    visitor.open()
    visitor.sent("visitWebPage")
    token, cookie = visitor.token, visitor.cookies()["_mkto_trk"]
    assert (cookie["domain"], cookie["path"], cookie["secure"]) == (".example.com", "/", False)
    (written,) = visitor.call("window.written")
    ends_at = parsedate_to_datetime(re.findall("expires=([^;]+)", written)[0])
    days = (ends_at - datetime.now(UTC)) / timedelta(days=1)
    assert days == pytest.approx(730, abs=0.1)
    visitor.open("/second", host="blog.example.com")
    assert visitor.sent("visitWebPage").values["_mchTk"] == token
    assert len(visitor.call("window.written")) == 1
    assert visitor.cookies().keys() == {"_mkto_trk"}
    visitor.embed(cookieLifeDays=30, httpsOnly=True)
    visitor.open("/third", host="localhost")
    visitor.sent("visitWebPage")
    written = visitor.call("window.written")[-1]
    ends_at = parsedate_to_datetime(re.findall("expires=([^;]+)", written)[0])
    assert (ends_at - datetime.now(UTC)) / timedelta(days=1) == pytest.approx(30, abs=0.1)
    assert "secure" in written


@pytest.mark.fact("R", "8.1")
def test_a_cookie_of_the_vendor_is_kept(visitor: Visitor) -> None:
    token = "_mch-example.com-1374552656411-90718"
    for value in (f"id:561-HYG-937&token:{token}", f"token%3A{token}%26id%3A561-hyg-937"):
        visitor.context.add_cookies(
            [{"name": "_mkto_trk", "value": value, "domain": ".example.com", "path": "/"}]
        )
        visitor.open()
        assert visitor.sent("visitWebPage").values["_mchTk"] == token
        assert visitor.cookies()["_mkto_trk"]["value"] == f"id:{MUNCHKIN_ID}&token:{token}"


@pytest.mark.fact("R", "8.1")
def test_the_domain_of_the_cookie(visitor: Visitor) -> None:
    cases: list[tuple[str, dict[str, Any], str]] = [
        ("example.com", {}, ".example.com"),
        ("a.b.example.com", {}, ".example.com"),
        ("a.b.example.com", {"domainLevel": 3}, ".b.example.com"),
        ("a.b.example.com", {"domainLevel": "odd"}, ".example.com"),
        ("www.shop.example.co.uk", {}, ".example.co.uk"),
        ("shop.example.de", {}, ".shop.example.de"),
        ("shop.example.de", {"domainLevel": 2}, ".example.de"),
        # Nobody may set a cookie for all sites of such a host.
        ("somebody.github.io", {"domainLevel": 2}, "somebody.github.io"),
        ("localhost", {}, "localhost"),
        ("127.0.0.1", {}, "127.0.0.1"),
    ]
    for host, options, domain in cases:
        visitor.context.clear_cookies()
        visitor.embed(**options)
        visitor.open(host=host)
        token = visitor.sent("visitWebPage").values["_mchTk"]
        (cookie,) = visitor.context.cookies()
        assert (cookie["domain"], cookie["value"]) == (domain, f"id:{MUNCHKIN_ID}&token:{token}")


LINKS = """
<a href="/next?x=1"><b id="inner">next</b></a>
<map name="m"><area id="area" href="/area" shape="rect" coords="0,0,9,9"></map>
<a id="script" href="javascript:void 0">script</a>
<a id="none">none</a>
<button id="button" type="button">button</button>
<div id="component"></div>
<script>
  var root = document.getElementById("component").attachShadow({mode: "open"});
  root.innerHTML = '<a href="https://other.example.org/deep"><i>deep</i></a>';
  document.addEventListener("click", function (event) { event.stopPropagation(); });
</script>
"""


@pytest.mark.fact("R", "8.2")
def test_clicks_of_links(visitor: Visitor) -> None:
    visitor.embed(body=LINKS)
    visitor.open("/first#part")
    first = visitor.sent("visitWebPage")
    for each in ("script", "none", "button"):
        visitor.page.click(f"#{each}")
    assert visitor.sends_nothing()
    visitor.page.click("#inner")
    # The click and the visit of the next page are on their way together.
    events = {event.name: event for event in (visitor.recorder.event(), visitor.recorder.event())}
    click, second = events["clickLink"], events["visitWebPage"]
    assert click.values["_mchHr"] == visitor.pages.url("/next?x=1")
    assert (click.values["_mchRu"], click.values["_mchHa"]) == ("/first", "#part")
    assert (second.values["_mchRu"], second.values["_mchQp"]) == ("/next", "x=1")
    assert second.values["_mchRe"] == visitor.pages.url("/first")
    assert first.values["_mchTk"] == click.values["_mchTk"] == second.values["_mchTk"]
    visitor.call("document.addEventListener('click', event => event.preventDefault(), true)")
    visitor.page.click("#component i")
    assert visitor.sent("clickLink").values["_mchHr"] == "https://other.example.org/deep"
    visitor.call("document.getElementById('area').click()")
    assert visitor.sent("clickLink").values["_mchHr"] == visitor.pages.url("/area")


@pytest.mark.fact("R", "8.2")
def test_calls_of_the_page(visitor: Visitor) -> None:
    visitor.embed(apiOnly=True, wsInfo="j1RR", customName="named")
    visitor.open("/page")
    assert visitor.sends_nothing()
    assert visitor.cookies() == {}
    visitor.call("Munchkin.munchkinFunction('visitWebPage', {url: '/own/page', params: 'x=y&2=3'})")
    values = visitor.sent("visitWebPage").values
    assert (values["_mchRu"], values["_mchQp"]) == ("/own/page", "x=y__-__2=3")
    assert (values["_mchWs"], values["_mchCn"]) == ("j1RR", "named")
    visitor.call("Munchkin.munchkinFunction('visitWebPage')")
    assert visitor.sent("visitWebPage").values["_mchRu"] == "/page"
    visitor.call("Munchkin.munchkinFunction('clickLink', {href: '/foo/bar'})")
    assert visitor.sent("clickLink").values["_mchHr"] == "/foo/bar"
    visitor.call("Munchkin.munchkinFunction('associateLead', {Email: 'a@example.com'}, 'abcd')")
    values = visitor.sent("associateLead").values
    assert (values["_mchKy"], values["_mchAtEmail"]) == ("abcd", "a@example.com")


@pytest.mark.fact("D", "8.2")
def test_the_token_of_a_mail(visitor: Visitor) -> None:
    visitor.embed(cookieAnon=False)
    visitor.open()
    assert visitor.sends_nothing()
    assert visitor.cookies() == {}
    visitor.open(f"/?mkt_tok={CLICK_TOKEN}&x=1")
    values = visitor.sent("visitWebPage").values
    assert values["mkt_tok"] == CLICK_TOKEN
    assert values["_mchTk"] == visitor.token
    visitor.open()
    assert "mkt_tok" not in visitor.sent("visitWebPage").values


def test_a_visitor_who_agrees_later(visitor: Visitor) -> None:
    visitor.embed(cookieAnon=False)
    visitor.open()
    visitor.call("Munchkin.createTrackingCookie()")
    assert visitor.cookies() == {}
    visitor.call("Munchkin.createTrackingCookie(true)")
    assert visitor.sends_nothing()
    visitor.call("Munchkin.munchkinFunction('visitWebPage')")
    assert visitor.sent("visitWebPage").values["_mchTk"] == visitor.token


@pytest.mark.fact("D", "8.1")
def test_opting_out(visitor: Visitor) -> None:
    visitor.embed(body=LINKS)
    visitor.open()
    visitor.sent("visitWebPage")
    assert visitor.cookies().keys() == {"_mkto_trk"}
    for path in ("/?x=1&marketo_opt_out=true", "/later", f"/?mkt_tok={CLICK_TOKEN}"):
        visitor.open(path)
        visitor.page.click("#inner")
        visitor.page.wait_for_url("**/next?x=1")
        visitor.call("Munchkin.munchkinFunction('visitWebPage')")
        assert visitor.sends_nothing()
        assert visitor.cookies().keys() == {"mkto_opt_out"}
    (cookie,) = visitor.context.cookies()
    assert (cookie["domain"], cookie["value"]) == (".example.com", "true")


def test_a_page_may_hold_it_twice(visitor: Visitor) -> None:
    visitor.embed(PLAIN_EMBED + PLAIN_EMBED, body=LINKS)
    visitor.open()
    visitor.sent("visitWebPage")
    visitor.sent("visitWebPage")
    visitor.call("document.addEventListener('click', event => event.preventDefault())")
    visitor.page.click("#component i")
    visitor.sent("clickLink")
    assert visitor.sends_nothing()


@pytest.mark.parametrize(
    ("missing", "method"),
    [
        ("navigator.sendBeacon = () => false", "POST"),
        ("navigator.sendBeacon = undefined", "POST"),
        ("navigator.sendBeacon = window.XMLHttpRequest = undefined", "GET"),
    ],
)
@pytest.mark.fact("R", "8.2")
def test_browsers_that_lack_something(visitor: Visitor, missing: str, method: str) -> None:
    visitor.page.add_init_script(
        f"{missing}; Object.defineProperty(window, 'crypto', {{value: undefined}});"
    )
    visitor.open()
    event = visitor.sent("visitWebPage")
    assert (event.method, event.values["_mchTk"]) == (method, visitor.token)
    assert event.headers.get("content-length", "0") == "0"


def test_without_cookies_nobody_is_followed(visitor: Visitor) -> None:
    visitor.page.add_init_script(
        "Object.defineProperty(document, 'cookie', {get: () => '', set: () => {}})"
    )
    visitor.open()
    assert visitor.sends_nothing()


def test_no_error_reaches_the_page(visitor: Visitor) -> None:
    visitor.embed('<script src="{source}"></script>')
    visitor.open("/?mkt_tok=%E0%A4%A&marketo_opt_out=%")
    visitor.call("Munchkin.munchkinFunction('visitWebPage')")
    visitor.call("Munchkin.createTrackingCookie(true)")
    assert visitor.cookies() == {}
    assert visitor.sends_nothing()
    visitor.call("Munchkin.init('123;x=1&y', null)")
    assert visitor.sent("visitWebPage").values["_mchId"] == "123x1y"
    for odd in ("null", "'text'", "7", "{url: {toString: () => { throw 1 }}}"):
        visitor.call(f"Munchkin.munchkinFunction('unknown', {odd})")
        visitor.call(f"Munchkin.munchkinFunction('clickLink', {odd})")
        visitor.call(f"Munchkin.munchkinFunction('visitWebPage', {odd})")
    events = [visitor.recorder.event().name for _ in range(7)]
    assert sorted(events) == ["clickLink"] * 4 + ["visitWebPage"] * 3
    visitor.call("document.dispatchEvent(new Event('click'))")
    assert visitor.sends_nothing()


def test_an_address_that_servers_take(visitor: Visitor) -> None:
    visitor.embed(apiOnly=True)
    visitor.open()
    for text in ("x", "&", "\N{GRINNING FACE}", "é"):
        long = msgspec.json.encode({"url": "/x" + text * 9_000, "params": text * 9_000}).decode()
        visitor.call(f"Munchkin.munchkinFunction('visitWebPage', {long})")
        event = visitor.sent("visitWebPage")
        assert len(event.target) < 8_192
        assert event.values["_mchRu"].startswith("/x" + text * 100)
