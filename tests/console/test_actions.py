"""What is changed in the console: as by the API, with the user's name in the log."""

from leadkeep.testing import Rehearsal
from tests.support.campaigns import apply, campaign_id
from tests.support.console import signed_in, text_of
from tests.support.leads import create, logged, read

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
