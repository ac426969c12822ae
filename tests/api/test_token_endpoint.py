"""The token endpoint: /identity/oauth/token (behaviour.md 2.1)."""

import asyncio
import re
from typing import Any

import pytest

from leadkeep.domain.instance.access import Credentials, rotate_client
from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.rehearsal import KEY
from leadkeep.testing.stores import StoreFactory
from tests.support.wire import LEADS, NOBODY, OLD_TOKEN, TOKEN, two_processes


def parameters(client: Credentials, **others: str) -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        **others,
    }


def ask(server: Rehearsal, client: Credentials, **others: str) -> dict[str, Any]:
    answer = server.request("GET", TOKEN, parameters(client, **others), token="")
    assert answer.status == 200
    body: dict[str, Any] = answer.body
    return body


def refusal(answer: Response) -> tuple[int, dict[str, str]]:
    return answer.status, answer.body


@pytest.mark.fact("D", "2.1")
@pytest.mark.fact("R", "2.1")
def test_the_reply(server: Rehearsal) -> None:
    body = ask(server, server.add_client("Acme Sync"))
    assert list(body) == ["access_token", "token_type", "expires_in", "scope"]
    uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    assert re.fullmatch(uuid + ":[a-z]+", body["access_token"])
    assert body["token_type"] == "bearer"
    assert body["expires_in"] == 3599
    assert isinstance(body["expires_in"], int)
    assert body["scope"] == "acme-sync@api.example.com"


@pytest.mark.fact("C", "2.1")
@pytest.mark.parametrize("path", [TOKEN, "/" + TOKEN])
def test_every_form_of_the_request(server: Rehearsal, path: str) -> None:
    client = server.add_client("forms")
    wanted = parameters(client, partner_id="x")
    answers = [
        server.request("GET", path, wanted, token=""),
        server.request("POST", path, wanted, token=""),
        server.request("POST", path, form=wanted, token=""),
        server.request("POST", path, wanted, content=b"", token=""),
        server.request("POST", path, {"client_id": client.client_id}, form=wanted, token=""),
        server.request("POST", path, {"_method": "GET"}, form=wanted, token=""),
        server.request("GET", path, wanted, form={"_method": "GET"}, token=""),
        server.request("GET", path, wanted, token="a token of long ago"),
        server.request("POST", path, wanted, headers={"content-type": "application/json"}),
    ]
    assert [answer.status for answer in answers] == [200] * len(answers)
    assert len({answer.body["access_token"] for answer in answers}) == 1


@pytest.mark.fact("R", "2.1")
@pytest.mark.fact("R", "11.13")
def test_the_same_token_with_what_is_left_of_its_life(server: Rehearsal) -> None:
    client = server.add_client("same")
    tokens, left = set(), []
    for seconds in (0, 5, 1, 454, 4, 3, 3131):
        server.clock.advance(seconds=seconds)
        body = ask(server, client)
        tokens.add(body["access_token"])
        left.append(body["expires_in"])
    assert left == [3599, 3594, 3593, 3139, 3135, 3132, 1]
    assert len(tokens) == 1


@pytest.mark.fact("D", "2.1")
@pytest.mark.parametrize("start", [0.0, 0.123457, 0.999999])
def test_a_new_token_when_less_than_a_second_is_left(server: Rehearsal, start: float) -> None:
    server.clock.advance(seconds=start)
    client = server.add_client("edge")
    first = ask(server, client)["access_token"]
    server.clock.advance(seconds=3598.9)
    same = ask(server, client)
    assert (same["access_token"], same["expires_in"]) == (first, 1)
    server.clock.advance(seconds=0.2)
    second = ask(server, client)
    assert second["access_token"] != first
    assert second["expires_in"] == 3599


@pytest.mark.fact("D", "2.1")
def test_a_token_lives_an_hour(server: Rehearsal) -> None:
    client = server.add_client("hour")
    token = server.token_for(client)
    server.clock.advance(seconds=3599.9)
    assert server.get(LEADS, NOBODY, token=token).result == []
    server.clock.advance(seconds=0.1)
    assert server.get(LEADS, NOBODY, token=token).error == OLD_TOKEN
    assert server.get(LEADS, NOBODY, token=server.token_for(client)).result == []
    assert server.get(LEADS, NOBODY, token=token).error == OLD_TOKEN
    server.clock.advance(days=1)
    assert server.get(LEADS, NOBODY, token=token).error == OLD_TOKEN


@pytest.mark.fact("D", "2.1")
def test_services_of_one_user_have_tokens_of_their_own(server: Rehearsal) -> None:
    first, second = server.add_client("one"), server.add_client("two")
    assert ask(server, first)["access_token"] != ask(server, second)["access_token"]
    assert ask(server, first) == ask(server, first)


@pytest.mark.fact("D", "2.1")
def test_another_process_gives_the_same_token(stores: StoreFactory) -> None:
    with two_processes(stores) as (one, two):
        client = one.add_client("shared")
        first = ask(one, client)
        one.clock.advance(seconds=5)
        second = ask(two, client)
        assert second == {**first, "expires_in": 3594}
        one.clock.advance(seconds=3600)
        renewed = ask(two, client)
        assert renewed["access_token"] != first["access_token"]
        assert ask(one, client) == renewed


@pytest.mark.fact("D", "2.1")
def test_one_token_when_two_processes_are_asked_at_once(stores: StoreFactory) -> None:
    with two_processes(stores) as (one, two):
        query = parameters(one.add_client("racing"))
        answers = one.run(_ask_all([one, two] * 4, query))
        assert len({answer.body["access_token"] for answer in answers}) == 1


async def _ask_all(servers: list[Rehearsal], query: dict[str, str]) -> list[Response]:
    return await asyncio.gather(*(each.send("GET", TOKEN, query, token="") for each in servers))


# -- refusals --------------------------------------------------------------------------------------


@pytest.mark.fact("C", "2.1")
@pytest.mark.fact("D", "2.1")
@pytest.mark.parametrize("client_id", ["unknown", "", "x' OR 1=1", "a\0b", "é", 'q"uote', "{0}"])
def test_an_unknown_client(server: Rehearsal, client_id: str) -> None:
    known = server.add_client("known")
    answer = server.get(TOKEN, parameters(known, client_id=client_id), token="")
    assert refusal(answer) == (
        401,
        {
            "error": "unauthorized",
            "error_description": f"No client with requested id: {client_id}",
        },
    )
    assert ask(server, known)["access_token"]


@pytest.mark.fact("C", "2.1")
@pytest.mark.fact("D", "2.1")
@pytest.mark.parametrize("secret", ["wrong", "", "\0", "é", "x" * 5_000])
def test_a_wrong_secret(server: Rehearsal, secret: str) -> None:
    client = server.add_client("secret")
    query = {k: v for k, v in parameters(client, client_secret=secret).items() if v}
    answer = server.request("POST", TOKEN, form=query, token="")
    assert answer.content == (
        b'{"error":"invalid_client","error_description":"Bad client credentials"}'
    )
    assert answer.status == 401
    assert ask(server, client)["access_token"]


def test_a_secret_is_compared_whole(server: Rehearsal) -> None:
    client = server.add_client("whole")
    for secret in (client.client_secret[:-1], client.client_secret + "x", client.client_id):
        answer = server.get(TOKEN, parameters(client, client_secret=secret), token="")
        assert answer.status == 401
    for client_id in (client.client_id.upper(), client.client_id + "%", "%", "_" * 36):
        answer = server.get(TOKEN, parameters(client, client_id=client_id), token="")
        assert answer.body["error"] == "unauthorized"


@pytest.mark.fact("U", "2.1")
def test_other_grant_types(server: Rehearsal) -> None:
    client = server.add_client("grants")
    for grant in ("password", "refresh_token", "Client_Credentials", "{}"):
        answer = server.get(TOKEN, parameters(client, grant_type=grant), token="")
        assert refusal(answer) == (
            400,
            {
                "error": "unsupported_grant_type",
                "error_description": f"Unsupported grant type: {grant}",
            },
        )
    query = parameters(client)
    for missing in ({**query, "grant_type": ""}, {k: query[k] for k in query if k[0] == "c"}):
        answer = server.get(TOKEN, missing, token="")
        assert refusal(answer) == (
            400,
            {"error": "invalid_request", "error_description": "Missing grant type"},
        )


@pytest.mark.fact("C", "2.1")
def test_errors_have_no_envelope(server: Rehearsal) -> None:
    too_many = "&".join(["grant_type=client_credentials"] * 20_001)
    answer = server.request("POST", TOKEN, form=too_many, token="")
    assert refusal(answer) == (
        400,
        {"error": "invalid_request", "error_description": "Too many parameters"},
    )


def test_a_rotated_secret(server: Rehearsal) -> None:
    old = server.add_client("rotated")
    before = ask(server, old)["access_token"]
    new = server.store.write_now(lambda tx: rotate_client(tx, KEY, "rotated"))
    assert new.client_id == old.client_id
    assert server.get(TOKEN, parameters(old), token="").body["error"] == "invalid_client"
    after = ask(server, new)
    assert after["access_token"] != before
    assert after["expires_in"] == 3599
