"""A real browser on pages with our script, and the real server: a stranger becomes a lead.

The pages are on another port and under another name than the server, as a site of one's own is.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import func, select

from leadkeep.domain.visitors.tables import anonymous_visit
from leadkeep.store import Store, open_store
from leadkeep.testing.stores import StoreFactory
from tests.support.browser import PATIENCE_SECONDS, Site, running_profile
from tests.support.server_process import ENVIRONMENT, POLL_SECONDS, Client, ServerProcess

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(300)]

HOST = "www.shop.example.com"
PAGE = """<!doctype html><html><head><link rel="icon" href="data:,">
<script src="{server}/munchkin.js" async onload="Munchkin.init('000-LKP-000')"></script>
</head><body><a href="/third">third</a></body></html>"""
VISIT, CLICK = 1, 3
FORMS_FOLDER = '{"id": 4, "type": "Folder"}'
HISTORY = [(VISIT, f"{HOST}/first"), (VISIT, f"{HOST}/second"), (VISIT, f"{HOST}/third")]


@pytest.fixture(scope="module")
def profile() -> Iterator[BrowserContext]:
    with running_profile() as profile:
        yield profile


class Scene:
    """A server, a site, a store to look into, and a browser."""

    def __init__(self, stack: ExitStack, stores: StoreFactory, folder: Path) -> None:
        self.folder, self.database = folder, stores.url()
        self.server = stack.enter_context(ServerProcess(self.database, folder))
        self.client: Client = stack.enter_context(self.server.client())
        self.site = stack.enter_context(Site())
        self.site.page = PAGE.format(server=self.server.base_url)
        self.store: Store = stack.enter_context(closing(open_store(Path(), self.database)))

    def url(self, path: str) -> str:
        return self.site.url(path, HOST)

    def waits(self) -> int:
        """Return how many visits and clicks are nobody's."""
        query = select(func.count()).select_from(anonymous_visit)
        return self.store.read_now(lambda tx: int(tx.execute(query).scalar_one()))

    def browse(self, page: Page) -> str:
        """Look at two pages, follow a link to a third one, and return the visitor's cookie."""
        for path in ("/first", "/second"):
            # Each is told before the next is looked at: the log has them in this order.
            with page.expect_request_finished(lambda sent: "visitWebPage?" in sent.url):
                page.goto(self.url(path))
        with page.expect_request_finished(lambda sent: "visitWebPage?" in sent.url):
            page.click("a")
        (cookie,) = (each["value"] for each in page.context.cookies(self.url("/")))
        self.until(lambda: self.waits() == 4)
        return cookie

    @staticmethod
    def until(is_so: Any) -> None:  # noqa: ANN401
        """Wait for what is written within half a second."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            assert time.monotonic() < end, "it does not come"
            time.sleep(POLL_SECONDS)

    def call(self, path: str, **options: Any) -> Any:  # noqa: ANN401
        """Call an operation that must succeed; return its result, if it has one."""
        body = self.client._http.post(f"/rest/{path}", **options).json()
        assert body["success"] is True, body
        return body.get("result")

    def new_lead(self, email: str) -> int:
        (item,) = self.client.sync([{"email": email}])
        lead_id: int = item["id"]
        return lead_id

    def log(self, lead_id: int) -> list[tuple[int, str]]:
        """Return the visits and clicks of a lead: type and page or link."""
        since = {"sinceDatetime": "2020-01-01"}
        answer = self.client._http.get("/rest/v1/activities/pagingtoken.json", params=since).json()
        query = {"nextPageToken": answer["nextPageToken"], "activityTypeIds": f"{VISIT},{CLICK}"}
        body = self.client._http.get("/rest/v1/activities.json", params=query).json()
        assert body["success"] is True, body
        return [
            (row["activityTypeId"], row["primaryAttributeValue"])
            for row in body.get("result", [])
            if row["leadId"] == lead_id
        ]

    def link(self, lead_id: int, address: str) -> str:
        """Make a link with the command."""
        made = subprocess.run(
            [
                *(sys.executable, "-m", "leadkeep", "link", str(lead_id), address),
                *("--database", self.database, "--base-url", self.server.base_url),
            ],
            cwd=self.folder,
            env=os.environ | ENVIRONMENT,
            check=True,
            capture_output=True,
            text=True,
        )
        return made.stdout.strip()


@pytest.mark.fact("D", "8.3")
def test_a_stranger_becomes_a_lead(
    stores: StoreFactory, profile: BrowserContext, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        scene = Scene(stack, stores, tmp_path)
        history = sorted([*HISTORY, (CLICK, scene.url("/third"))])

        def fresh_page() -> Page:
            profile.clear_cookies()
            return stack.enter_context(profile.new_page())

        # By Associate Lead.
        first = scene.new_lead("ada@example.com")
        cookie = scene.browse(fresh_page())
        assert scene.log(first) == []
        scene.call(f"v1/leads/{first}/associate.json", params={"cookie": cookie})
        assert sorted(scene.log(first)) == history
        assert scene.waits() == 0

        # By a form that is sent with the cookie.
        form = {"name": "Contact", "folder": FORMS_FOLDER}
        (made,) = scene.call("asset/v1/forms.json", data=form)
        scene.call(f"asset/v1/form/{made['id']}/approveDraft.json")
        cookie = scene.browse(fresh_page())
        answer = {"leadFormFields": {"email": "grace@example.com"}, "cookie": cookie}
        sent = {"formId": made["id"], "input": [answer]}
        (item,) = scene.call("v1/leads/submitForm.json", json=sent)
        assert sorted(scene.log(item["id"])) == history
        assert scene.waits() == 0

        # By a link that the lead was sent.
        third = scene.new_lead("alan@example.com")
        link = scene.link(third, scene.url("/offer?plan=1"))
        page = fresh_page()
        scene.browse(page)
        page.goto(link)
        assert page.url.startswith(scene.url("/offer?plan=1&mkt_tok="))
        offer = scene.url("/offer?plan=1")
        followed = sorted([*history, (CLICK, offer), (VISIT, f"{HOST}/offer")])
        scene.until(lambda: sorted(scene.log(third)) == followed)
        assert scene.waits() == 0
        assert (len(scene.log(first)), len(scene.log(item["id"]))) == (4, 4)
