"""Sending the token, and what it allows: every operation of the table (behaviour.md 2.2, 2.3)."""

from collections.abc import Iterator

import pytest

from leadkeep.api.operations import Operation, operations, served_operations
from leadkeep.domain.instance.access import PERMISSIONS
from leadkeep.store import Store
from leadkeep.testing import Rehearsal
from tests.support.sampled_stores import sampled_server
from tests.support.wire import (
    DENIED,
    ENGINES,
    LEADS,
    NO_METHOD,
    NO_PATH,
    NO_TOKEN,
    NOBODY,
    OLD_TOKEN,
    UNKNOWN_TOKEN,
    is_carried_out,
    sample,
    settings,
)

CALLED = [each for each in served_operations() if not each.is_public]

ONE_PER_SET = list({each.permissions: each for each in CALLED if each.needs_permission}.values())
"""One operation of each set of permissions that operations ask for."""


@pytest.fixture(scope="module", params=ENGINES)
def shared(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from sampled_server(request)


class Callers:
    """Tokens of clients that no test changes, on a server whose clock stands still."""

    def __init__(self, server: Rehearsal) -> None:
        self.server = server
        self._tokens: dict[frozenset[str], str] = {}
        self.old = server.token_for(server.add_client("old"))
        assert server.get(LEADS, NOBODY, token=self.old).result == []
        server.clock.advance(hours=1)
        server.forget_token()

    def token(self, permissions: frozenset[str]) -> str:
        """Return the token of a client that has these permissions."""
        if permissions not in self._tokens:
            name = f"client {len(self._tokens)}"
            role = self.server.save_role(name, *permissions)
            self._tokens[permissions] = self.server.token_for(self.server.add_client(name, role))
        return self._tokens[permissions]


@pytest.fixture(scope="module")
def callers(shared: Rehearsal) -> Callers:
    return Callers(shared)


def named(operation: Operation) -> str:
    return operation.id


# -- every operation -------------------------------------------------------------------------------


@pytest.mark.fact("D", "2.3")
@pytest.mark.parametrize("operation", CALLED, ids=named)
def test_each_operation_asks_who_calls(callers: Callers, operation: Operation) -> None:
    server, wanted = callers.server, sample(operation)
    good = callers.token(PERMISSIONS)
    assert is_carried_out(wanted.ask(server, token=good))
    assert wanted.ask(server, token="").error == NO_TOKEN
    for unknown in ("unknown", good[:-1], good + "x", good.upper(), "\0", "é", "x" * 3_000):
        assert wanted.ask(server, token=unknown).error == UNKNOWN_TOKEN
    assert wanted.ask(server, token=callers.old).error == OLD_TOKEN


@pytest.mark.fact("D", "2.3")
@pytest.mark.parametrize("operation", CALLED, ids=named)
def test_each_operation_asks_what_the_caller_may(callers: Callers, operation: Operation) -> None:
    server, wanted = callers.server, sample(operation)
    nobody = callers.token(frozenset())
    if not operation.needs_permission:
        assert is_carried_out(wanted.ask(server, token=nobody))
        return
    assert wanted.ask(server, token=nobody).error == DENIED
    others = callers.token(PERMISSIONS - operation.permissions)
    assert wanted.ask(server, token=others).error == DENIED
    assert operation.permissions
    for permission in sorted(operation.permissions):
        answer = wanted.ask(server, token=callers.token(frozenset({permission})))
        # An operation may find fault with what it is told, but it is let in.
        assert is_carried_out(answer) or answer.error[0] not in {"600", "601", "602", "603"}


@pytest.mark.fact("D", "2.3")
@pytest.mark.parametrize("operation", ONE_PER_SET, ids=named)
def test_a_permission_is_given_and_taken_in_the_next_request(
    shared: Rehearsal, operation: Operation
) -> None:
    wanted = sample(operation)
    role = shared.save_role(f"role of {operation.id}")
    token = shared.token_for(shared.add_client(f"client of {operation.id}", role))
    assert wanted.ask(shared, token=token).error == DENIED
    for permission in sorted(operation.permissions):
        shared.save_role(role, permission)
        answer = wanted.ask(shared, token=token)
        assert is_carried_out(answer) or answer.error[0] not in {"600", "601", "602", "603"}
    shared.save_role(role)
    assert wanted.ask(shared, token=token).error == DENIED


def test_the_table_names_permissions_that_exist() -> None:
    for each in served_operations():
        assert each.is_public or each.permissions <= PERMISSIONS
        assert bool(each.permissions) == each.needs_permission
    without = {each.id for each in operations().values() if not each.needs_permission}
    assert without == {
        "identityUsingGET",
        "identityUsingPOST",
        "getDailyUsageUsingGET",
        "getLast7DaysUsageUsingGET",
        "getDailyErrorsUsingGET",
        "getLast7DaysErrorsUsingGET",
    }


def test_an_operation_without_a_word_on_permissions_is_closed_to_all() -> None:
    blank = [each for each in operations().values() if each.needs_permission]
    assert all(each.permissions for each in blank if each.handler)
    assert not any(each.is_public and each.needs_permission for each in operations().values())


# -- where the token stands ------------------------------------------------------------------------


@pytest.mark.fact("D", "2.2")
@pytest.mark.fact("U", "2.2")
@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR", "Bearer "])
def test_a_token_in_the_header(shared: Rehearsal, scheme: str) -> None:
    headers = {"authorization": f"{scheme} {shared.token}"}
    assert shared.get(LEADS, NOBODY, token="", headers=headers).result == []


@pytest.mark.fact("D", "2.2")
def test_a_token_in_the_query(shared: Rehearsal) -> None:
    token = shared.token
    assert ":" in token
    for sent in (token, token.replace(":", "%3A"), token.replace(":", "%3a")):
        query = f"filterType=email&filterValues=nobody@example.com&access_token={sent}"
        assert shared.get(LEADS, query, token="").result == []


@pytest.mark.fact("D", "2.2")
def test_a_token_in_a_form(shared: Rehearsal) -> None:
    form = {**NOBODY, "_method": "GET", "access_token": shared.token}
    assert shared.request("POST", LEADS, form=form, token="").result == []
    del form["access_token"]
    assert shared.request("POST", LEADS, form=form, token="").error == NO_TOKEN


MULTIPART = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'
    b"Content-Type: text/csv\r\n\r\nemail\r\na@example.com\r\n--x\r\n"
    b'Content-Disposition: form-data; name="%s"\r\n%s\r\n%s\r\n--x--\r\n'
)


@pytest.mark.fact("D", "2.2")
@pytest.mark.parametrize("more", [b"", b"Content-Type: text/plain; charset=UTF-8\r\n"])
def test_a_token_in_a_multipart_body(shared: Rehearsal, more: bytes) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x"}
    path = "/bulk/v1/nothing.json"
    token = shared.token.encode()

    def ask(name: bytes, value: bytes) -> tuple[str, str]:
        content = MULTIPART % (name, more, value)
        return shared.request("POST", path, content=content, headers=headers, token="").error

    assert ask(b"access_token", token) == NO_PATH
    assert ask(b"access_token", token[1:]) == UNKNOWN_TOKEN
    assert ask(b"access_token", b"") == NO_TOKEN
    assert ask(b"other", token) == NO_TOKEN
    hostile = b"\r\ncontent-disposition:;" * 40_000
    answer = shared.request("POST", path, content=hostile, headers=headers, token="")
    assert answer.error == NO_TOKEN


@pytest.mark.fact("U", "2.2")
def test_the_header_wins(shared: Rehearsal) -> None:
    good, bad = shared.token, "unknown"
    assert shared.get(LEADS, {**NOBODY, "access_token": bad}, token=good).result == []
    query = {**NOBODY, "access_token": good}
    assert shared.get(LEADS, query, token=bad).error == UNKNOWN_TOKEN


@pytest.mark.parametrize("header", ["Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "", "Token x", " "])
def test_a_header_without_a_token(shared: Rehearsal, header: str) -> None:
    headers = {"authorization": header}
    assert shared.get(LEADS, NOBODY, token="", headers=headers).error == NO_TOKEN
    query = {**NOBODY, "access_token": shared.token}
    assert shared.get(LEADS, query, token="", headers=headers).result == []


@pytest.mark.fact("U", "2.2")
def test_tokens_in_the_query_can_be_refused(store: Store) -> None:
    multipart = {"content-type": "multipart/form-data; boundary=x"}
    with Rehearsal(store, settings=settings(accept_query_tokens=False)) as server:
        token = server.token
        query = {**NOBODY, "access_token": token}
        assert server.get(LEADS, query, token="").error == NO_TOKEN
        form = {**query, "_method": "GET"}
        assert server.request("POST", LEADS, form=form, token="").error == NO_TOKEN
        content = MULTIPART % (b"access_token", b"", token.encode())
        answer = server.request("POST", LEADS, content=content, headers=multipart, token="")
        assert answer.error == NO_TOKEN
        assert server.get(LEADS, query).result == []
        assert server.get(LEADS, {**NOBODY, "access_token": "unknown"}).result == []


# -- the order of checks ---------------------------------------------------------------------------


@pytest.mark.fact("U", "2.2")
def test_the_token_is_looked_at_first(shared: Rehearsal) -> None:
    headers = {"content-type": "text/plain"}
    for path in ("/rest/v1/nothing.json", LEADS, "/bulk/v1/x.json", "/rest/asset/v1/x.json"):
        answer = shared.request("PUT", path, content=b"nonsense", headers=headers, token="")
        assert answer.error == NO_TOKEN
    assert shared.request("PUT", LEADS, content=b"nonsense", headers=headers).error == NO_METHOD


@pytest.mark.fact("U", "2.2")
def test_permission_is_looked_at_before_the_body(shared: Rehearsal) -> None:
    role = shared.save_role("reader", "Read-Only Lead")
    token = shared.token_for(shared.add_client("reader", role))
    headers = {"content-type": "text/plain"}
    refused = shared.request("POST", LEADS, content=b"nonsense", headers=headers, token=token)
    assert refused.error == DENIED
    assert shared.request("POST", LEADS, content=b"nonsense", headers=headers).error[0] == "612"
    assert shared.get("/rest/v1/nothing.json", token=token).error == NO_PATH
    assert shared.get(LEADS, NOBODY, token=token).result == []
