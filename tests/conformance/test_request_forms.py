"""Odd forms that public clients send, as they stand on the wire (request_forms.md and sources)."""

from leadkeep.testing import Rehearsal

LEADS = "/rest/v1/leads.json"


def test_a_token_get_that_claims_to_be_json(server: Rehearsal) -> None:
    # zmarketo sets the type on its session, and so on every GET too.
    made = server.add_client("zmarketo")
    query = {
        "grant_type": "client_credentials",
        "client_id": made.client_id,
        "client_secret": made.client_secret,
    }
    headers = {"content-type": "application/json;charset=UTF-8"}
    answer = server.request("GET", "/identity/oauth/token", query, headers=headers, token="")
    assert answer.status == 200
    assert answer.body["token_type"] == "bearer"


def test_a_sync_with_the_token_in_the_query(server: Rehearsal) -> None:
    # zmarketo: the token stands in the query only, asyncProcessing is always sent.
    body = {
        "lookupField": "email",
        "input": [{"email": "zmarketo@example.com"}],
        "action": "createOrUpdate",
        "asyncProcessing": False,
    }
    query = {"access_token": server.token}
    (made,) = server.request("POST", LEADS, query, json=body, token="").result
    assert made["status"] == "created"


def test_a_form_get_with_a_charset(server: Rehearsal) -> None:
    # marketorestpython: everything in the form, the token in the header.
    form = {"_method": "GET", "filterValues": "a@example.com,b@example.com", "filterType": "email"}
    headers = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    assert server.request("POST", LEADS, form=form, headers=headers).result == []


def test_a_form_get_with_the_token_in_the_query(server: Rehearsal) -> None:
    # marketopythonrest: the token is the only thing that stands in the query.
    form = {"_method": "GET", "filterValues": "a@example.com", "filterType": "email"}
    query = {"access_token": server.token}
    assert server.request("POST", LEADS, query, form=form, token="").result == []
