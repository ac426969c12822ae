"""What is changed in the console: as by the API, with the user's name in the log."""

from leadkeep.testing import Rehearsal
from tests.support.campaigns import apply, campaign_id
from tests.support.console import signed_in, text_of
from tests.support.leads import create, logged, read
from tests.support.visits import associate, cookie, visit

ADA = "ada@example.com"


def test_a_field_is_edited_under_the_name_of_the_user(server: Rehearsal) -> None:
    lead = create(server, firstName="Ada")
    browser = signed_in(server, ADA)
    done = browser.post(f"/leads/{lead}", "edit", field="firstName", value="Augusta")
    page = text_of(browser.follow(done))
    assert "First Name is changed." in page
    assert read(server, lead, "firstName")["firstName"] == "Augusta"
    attributes = dict(logged(server, lead)[-1].attributes)
    assert attributes["Source"] == "Console"
    assert attributes["Reason"] == f"Changed in the console by {ADA}"
    assert attributes["Modifying User"] == ADA


def test_an_edit_is_refused_as_by_the_api(server: Rehearsal) -> None:
    lead = create(server, numberOfEmployees=3)
    browser = signed_in(server)
    edit = {"field": "numberOfEmployees", "value": "many"}
    refused = browser.post(f"/leads/{lead}", "edit", **edit)
    assert refused.status == 422
    page = text_of(refused)
    assert "<strong>1003</strong>" in page
    assert "Invalid value for field" in page
    assert browser.post(f"/leads/{lead}.json", "edit", **edit).body["problem"]["code"] == "1003"
    assert read(server, lead, "numberOfEmployees")["numberOfEmployees"] == 3


def test_leads_are_merged_field_by_field(server: Rehearsal) -> None:
    winner = create(server, firstName="Ada", title="Analyst")
    loser = create(server, firstName="Augusta", phone="+1 555 0100")
    browser = signed_in(server, ADA)
    page = text_of(browser.get(f"/duplicates/merge?lead={winner}&lead={loser}"))
    assert "Augusta" in page
    done = browser.post("/duplicates/merge", "merge", winner=winner, lead=[winner, loser])
    assert done.headers["location"] == f"/console/leads/{winner}"
    found = read(server, winner, "firstName", "title", "phone")
    assert found == {"firstName": "Ada", "title": "Analyst", "phone": "+1 555 0100"}
    assert f"lead {winner}" in text_of(browser.get(f"/leads/{loser}"))


def test_several_leads_are_listed_moved_and_deleted(server: Rehearsal) -> None:
    apply(
        server,
        "lists: [{name: Newsletter}]\n"
        "programs: [{name: Launch, type: Default, channel: Web Content}]\n",
    )
    leads = [create(server), create(server)]
    browser = signed_in(server)
    shown = browser.get(f"/leads/chosen.json?lead={leads[0]}&lead={leads[1]}").body
    assert shown["chosen"] == leads
    chosen = {"lead": leads}
    list_id, program = shown["lists"][0]["id"], shown["programs"][0]
    added = browser.post("/leads/chosen", "list", list=list_id, **chosen)
    assert "2 leads added: Newsletter." in text_of(browser.follow(added))
    status = program["statuses"][1]
    moved = browser.post("/leads/chosen", "status", program=program["id"], status=status, **chosen)
    assert f"2 leads changed: {status} in Launch." in text_of(browser.follow(moved))
    tab = browser.get(f"/leads/{leads[0]}.json?tab=programs").body["content"]["items"]
    assert [(each["name"], each["status"]) for each in tab] == [("Launch", status)]
    removed = browser.post(f"/leads/{leads[0]}", "unlist", list=list_id)
    assert removed.status == 303
    assert browser.get(f"/leads/{leads[0]}.json?tab=lists").body["content"]["items"] == []
    deleted = browser.post("/leads/chosen", "delete", **chosen)
    assert "2 leads deleted." in text_of(browser.follow(deleted))
    assert browser.get("/leads.json").body["listing"]["rows"] == []
    assert browser.post("/leads/chosen", "delete").status == 422


def test_a_campaign_is_switched_off_and_on(server: Rehearsal) -> None:
    apply(server, "campaigns: [{name: Hello, active: true, triggers: [{type: Fills Out Form}]}]")
    path = f"/campaigns/{campaign_id(server, 'Hello')}"
    browser = signed_in(server)
    for action, is_active in (("off", False), ("on", True)):
        assert browser.post(path, action).status == 303
        assert browser.get(f"{path}.json").body["campaign"]["isActive"] is is_active


def test_clients_and_users_are_added_with_secrets_that_are_shown_once(server: Rehearsal) -> None:
    browser = signed_in(server)
    made = browser.post(
        "/instance/clients", "add", name="warehouse", role="API Administrator", workspace="Default"
    )
    assert "client secret" in text_of(made)
    assert "client secret" not in text_of(browser.get("/instance/clients"))
    assert browser.post("/instance/clients", "rotate", name="nobody").status == 422
    user = {"email": "eve@example.com", "password": "correct horse battery"}
    added = browser.post("/instance/users", "add", role="API Administrator", **user)
    assert "eve@example.com can sign in." in text_of(browser.follow(added))
    assert browser.send("/sign-in", user).status == 303


def test_a_field_is_added(server: Rehearsal) -> None:
    browser = signed_in(server)
    added = browser.post("/instance/fields", "add", name="tier", label="Tier", type="string")
    assert added.status == 303
    assert browser.get("/instance/fields.json?filter=tier").body["listing"]["count"] == 1
    again = browser.post("/instance/fields", "add", name="tier", label="Tier", type="string")
    assert again.status == 422


def test_partitions_and_channels_are_added(server: Rehearsal) -> None:
    browser = signed_in(server)
    north = {"name": "Nordics", "workspace": "Default"}
    assert browser.post("/instance/partitions", "add", **north).status == 303
    assert browser.post("/instance/partitions", "add", **north).status == 422
    assert browser.get("/jobs").status == 200  # the user has every partition still
    rows = browser.get("/instance/partitions.json").body["listing"]["rows"]
    assert ["Nordics", "Default"] in [row["cells"][1:3] for row in rows]
    channel = {"name": "Dinner", "type": "Event", "statuses": "Invited\r\n\r\nCame *\r\n"}
    assert browser.post("/instance/channels", "add", **channel).status == 303
    assert browser.post("/instance/channels", "add", **channel).status == 422
    rows = browser.get("/instance/channels.json?filter=dinner").body["listing"]["rows"]
    assert [row["cells"][1:] for row in rows] == [
        ["Dinner", "Event", "Not in Program · Invited · Came*"]
    ]


def test_a_winner_takes_the_values_that_are_chosen(server: Rehearsal) -> None:
    """Field by field, as the form of the page sends it; what the API keeps is not offered."""
    winner = create(server, email="ada@example.com", title="Analyst", city="London")
    loser = create(server, email="ada+talks@example.com", title="Countess", city="Bath")
    browser = signed_in(server)
    rows = browser.get(f"/duplicates/merge.json?lead={winner}&lead={loser}").body["rows"]
    may_choose = {row["name"] for row in rows if row["differs"] and row["mayChoose"]}
    assert {"title", "city"} <= may_choose
    form = {"winner": winner, "lead": [winner, loser], "choice-title": loser}
    refused = browser.post("/duplicates/merge", "merge", **form, **{"choice-city": 99_999})
    assert refused.status == 422
    assert read(server, winner, "title")["title"] == "Analyst"
    done = browser.post("/duplicates/merge", "merge", **form, **{"choice-city": winner})
    assert done.status == 303
    found = read(server, winner, "title", "city", "email")
    assert found == {"title": "Countess", "city": "London", "email": "ada@example.com"}


def test_a_logged_request_is_copied_as_curl(server: Rehearsal) -> None:
    """The command has no token, and quotes what a shell would run."""
    browser = signed_in(server)
    browser.server.post("/rest/v1/leads.json", {"input": [{"email": "a'$(b)@example.com"}]})
    (row, *_) = browser.get("/requests.json").body["listing"]["rows"]
    page = browser.get(f"{row['path']}.json").body
    assert page["curl"].startswith('curl -X POST "$LEADKEEP_URL"/rest/v1/leads.json')
    assert "$LEADKEEP_TOKEN" in page["curl"]
    assert server.token not in page["curl"]
    assert "Copy as curl" in text_of(browser.get(row["path"]))


def test_cookies_and_pages_of_a_lead(server: Rehearsal) -> None:
    lead = create(server)
    token = cookie()
    visit(server, token, "/pricing")
    assert associate(server, lead, token)["success"]
    server.run_jobs()
    browser = signed_in(server)
    shown = browser.get(f"/leads/{lead}.json?tab=pages").body["content"]
    assert len(shown["cookies"]) == 1
    assert [each["type"] for each in shown["items"]] == ["Visit Webpage"]
    assert "Cookies" in text_of(browser.get(f"/leads/{lead}?tab=pages"))
