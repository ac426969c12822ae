"""Who may see which page and do what there: from the table of pages."""

from collections.abc import Iterator

import pytest

from leadkeep.console.page import ADMINISTRATOR, Needs, Page
from leadkeep.console.pages import PAGES
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.campaigns import apply
from tests.support.console import Browser, signed_in, text_of
from tests.support.leads import ENGINES, create, east_token

ROLES: dict[str, tuple[str, ...]] = {
    "administrator": ("*",),
    "lead reader": ("Read-Only Lead",),
    "lead writer": ("Read-Write Lead",),
    "asset reader": ("Read-Only Assets",),
    "asset writer": ("Read-Write Assets",),
    "reader of both": ("Read-Only Assets", "Read-Only Lead"),
    "nobody": ("Read-Only Company",),
}

DONE_WITHOUT_CHOICE = {
    ("account", "codes"),
    ("account", "no-codes"),
    ("campaign", "off"),
    ("campaign", "on"),
    ("lead", "delete"),
}
"""Actions that would be done by the test."""

OWN_PAGES = {"import", "rejects", "warnings", "export"}
"""Pages about what one user asked for: others who may see such pages do not find it."""

BLUEPRINT = """
campaigns:
- name: Welcome
  triggers: [{type: Campaign is Requested}]
  flow: [{sendEmail: {name: Hello, subject: Hi, text: Hi}}]
lists: [{name: Newsletter}]
smartLists: [{name: French, filters: [{field: country, operator: is, values: [France]}]}]
programs: [{name: Launch, type: Default, channel: Web Content}]
forms: [{name: Contact, program: Launch, fields: [email]}]
"""


class House:
    """A server with something on each page, and a browser for each role."""

    def __init__(self, server: Rehearsal) -> None:
        self.server = server
        apply(server, BLUEPRINT)
        self.token = server.token  # before the workspace East, so that it sees all
        self.lead = create(server, firstName="Ada")
        self.browsers: dict[str, Browser] = {}
        for index, (name, permissions) in enumerate(ROLES.items()):
            if permissions == ("*",):
                self.browsers[name] = signed_in(server, f"user{index}@example.com")
            else:
                server.save_role(name, *permissions)
                self.browsers[name] = signed_in(server, f"user{index}@example.com", name)
        self.numbers = {
            "lead": self.lead,
            "campaign": self.first("/campaigns"),
            "request": self.last_request(),
            **dict.fromkeys(("program", "list", "form", "import", "export"), 1001),
            "step": 1,
        }

    def first(self, path: str) -> int:
        (row, *_) = self.browsers["administrator"].get(f"{path}.json").body["listing"]["rows"]
        number: int = row["cells"][0]
        return number

    def last_request(self) -> int:
        (row, *_) = self.browsers["administrator"].get("/requests.json").body["listing"]["rows"]
        return int(row["path"].rpartition("/")[2])

    def path(self, page: Page) -> str:
        return page.path.format_map(self.numbers)


@pytest.fixture(scope="module", params=ENGINES)
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    factory: StoreFactory = request.getfixturevalue(f"{request.param}_stores")
    store = factory.make()
    with Rehearsal(store) as server:
        yield House(server)
    factory.discard(store)


def is_allowed(needs: Needs, role: str) -> bool:
    if role == "administrator" or not needs:
        return True
    return needs != ADMINISTRATOR and bool(needs & set(ROLES[role]))


EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@EACH_PAGE
def test_a_page_is_shown_to_those_who_may_see_it(house: House, page: Page) -> None:
    path = house.path(page)
    for role, browser in house.browsers.items():
        is_admitted = is_allowed(page.needs, role) and is_allowed(page.also, role)
        for twin in ("", ".json"):
            if path or not twin:
                status = browser.get(path + twin).status
                if page.name in OWN_PAGES:
                    assert (status == 403) is not is_admitted, (role, twin)
                else:
                    assert (status == 200) is is_admitted, (role, twin)
        has_file = is_admitted and page.has_listing and is_allowed(page.listing_needs, role)
        expected = (200 if has_file else 403) if page.has_listing else 404
        if path:
            assert browser.get(f"{path}.csv").status == expected, role


@EACH_PAGE
def test_an_action_needs_its_permission(house: House, page: Page) -> None:
    """What is allowed is refused for another reason: nothing is chosen, and so nothing is done."""
    for role, browser in house.browsers.items():
        for name, action in page.actions.items():
            is_admitted = is_allowed(page.needs, role) and is_allowed(action.needs, role)
            if is_admitted and (page.name, name) in DONE_WITHOUT_CHOICE:
                continue
            status = browser.post(house.path(page), name).status
            assert (status == 403) is not is_admitted, (role, name)


@EACH_PAGE
def test_nobody_is_let_in_without_a_session(house: House, page: Page) -> None:
    stranger = Browser(house.server)
    for browser in (stranger, Browser(house.server, {"leadkeep_session": "0" * 64})):
        shown = browser.get(house.path(page))
        assert (shown.status, shown.headers["location"].partition("?")[0]) == (
            303,
            "/console/sign-in",
        )
        assert browser.get(f"{house.path(page) or '/index'}.json").status == 401
        assert browser.send(house.path(page), {"action": "delete"}).status == 303


@pytest.mark.parametrize("role", ROLES)
def test_the_navigation_leads_only_to_what_may_be_seen(house: House, role: str) -> None:
    page = text_of(house.browsers[role].get(""))
    for each in PAGES:
        if each.menu and each.path:
            link = f'href="/console{each.path}" data-key'
            assert (link in page) is is_allowed(each.needs, role), each.name


def test_a_lead_in_another_partition_is_not_there(server: Rehearsal) -> None:
    """Its page, its changes, and a list that has it."""
    assert server.token
    mine = create(server, firstName="Near")
    token = east_token(server)
    theirs = server.post(
        "/rest/v1/leads.json", {"input": [{"email": "far@example.com"}]}, token=token
    ).result[0]["id"]
    east = signed_in(server, "east@example.com", "API Administrator", "East")
    assert east.get(f"/leads/{theirs}").status == 200
    assert east.get(f"/leads/{mine}").status == 404
    assert east.post(f"/leads/{mine}", "edit", field="firstName", value="X").status in {404, 422}
    assert east.post(f"/leads/{mine}", "delete").status in {404, 422}
    assert [row["number"] for row in east.get("/leads.json").body["listing"]["rows"]] == [theirs]
    assert east.get("/leads/chosen.json").body["chosen"] == []
    assert east.get(f"/leads/chosen.json?lead={mine}").body["chosen"] == []
    assert east.get("/instance/users").status == 403
