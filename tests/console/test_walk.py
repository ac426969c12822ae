"""A real browser walks through the console of the demo: light, dark, on a phone's width."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from leadkeep.console.pages import PAGES
from leadkeep.testing.stores import StoreFactory
from tests.support.browser import browser_path
from tests.support.server_process import ServerProcess

pytestmark = [pytest.mark.process, pytest.mark.timeout(180)]

SLOW = pytest.mark.slow

NUMBERS = {"lead": 1, "campaign": 1001, "program": 1001, "list": 1001, "form": 1001, "request": 1}
NOT_PAGES = {"blueprint", "import", "rejects", "warnings", "export"}
"""Files to download, and what a test of its own visits."""
NOT_IN_DEMO = {"smart_list", "email", "request"}
SERIOUS = {"serious", "critical"}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 800}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 800}},
    "phone": {"color_scheme": "light", "viewport": {"width": 375, "height": 720}},
}


@cache
def axe_script() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


class Walk:
    """A page of a browser that must log no error and send no request to another host."""

    def __init__(self, profile: BrowserContext, base_url: str) -> None:
        self.base_url = base_url
        self.wrong: list[str] = []
        self.page: Page = profile.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("console", lambda message: self.note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self.check_host(request.url))
        self.page.on("dialog", lambda dialog: dialog.accept())

    def note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.wrong.append(text)

    def check_host(self, url: str) -> None:
        if not url.startswith(f"{self.base_url}/"):
            self.wrong.append(f"asked another host: {url}")

    def open(self, path: str) -> Page:
        response = self.page.goto(f"{self.base_url}/console{path}", wait_until="load")
        assert response is not None
        assert response.ok, (path, response.status)
        return self.page

    def faults(self) -> list[str]:
        """Return what axe-core finds serious on the present page."""
        self.page.evaluate(axe_script())
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{each['id']}: {node['html'][:120]}"
            for each in found["violations"]
            if each["impact"] in SERIOUS
            for node in each["nodes"][:3]
        ]


def paths() -> list[str]:
    """Return the address of every page that is there in the demo, without those of one request."""
    plain = [each for each in PAGES if each.name not in NOT_PAGES | NOT_IN_DEMO]
    shown = [each.path.format_map(NUMBERS) for each in plain]
    tabs = ("lists", "programs", "campaigns", "relations", "pages", "merges")
    more = [f"/leads/1?tab={tab}" for tab in tabs]
    more += [f"/exports?what={what}" for what in ("activities", "customObjects", "lists")]
    pairs = ["/leads/chosen?lead=1&lead=2", "/duplicates/merge?lead=1&lead=2"]
    return [*shown, *more, *pairs, "/leads?q=ad", "/duplicates?by=name"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all walks, each of which is a profile of its own."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(
            executable_path=browser_path(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        ) as running,
    ):
        yield running


@contextmanager
def walking(browser: Browser, url: str, folder: Path, look: str) -> Iterator[Walk]:
    with (
        ServerProcess(url, folder, arguments=("--demo",)) as server,
        browser.new_context(**LOOKS[look]) as profile,
    ):
        walk = Walk(profile, server.base_url)
        yield walk
        assert walk.wrong == []


@pytest.mark.parametrize(
    "look", ["light", pytest.param("dark", marks=SLOW), pytest.param("phone", marks=SLOW)]
)
@pytest.mark.timeout(420)
def test_every_page_is_clear(
    browser: Browser, sqlite_stores: StoreFactory, tmp_path: Path, look: str
) -> None:
    """No serious fault by axe, nothing wider than the window, no error, no other host."""
    with walking(browser, sqlite_stores.url(), tmp_path, look) as walk:
        found = {}
        for path in paths():
            page = walk.open(path)
            faults = walk.faults() if look != "phone" else []
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append("wider than the window")
            if faults:
                found[path] = faults
        assert found == {}


def test_a_user_finds_changes_merges_and_asks_why(
    browser: Browser, stores: StoreFactory, tmp_path: Path
) -> None:
    """From the first page to one lead instead of two, by hand and by key."""
    with walking(browser, stores.url(), tmp_path, "light") as walk:
        page = walk.open("")
        page.keyboard.press("g")
        page.keyboard.press("l")
        page.wait_for_url("**/console/leads")
        page.get_by_role("searchbox").fill("ada.lovelace@")
        rows = page.locator("tbody tr")
        expect(rows).to_have_count(1)
        assert page.url.endswith("?q=ada.lovelace%40")
        page.get_by_role("link", name="Ada Lovelace").click()
        title = page.locator("#f-title")
        title.locator("summary").click()
        title.locator("input[name=value]").fill("Countess")
        title.get_by_role("button", name="Save").click()
        expect(page.locator(".notice")).to_contain_text("is changed")
        expect(page.locator("#f-title summary")).to_have_text("Countess")
        expect(page.locator(".acts")).to_contain_text("Changed in the console by operator")
        walk.open("/leads/chosen?lead=1&lead=2")
        page.get_by_role("link", name="Merge…").click()
        page.get_by_role("button", name="Merge").click()
        expect(page.locator(".notice")).to_contain_text("merged into it")
        assert page.locator("h1").inner_text() == "Ada Lovelace"
        walk.open("/leads/2")
        expect(page.locator("main")).to_contain_text("was merged into lead 1")
        walk.open("/campaigns/1001")
        page.get_by_label("Why did it take").fill("3")
        page.get_by_role("button", name="Why?").click()
        expect(page.locator("main")).to_contain_text("Campaign is Requested")
        page.go_back()
        page.get_by_role("button", name="Switch off").click()
        expect(page.get_by_role("button", name="Switch on")).to_be_visible()


def test_the_tutorial_leads_to_a_merge_and_to_why(
    browser: Browser, stores: StoreFactory, tmp_path: Path
) -> None:
    """The three minutes of docs/tutorials/console.md, by what its sentences name."""
    with walking(browser, stores.url(), tmp_path, "light") as walk:
        page = walk.open("")
        page.get_by_role("link", name="Duplicates").click()
        expect(page.locator("main")).to_contain_text("ada.lovelace+talks@example.com")
        page.get_by_role("link", name="Compare and merge").first.click()
        row = page.get_by_role("row", name="Company Name")
        row.get_by_label("Analytical Engines Ltd").check()
        page.get_by_role("button", name="Merge into Ada Lovelace").click()
        expect(page.locator(".notice")).to_contain_text("1 lead is merged into it")
        assert page.locator("h1").inner_text() == "Ada Lovelace"
        expect(page.locator("#f-company summary")).to_have_text("Analytical Engines Ltd")
        expect(page.locator("#f-phone summary")).to_have_text("+44 20 7946 0101")
        expect(page.locator(".acts")).to_contain_text("Merge Leads")
        page.get_by_role("link", name="Campaigns", exact=False).first.click()
        page.get_by_role("link", name="Thank Gold Visitors").click()
        page.get_by_label("Why did it take").fill("grace")
        page.get_by_role("button", name="Why?").click()
        why = page.locator("main")
        expect(why).to_contain_text("Grace Okafor")
        expect(why).to_contain_text("not met: Acme Tier is gold")
        expect(why).to_contain_text("silver")
        walk.open("/duplicates")
        expect(page.locator("main")).not_to_contain_text("ada.lovelace+talks@example.com")


def test_a_file_is_dropped_tried_and_imported(
    browser: Browser, sqlite_stores: StoreFactory, tmp_path: Path
) -> None:
    """The script follows the trial and the import; axe finds no fault in either."""
    file = tmp_path / "people.csv"
    file.write_text("Email Address;Firma\nnew@example.com;Engines\n;Nobody\n", encoding="utf-8")
    with walking(browser, sqlite_stores.url(), tmp_path, "light") as walk:
        page = walk.open("/imports")
        page.get_by_label("Drop it here").set_input_files(file)
        page.get_by_role("button", name="Upload").click()
        page.get_by_label("Field of Firma").select_option(label="Company Name")
        assert walk.faults() == []
        page.get_by_role("button", name="Try it").click()
        expect(page.locator("#progress")).to_contain_text("What would happen")
        expect(page.locator("#progress")).to_contain_text("row 3")
        assert page.get_by_label("Field of Firma").input_value() == "company"
        page.get_by_role("button", name="Start the import").click()
        expect(page.locator("#progress")).to_contain_text("It is done")
        assert walk.faults() == []
        with page.expect_download() as download:
            page.get_by_role("link", name="Refused rows").click()
        assert "Import Failure Reason" in download.value.path().read_text(encoding="utf-8")
        import_packed_objects(walk, tmp_path / "people.ndjson.gz")
        page = walk.open("/exports?what=lists")
        page.get_by_role("button", name="Export", exact=True).click()
        expect(page.locator("#progress")).to_contain_text("completed")
        with page.expect_download() as download:
            page.get_by_role("link", name="lists-").click()
        assert "Newsletter Subscribers" in download.value.path().read_text(encoding="utf-8")


def import_packed_objects(walk: Walk, file: Path) -> None:
    file.write_bytes(gzip.compress(b'{"email": "typed@example.com", "leadScore": 3}\n[]\n'))
    page = walk.open("/imports")
    page.get_by_label("Drop it here").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    expect(page.locator(".notice")).to_contain_text("ndjson in UTF-8, packed with gzip")
    expect(page.get_by_label("Field of leadScore")).to_have_value("leadScore")
    expect(page.get_by_label("Delimiter")).to_have_count(0)
    assert walk.faults() == []
    page.get_by_role("button", name="Start the import").click()
    expect(page.locator("#progress")).to_contain_text("It is done")
    with page.expect_download() as download:
        page.get_by_role("link", name="Refused rows").click()
    assert "not a JSON object" in download.value.path().read_text(encoding="utf-8")


@SLOW
def test_pages_work_without_the_script(
    browser: Browser, sqlite_stores: StoreFactory, tmp_path: Path
) -> None:
    with (
        walking(browser, sqlite_stores.url(), tmp_path, "light") as walk,
        browser.new_context(java_script_enabled=False) as profile,
    ):
        page = profile.new_page()
        page.goto(f"{walk.base_url}/console/leads?q=ada.lovelace@example.com")
        page.get_by_role("link", name="Ada Lovelace").click()
        page.locator("#f-title summary").click()
        page.locator("#f-title input[name=value]").fill("Countess")
        page.locator("#f-title button").click()
        expect(page.locator(".notice")).to_contain_text("is changed")
