"""Web events: what browsers send, in every form, and what is kept of it (behaviour.md 8.2, 8.3)."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from leadkeep.domain.visitors.tables import anonymous_visit, visitor
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, create, fresh, logged, module_server, sync
from tests.support.visits import (
    BROWSER,
    CLICK,
    VISIT,
    associate,
    cookie,
    event,
    seen,
    send,
    visit,
    visits,
)
from tests.support.wire import Failing, settings, silence

SITE = "https://www.example.com"


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def pass_time(server: Rehearsal, **duration: float) -> None:
    """Let time pass, and do not let tokens of the API end with it."""
    server.clock.advance(**duration)
    server.forget_token()


def known(server: Rehearsal) -> tuple[int, str]:
    """Return a lead and a token of it."""
    lead_id, token = create(server), cookie()
    assert associate(server, lead_id, token)["success"] is True
    return lead_id, token


def kept(server: Rehearsal, token: str) -> list[int]:
    """Return how many visits are kept of a visitor whom nobody knows: in both tables."""
    queries = (
        select(func.count()).where(anonymous_visit.c.token == token),
        select(func.coalesce(func.sum(visitor.c.visits), 0)).where(visitor.c.token == token),
    )

    def read(tx: Transaction) -> list[int]:
        return [int(tx.execute(each).scalar_one()) for each in queries]

    return server.store.read_now(read)


@pytest.mark.fact("R", "8.2")
def test_every_form_of_a_visit(server: Rehearsal) -> None:
    lead_id, token = known(server)
    whole = f"id:000-LKP-000&token:{token}"
    text = {"content-type": "text/plain;charset=UTF-8"}
    get = send(server, event(token, "/get"), method="GET")
    assert (get.status, get.headers["content-type"]) == (200, "image/gif")
    assert get.headers["cache-control"] == "no-store"
    assert get.content.startswith(b"GIF89a")
    answers = [
        send(server, event(token, "/post")),
        send(server, None, form=event(token, "/form")),
        send(server, None, content=urlencode(event(token, "/beacon")).encode(), headers=text),
        send(server, event(token, "/body"), content=b"[1, 2", headers=text),
        send(server, event(whole, "/cookie")),
        send(server, event(f"_mkto_trk={whole}".replace("&", "%26"), "/encoded")),
        send(server, event(token, "/elsewhere", _mchId="999-XXX-999")),
        send(server, {"_mchTk": token, "_mchHo": "WWW.Example.com", "_mchRu": "/few"}),
    ]
    assert {(each.status, each.content) for each in answers} == {(204, b"")}
    assert send(server, event(token), method="HEAD").status == 200
    server.store_web_events()
    paths = ["get", "post", "form", "beacon", "body", "cookie", "encoded", "elsewhere", "few"]
    assert seen(server, lead_id) == [f"www.example.com/{each}" for each in paths]


@pytest.mark.fact("R", "8.2")
def test_what_a_visit_and_a_click_tell(server: Rehearsal) -> None:
    lead_id, token = known(server)
    search = "https://www.google.co.uk/search?q=lead+database&mkt_tok=secret"
    query = "utm_source=a__-__mkt_tok=secret__-__x=1"
    send(server, event(token, "/offer", _mchQp=query, _mchRe=search))
    link = "https://other.example.com/a?b=1&mkt_tok=secret"
    send(server, event(token, "/offer", _mchHr=link), "clickLink")
    server.store_web_events()
    first, second = visits(server, lead_id)
    assert (first.type_id, first.primary_value) == (VISIT, "www.example.com/offer")
    assert first.attributes == [
        ("Query Parameters", "utm_source=a&x=1"),
        ("Referrer URL", "https://www.google.co.uk/search?q=lead+database"),
        ("Search Engine", "Google"),
        ("Search Query", "lead database"),
        ("User Agent", BROWSER),
        ("Webpage URL", "/offer"),
    ]
    assert (second.type_id, second.primary_value) == (CLICK, "https://other.example.com/a?b=1")
    assert second.attributes == [("User Agent", BROWSER), ("Webpage ID", first.primary_id)]
    visit(server, token, "/offer", "/another")
    again, other = visits(server, lead_id)[2:]
    assert again.primary_id == first.primary_id
    assert len({first.primary_id, second.primary_id, other.primary_id}) == 3
    (shown,) = server.get(
        "/rest/v1/activities.json",
        {
            "activityTypeIds": "3",
            "leadIds": lead_id,
            "nextPageToken": server.get(
                "/rest/v1/activities/pagingtoken.json", {"sinceDatetime": "2026-01-01"}
            ).body["nextPageToken"],
        },
    ).result
    assert shown["primaryAttributeValueId"] == second.primary_id


@pytest.mark.fact("D", "8.3")
def test_history_moves_once_with_its_dates(server: Rehearsal) -> None:
    token, one, two = cookie(), create(server), create(server)
    began = server.clock.now()
    visit(server, token, "/a", "/b")
    pass_time(server, hours=3)
    send(server, event(token, "/a", _mchHr="/c"), "clickLink")
    server.store_web_events()
    assert kept(server, token) == [3, 3]
    pass_time(server, hours=3)
    associate(server, one, token)
    pages = ["www.example.com/a", "www.example.com/b", "/c"]
    assert seen(server, one) == pages
    assert [each.date - began for each in visits(server, one)] == [
        timedelta(0),
        timedelta(0),
        timedelta(hours=3),
    ]
    assert kept(server, token) == [0, 0]
    visit(server, token, "/d")
    associate(server, one, token)
    associate(server, two, token)
    visit(server, token, "/e")
    assert seen(server, one) == [*pages, "www.example.com/d"]
    assert seen(server, two) == ["www.example.com/e"]


@pytest.mark.fact("D", "8.3")
def test_sync_ties_without_history_that_associate_moves_later(server: Rehearsal) -> None:
    token = cookie()
    visit(server, token, "/before")
    (item,) = sync(server, {"email": fresh(), "cookies": token})
    visit(server, token, "/after")
    assert seen(server, item["id"]) == ["www.example.com/after"]
    for _ in range(2):
        associate(server, item["id"], token)
    assert seen(server, item["id"]) == ["www.example.com/after", "www.example.com/before"]


def test_a_token_of_another_lead_brings_no_history(server: Rehearsal) -> None:
    token, other = cookie(), create(server)
    visit(server, token, "/before")
    sync(server, {"email": fresh(), "cookies": token})
    for _ in range(2):
        associate(server, other, token)
    assert seen(server, other) == []
    assert kept(server, token) == [0, 0]


@pytest.mark.fact("D", "8.2")
def test_events_without_effect(server: Rehearsal) -> None:
    lead_id, token = known(server)
    before = len(logged(server, lead_id))
    for name in ("associateLead", "debug"):
        assert send(server, event(token, Email="x@example.com"), name).status == 204
        assert send(server, event(token), name, method="GET").status == 200
    bots = ("Mozilla/5.0 (compatible; Googlebot/2.1)", "Baiduspider", "facebookexternalhit/1.1")
    for agent in bots:
        assert send(server, event(token), headers={"user-agent": agent}).status == 204
    for bad in ("", "nonsense", "_mch-", "_mch-x", "_mch-a-" + "f" * 200, "\0", "%", "token:"):
        assert send(server, event(bad)).status == 204
    assert send(server, b"%ff%fe=%ff&&=&_mchTk").status == 204
    assert send(server, event(token, "", _mchHo="")).status == 204
    assert send(server, event(token), "clickLink").status == 204
    server.store_web_events()
    assert len(logged(server, lead_id)) == before
    visit(server, token, "/real")
    assert len(logged(server, lead_id)) == before + 1


def test_what_is_refused(server: Rehearsal) -> None:
    lead_id, token = known(server)
    good = event(token)
    headers = {"origin": SITE}
    for status, answer in (
        (404, send(server, good, "nothing", headers=headers)),
        (404, send(server, good, "", headers=headers)),
        (405, send(server, good, method="DELETE", headers=headers)),
        (414, send(server, event(token, "/" + "x" * 9_000), headers=headers)),
        (413, send(server, good, content=b"x" * 20_000, headers=headers)),
        (413, send(server, good, content=[b"x" * 9_000] * 2, headers=headers)),
    ):
        assert answer.status == status
        assert answer.content == b""
        assert answer.headers["access-control-allow-origin"] == SITE
    server.store_web_events()
    assert seen(server, lead_id) == []


def test_giant_and_odd_values_are_cut(server: Rehearsal) -> None:
    lead_id, token = known(server)
    more = {"_mchQp": "q" * 1_500, "_mchRe": "https://" + "r" * 1_500, "_mchCn": "t" * 300}
    send(server, None, form=event(token, "/" + "p" * 1_500, **more))
    send(server, event(token, "/\0ä\r\n" + "é", _mchRe="http://[", _mchHo="EXAMPLE.com"))
    server.store_web_events()
    first, second = visits(server, lead_id)
    values = dict(first.attributes)
    assert first.primary_value == "t" * 255
    assert [len(values[each]) for each in ("Query Parameters", "Referrer URL")] == [1_000, 1_000]
    assert len(values["Webpage URL"]) == 1_000
    assert second.primary_value is not None
    assert second.primary_value.startswith("example.com/ä")


def test_a_flood_of_one_visitor_is_cut(server: Rehearsal) -> None:
    token, (lead_id, own) = cookie(), known(server)
    for _ in range(60):
        for each in (token, own):
            send(server, event(each, "/flood"))
    server.store_web_events()
    assert kept(server, token) == [50, 50]
    assert len(seen(server, lead_id)) == 50


@pytest.mark.parametrize("origin", [SITE, "null", "https://elsewhere.example.net"])
def test_pages_of_any_origin_may_send(server: Rehearsal, origin: str) -> None:
    asked = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    before = send(server, None, method="OPTIONS", headers=asked)
    assert (before.status, before.content) == (204, b"")
    assert before.headers["access-control-allow-methods"] == "GET, POST"
    assert before.headers["access-control-allow-headers"] == "content-type"
    sent = send(server, event(cookie()), headers={"origin": origin})
    for answer in (before, sent):
        assert answer.headers["access-control-allow-origin"] == origin
        assert answer.headers["access-control-allow-credentials"] == "true"
        assert answer.headers["vary"] == "Origin"
    assert "access-control-allow-origin" not in send(server, event(cookie())).headers


def test_visitors_are_forgotten_when_they_stay_away(server: Rehearsal) -> None:
    old, back = cookie(), cookie()
    for token in (old, back):
        visit(server, token, "/a")
    pass_time(server, days=89)
    visit(server, back, "/b")
    pass_time(server, days=1, seconds=1)
    server.forget_visitors()
    assert (kept(server, old), kept(server, back)) == ([0, 0], [2, 2])
    visit(server, old, "/c")
    assert kept(server, old) == [1, 1]


def test_an_association_that_races_with_events_leaves_no_history_behind(
    server: Rehearsal,
) -> None:
    for _ in range(3):
        token, one, two = cookie(), create(server), create(server)
        for number in range(40):
            send(server, event(token, f"/{number}"))

        async def race(token: str = token, one: int = one, two: int = two) -> None:
            path, query = "/rest/v1/leads/{}/associate.json".format, {"cookie": token}
            calls = [server.send("POST", path(each), query) for each in (one, two)]
            await asyncio.gather(server.application.web.events.flush(), *calls)

        server.run(race())
        found = [*seen(server, one), *seen(server, two)]
        assert sorted(found) == sorted(f"www.example.com/{each}" for each in range(40))
        assert kept(server, token) == [0, 0]


def test_search_engines(server: Rehearsal) -> None:
    lead_id, token = known(server)
    engines = {"google.com": "Google", "bing.com": "Bing", "google.example.com": None}
    for host, scheme in product(engines, ("http", "https")):
        send(server, event(token, "/", _mchRe=f"{scheme}://www.{host}/"))
    server.store_web_events()
    found = [dict(each.attributes).get("Search Engine") for each in visits(server, lead_id)]
    assert found == [name for name in engines.values() for _ in range(2)]


def test_what_finds_no_room_is_told_to_come_again(server: Rehearsal) -> None:
    lead_id, token = known(server)
    small = server.another(settings=settings(web_events_waiting=3))
    answers = [send(small, event(token, f"/{each}"), headers={"origin": SITE}) for each in range(5)]
    assert [each.status for each in answers] == [204] * 3 + [503] * 2
    assert answers[-1].headers["retry-after"] == "1"
    assert answers[-1].headers["access-control-allow-origin"] == SITE
    assert send(small, event(token), "debug").status == 204
    visit(small, token)
    visit(small, token, "/again")
    pages = [f"www.example.com/{each}" for each in (0, 1, 2, "again")]
    assert seen(server, lead_id) == pages


def test_a_store_that_fails_loses_no_event(server: Rehearsal) -> None:
    lead_id, token = known(server)
    store = Failing(server.store)
    other = server.another(store.as_store())
    with silence():
        visit(other, token, "/a", "/b")
        assert seen(server, lead_id) == []
        answer = send(other, event(token, "/c"))
        assert answer.status == 204
        followed = server.run(other.send("GET", "/click/x", "to=y", token=""))
        assert (followed.status, followed.headers["retry-after"]) == (503, "1")
    store.is_broken = False
    visit(other, token)
    assert seen(server, lead_id) == [f"www.example.com/{each}" for each in "abc"]
