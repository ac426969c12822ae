"""marketorestpython from PyPI, unmodified: only its host is another.

It sends no more than five calls of one method a second, hence the few calls here.
"""

from collections.abc import Callable

import pytest
from marketorestpython.helper.exceptions import MarketoException

from tests.conformance.clients.marketo import Client, connect, new_leads
from tests.support.server_process import ServerProcess

pytestmark = pytest.mark.process

MANY = 310


def test_it_gets_a_token(server_process: ServerProcess) -> None:
    client = connect(server_process)
    client.authenticate()
    assert client.token
    assert client.token_type == "bearer"
    assert 3_500 < client.expires_in < 3_600
    assert "@" in client.scope
    held = client.token
    client.authenticate()
    assert client.token == held


def test_it_reads_the_descriptions(client: Client) -> None:
    names = {
        field["rest"]["name"] for field in client.execute(method="describe") if "rest" in field
    }
    assert {"id", "email", "firstName", "createdAt"} <= names
    (lead,) = client.execute(method="describe2")
    assert lead["name"] == "API Lead"
    assert ["email"] in lead["searchableFields"]
    assert {field["name"] for field in lead["fields"]} == names


def test_it_finds_nothing(client: Client) -> None:
    assert client.execute(method="get_lead_by_id", id=4_000_000_000) == []
    nobody = {"filterType": "email", "filterValues": ["nobody@example.com"]}
    assert client.execute(method="get_multiple_leads_by_filter_type", **nobody) == []


def test_the_life_of_a_lead(client: Client) -> None:
    (new,) = new_leads(1, firstName="Ada", lastName="Lovelace", leadScore=7, unsubscribed=True)
    create = {"action": "createOnly", "lookupField": "email"}
    (made,) = client.execute(method="create_update_leads", leads=[new], **create)
    assert made["status"] == "created"

    (read,) = client.execute(method="get_lead_by_id", id=made["id"], fields=list(new))
    assert read == {"id": made["id"], **new}

    change = {"email": new["email"], "lastName": "Byron", "firstName": None}
    (changed,) = client.execute(
        method="create_update_leads",
        leads=[change],
        lookupField="email",
        asyncProcessing=True,
        partitionName="Default",
    )
    assert changed == {"id": made["id"], "status": "updated"}
    (read,) = client.execute(
        method="get_multiple_leads_by_filter_type",
        filterType="email",
        filterValues=[new["email"]],
        fields=["firstName", "lastName", "leadScore"],
    )
    assert read == {"id": made["id"], "firstName": None, "lastName": "Byron", "leadScore": 7}

    assert client.execute(method="delete_lead", id=[made["id"]]) == [
        {"id": made["id"], "status": "deleted"}
    ]
    assert client.execute(method="delete_lead", id=[made["id"]]) == [
        {
            "id": made["id"],
            "status": "skipped",
            "reasons": [{"code": "1004", "message": "Lead not found"}],
        }
    ]


def test_it_pages_through_more_than_one_page(client: Client) -> None:
    leads = new_leads(MANY // 2, title="Reader")
    ids = []
    for _ in range(2):
        done = client.execute(
            method="create_update_leads", leads=leads, action="createDuplicate", lookupField=None
        )
        assert {each["status"] for each in done} == {"created"}
        ids += [each["id"] for each in done]
    calls_before = client.API_CALLS_MADE
    found = client.execute(
        method="get_multiple_leads_by_filter_type",
        filterType="email",
        filterValues=[lead["email"] for lead in leads],
        fields=["title"],
    )
    assert found == [{"id": each, "title": "Reader"} for each in ids]
    calls_made = client.API_CALLS_MADE - calls_before
    assert calls_made == 2


def test_records_that_are_refused_stop_no_other(client: Client) -> None:
    good, bad = new_leads(2)
    done = client.execute(
        method="create_update_leads",
        leads=[good, bad | {"noSuchField": 1}, good],
        action="createOnly",
    )
    assert [each["status"] for each in done] == ["created", "skipped", "skipped"]
    assert done[1]["reasons"] == [{"code": "1006", "message": "Field 'noSuchField' not found"}]
    assert done[2]["reasons"] == [{"code": "1005", "message": "Lead already exists"}]


@pytest.mark.parametrize(
    ("call", "code", "message"),
    [
        (
            lambda c: c.get_multiple_leads_by_filter_type("noSuchField", ["a"]),
            "1006",
            "Lookup field 'noSuchField' not found",
        ),
        (
            lambda c: c.create_update_leads([{"email": "a@example.com"}], action="upsert"),
            "1003",
            "Invalid action 'upsert' specified",
        ),
        (lambda c: c.create_update_leads("no list"), "609", None),
    ],
    ids=["unknown filter", "unknown action", "wrong shape"],
)
def test_it_raises_what_is_refused(
    client: Client, call: Callable[[Client], object], code: str, message: str | None
) -> None:
    with pytest.raises(MarketoException) as refused:
        call(client)
    assert refused.value.code == code
    assert message is None or refused.value.message == message


def test_it_raises_for_an_unknown_token(server_process: ServerProcess) -> None:
    client = connect(server_process)
    client.authenticate()
    client.token = "of another server"
    with pytest.raises(MarketoException) as refused:
        client.describe()
    assert (refused.value.code, refused.value.message) == ("601", "Access token invalid")


def test_it_renews_a_token_that_is_refused(server_process: ServerProcess) -> None:
    client = connect(server_process)
    client.token, client.valid_until = "of yesterday", 0
    assert client.execute(method="describe2")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"client_id": "nobody"}, "No client with requested id: nobody"),
        ({"client_secret": "wrong"}, "Bad client credentials"),
    ],
)
def test_it_tells_why_there_is_no_token(
    server_process: ServerProcess, changed: dict[str, str], message: str
) -> None:
    with pytest.raises(Exception, match=f"^{message}$"):
        connect(server_process, **changed).authenticate()


def test_it_reads_the_usage(client: Client) -> None:
    (today,) = client.execute(method="get_daily_usage")
    assert isinstance(today["total"], int)
    assert isinstance(client.execute(method="get_last_7_days_errors"), list)
