"""Smart lists and emails in the console: which leads match, how many, and what campaigns send."""

from collections.abc import Iterator

import pytest

from leadkeep.console.pages import smart_lists
from leadkeep.domain.instance.access import save_workspace
from leadkeep.testing import Rehearsal
from tests.support.campaigns import apply
from tests.support.console import Browser, signed_in, text_of
from tests.support.leads import ENGINES, module_server, sync

LEADS = 60
BLUEPRINT = """
programs: [{name: Spring, type: Default, channel: Web Content}]
smartLists: [{name: French, filters: [{field: country, operator: is, values: [France]}]}]
campaigns:
- name: Welcome
  program: Spring
  triggers: [{type: Campaign is Requested}]
  flow:
  - changeDataValue: {field: city, value: Paris}
  - sendEmail: {name: Hello, subject: Good day, text: "Dear <you>", fromAddress: ada@example.com}
    choices:
    - if: {field: country, operator: is, values: [France]}
      name: Bonjour
      subject: Bon jour
      html: "<p>Salut</p>"
- {name: Again, program: Spring, flow: [{sendEmail: {name: Hello, subject: Once more, text: Hi}}]}
"""


@pytest.fixture(scope="module", params=ENGINES)
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    for server in module_server(request):
        apply(server, BLUEPRINT)
        sync(server, *({"email": f"n{n}@example.com", "country": "France"} for n in range(LEADS)))
        sync(server, {"email": "other@example.com", "country": "Norway"})
        yield signed_in(server)


def smart_list_path(browser: Browser) -> str:
    (chip,) = browser.get("/leads.json").body["smartLists"]
    return f"/smart-lists/{chip['id']}"


def test_a_smart_list_shows_its_leads_page_by_page(browser: Browser) -> None:
    path = smart_list_path(browser)
    first = browser.get(f"{path}.json").body
    assert (first["count"], first["isComplete"]) == (LEADS, True)
    assert first["rules"]["filters"] == ["Country is France"]
    after = first["listing"]["after"]
    second = browser.get(f"{path}.json?after={after}").body["listing"]
    assert second["after"] is None
    emails = [row["cells"][2] for page in (first["listing"], second) for row in page["rows"]]
    assert sorted(emails) == sorted(f"n{n}@example.com" for n in range(LEADS))
    file = browser.get(f"{path}.csv").content.decode().splitlines()
    assert len(file) == LEADS + 1
    assert f"{LEADS} leads" in text_of(browser.get(path))


def test_a_count_without_time_says_more_than(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smart_lists, "COUNT_SECONDS", -1.0)
    monkeypatch.setattr(smart_lists, "PAGE_SECONDS", -1.0)
    path = smart_list_path(browser)
    assert browser.get(f"{path}.json").body["isComplete"] is False
    assert "More than 0 leads" in text_of(browser.get(path))


def test_a_smart_list_is_a_chip_of_the_leads(browser: Browser) -> None:
    number = smart_list_path(browser).rpartition("/")[2]
    shown = browser.get(f"/leads.json?smartList={number}&column=country&size=1000").body
    assert shown["smartList"]["name"] == "French"
    assert {row["cells"][2] for row in shown["listing"]["rows"]} == {"France"}
    assert len(shown["listing"]["rows"]) == LEADS
    assert f'href="/console/leads?smartList={number}"' in text_of(browser.get("/leads"))
    assert browser.get("/leads?smartList=99").status == 404


def test_leads_of_a_smart_list_need_both_permissions(browser: Browser) -> None:
    path, server = smart_list_path(browser), browser.server
    number = path.rpartition("/")[2]
    for role, permission in (("leads only", "Lead"), ("assets only", "Assets")):
        server.save_role(role, f"Read-Only {permission}")
    leads = signed_in(server, "leads@example.com", "leads only")
    assets = signed_in(server, "assets@example.com", "assets only")
    assert leads.get("/leads.json").body["smartLists"] == []
    assert leads.get(f"/leads?smartList={number}").status == 404
    shown = assets.get(f"{path}.json").body
    assert (shown["listing"], shown["count"]) == (None, None)
    assert assets.get(f"{path}.csv").status == 403


def test_emails_are_listed_with_the_steps_that_send_them(browser: Browser) -> None:
    rows = browser.get("/emails.json").body["listing"]["rows"]
    assert sorted(row["cells"][:2] + row["cells"][3:] for row in rows) == sorted(
        [
            ["Spring.Hello", "Good day", "Welcome", 2, None],
            ["Spring.Bonjour", "Bon jour", "Welcome", 2, 1],
            ["Spring.Hello", "Once more", "Again", 1, None],
        ],
        key=str,
    )
    path = next(row["path"] for row in rows if row["cells"][1] == "Good day")
    twin = browser.get(f"{path}.json").body
    assert [each["subject"] for each in twin["variants"]] == ["Good day", "Bon jour"]
    assert {each["campaign"] for each in twin["uses"]} == {"Welcome", "Again"}
    page = text_of(browser.get(path))
    assert "Dear &lt;you&gt;" in page
    assert "&lt;p&gt;Salut&lt;/p&gt;" in page


def test_a_step_that_sends_no_email_has_no_page(browser: Browser) -> None:
    rows = browser.get("/emails.json").body["listing"]["rows"]
    path = next(row["path"] for row in rows if row["cells"][3] == "Welcome")
    for step in (1, 3):
        assert browser.get(f"{path.rpartition('/')[0]}/{step}").status == 404
    assert browser.get("/campaigns/99/emails/1").status == 404


def test_the_tree_has_emails_beside_their_campaigns(browser: Browser) -> None:
    assert text_of(browser.get("/assets")).count('<span class="kind">email</span>') == 3


def test_emails_of_another_workspace_are_not_there(server: Rehearsal) -> None:
    apply(server, BLUEPRINT)
    (row, *_) = signed_in(server).get("/emails.json").body["listing"]["rows"]
    server.store.write_now(lambda tx: save_workspace(tx, "East"))
    server.save_role("assets", "Read-Only Assets")
    stranger = signed_in(server, "east@example.com", "assets", "East")
    assert stranger.get("/emails.json").body["listing"]["rows"] == []
    assert stranger.get(row["path"]).status == 404
