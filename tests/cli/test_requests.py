"""``leadkeep requests``."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from leadkeep.domain.instance.requests import LoggedRequest, append_requests
from leadkeep.store import open_store
from tests.support.commands import Commands

NOW = datetime.now(UTC)
READ = LoggedRequest(NOW, "1#a", "warehouse", "getLeadByIdUsingGET", None, 1, 0, 1.5, 2)
SKIPPED = LoggedRequest(NOW, "2#a", "warehouse", "syncLeadUsingPOST", "1006", 3, 2, 900.25, 9)
REFUSED = LoggedRequest(NOW, "3#a", "forms", "syncLeadUsingPOST", "609", 0, 0, 0.5, 0)
OLD = replace(REFUSED, started_at=NOW - timedelta(hours=3), request_id="0#a")
BODIES = replace(
    READ, request_id="4#a", request_body='{"query":{}}', response_body='{"success":true}'
)


@pytest.fixture
def logged(commands: Commands) -> Commands:
    """A store with four logged requests."""
    store = open_store(commands.folder, commands.url)
    store.write_now(lambda tx: append_requests(tx, [OLD, READ, SKIPPED, REFUSED, BODIES], 100))
    store.close()
    return commands


def ids(commands: Commands, *arguments: object) -> list[str]:
    found = commands.succeed("requests", "list", "--json", *arguments).items
    return [each["requestId"] for each in found]


def test_the_latest_requests_are_listed(logged: Commands) -> None:
    assert ids(logged) == ["4#a", "3#a", "2#a", "1#a", "0#a"]
    assert ids(logged, "--limit", 2) == ["4#a", "3#a"]
    assert ids(logged, "--errors") == ["3#a", "2#a", "0#a"]
    assert ids(logged, "--code", "609", "--minutes", 60) == ["3#a"]
    assert ids(logged, "--client", "forms") == ["3#a", "0#a"]
    assert ids(logged, "--operation", "syncLeadUsingPOST", "--slower", 100) == ["2#a"]
    assert "getLeadByIdUsingGET" in logged.succeed("requests", "list").out


def test_one_request_is_opened(logged: Commands) -> None:
    shown = logged.succeed("requests", "show", "2#a").items
    assert shown["statements"] == 9
    assert shown["skipped"] == 2
    assert shown["meaning"] == "the field does not exist"
    opened = logged.succeed("requests", "show", "4#a").items
    assert opened["request"] == {"query": {}}
    assert opened["response"] == {"success": True}
    assert "meaning" not in opened
    assert logged.refuse("requests", "show", "9#a") == (
        "the log has no request 9#a: it is too old, or was not logged"
    )


def test_errors_are_counted_with_advice(logged: Commands) -> None:
    items = logged.succeed("requests", "errors", "--json").items
    assert [(each["code"], each["requests"], each["skipped"]) for each in items] == [
        ("609", 2, 0),
        ("1006", 1, 2),
    ]
    assert all(each["meaning"] and each["action"] for each in items)
    of_an_hour = logged.succeed("requests", "errors", "--minutes", 60, "--json").items
    assert [(each["code"], each["requests"]) for each in of_an_hour] == [("1006", 1), ("609", 1)]
    assert "the body is no JSON" in logged.succeed("requests", "errors").out


def test_bodies_are_logged_for_a_while(commands: Commands) -> None:
    commands.succeed("client", "add", "warehouse")
    told = commands.succeed("requests", "log-bodies", "warehouse", "--minutes", 5).err
    assert told.startswith("the bodies of warehouse are logged until ")
    assert told.endswith("with masked values\n")
    ended = commands.succeed("requests", "log-bodies", "warehouse", "--minutes", 0).err
    assert ended == "the bodies of warehouse are not logged\n"
    assert commands.refuse("requests", "log-bodies", "nobody") == "no client is named nobody"


def test_a_code_that_is_unknown_has_no_advice(commands: Commands) -> None:
    store = open_store(commands.folder, commands.url)
    store.write_now(lambda tx: append_requests(tx, [replace(REFUSED, code="9999")], 100))
    store.close()
    (item,) = json.loads(commands.succeed("requests", "errors", "--json").out)
    assert (item["meaning"], item["action"]) == ("", "")
