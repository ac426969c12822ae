"""Links that were sent to a lead: what following them answers and does (behaviour.md 8.2, 8.3)."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.visitors import make_link
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.rehearsal import KEY
from tests.support.leads import ENGINES, create, logged, module_server, read
from tests.support.visits import BROWSER, CLICK, cookie, event, seen, send, visit, visits

TARGET = "https://www.example.com/offer?a=1#part"


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


@pytest.fixture(autouse=True)
def _tokens(server: Rehearsal) -> None:
    server.forget_token()  # other tests let time pass


def link(server: Rehearsal, lead_id: int, target: str = TARGET, days: int = 1) -> str:
    """Return the path of a link for a lead."""
    ends_at = server.clock.now() + timedelta(days=days)

    def verb(tx: Transaction) -> str:
        return make_link(Work(tx, operator_access(tx)), KEY, lead_id, None, target, ends_at).path

    return server.store.read_now(verb)


def follow(server: Rehearsal, path: str, method: str = "GET", **headers: str) -> Response:
    """Follow a link as a browser does, and let that be written."""
    parts = urlsplit(path)
    sent = {"user-agent": BROWSER, **headers}
    answer = server.request(method, parts.path, parts.query, headers=sent, token="")
    server.store_web_events()
    return answer


def mkt_tok(answer: Response) -> str:
    return parse_qs(urlsplit(answer.headers["location"]).query)["mkt_tok"][0]


@pytest.mark.fact("D", "8.2")
def test_a_link_leads_on_and_tells_of_it(server: Rehearsal) -> None:
    lead_id = create(server)
    answer = follow(server, link(server, lead_id))
    assert (answer.status, answer.content) == (302, b"")
    assert answer.headers["cache-control"] == "no-store"
    token = mkt_tok(answer)
    assert answer.headers["location"] == (f"https://www.example.com/offer?a=1&mkt_tok={token}#part")
    (click,) = visits(server, lead_id)
    assert (click.type_id, click.primary_value) == (CLICK, TARGET)
    assert click.attributes == [("User Agent", BROWSER)]


@pytest.mark.fact("D", "8.3")
def test_the_page_that_it_leads_to_ties_its_visitor(server: Rehearsal) -> None:
    lead_id, token, later = create(server), cookie(), cookie()
    visit(server, token, "/before")
    tok = mkt_tok(follow(server, link(server, lead_id)))
    visit(server, token, "/offer", mkt_tok=tok)
    visit(server, later, "/elsewhere", _mchQp=f"a=1__-__mkt_tok={tok}")
    pages = [f"www.example.com/{each}" for each in ("before", "offer", "elsewhere")]
    assert seen(server, lead_id) == [TARGET, *pages]
    assert read(server, lead_id, "cookies") == {"cookies": f"{token},{later}"}
    assert all(tok not in str(each) for each in logged(server, lead_id))


def test_a_cookie_of_this_host_is_tied_at_once(server: Rehearsal) -> None:
    lead_id, token = create(server), cookie()
    visit(server, token, "/before")
    other = f"a=b; _mkto_trk=id:000-LKP-000&token:{token}; c"
    follow(server, link(server, lead_id), cookie=other)
    assert seen(server, lead_id) == [TARGET, "www.example.com/before"][::-1]
    assert read(server, lead_id, "cookies") == {"cookies": token}
    foreign = cookie()
    follow(server, link(server, lead_id), cookie=f"_mkto_trk=id:999-XXX-999&token:{foreign}")
    assert read(server, lead_id, "cookies") == {"cookies": token}


@pytest.mark.fact("D", "8.3")
def test_a_link_takes_the_visitor_from_another_lead_without_history(server: Rehearsal) -> None:
    one, two, token = create(server), create(server), cookie()
    for lead_id, page in ((one, "/a"), (two, "/b"), (one, "/c")):
        visit(server, token, page, mkt_tok=mkt_tok(follow(server, link(server, lead_id))))
    assert [each for each in seen(server, one) if each != TARGET] == [
        "www.example.com/a",
        "www.example.com/c",
    ]
    assert [each for each in seen(server, two) if each != TARGET] == ["www.example.com/b"]


def test_what_is_forged_or_has_ended_does_nothing(server: Rehearsal) -> None:
    lead_id, token = create(server), cookie()
    before = len(logged(server, lead_id))
    good = link(server, lead_id, days=365)
    start, _, target = good.partition("?to=")
    tok = start.removeprefix("/click/")
    changed = tok[:40] + ("A" if tok[40] != "A" else "B") + tok[41:]
    for path in (
        f"/click/{changed}?to={target}",
        f"{start}?to=https%3A%2F%2Felsewhere.example.net",
        f"{start}?to={target}x",
        f"{start}?to={target}&to=" if not target else f"{start}?to=",
        start,
        "/click/",
        "/click/../x",
        f"/click/{'x' * 5_000}?to={target}",
        f"{start}?to=%ff%fe",
    ):
        assert follow(server, path).status == 404, path
        assert "location" not in follow(server, path).headers
    assert follow(server, good, "POST").status == 405
    for bad in (changed, tok[:-1], "nonsense", tok + tok, "\0"):
        visit(server, token, "/page", mkt_tok=bad)
    short = link(server, lead_id)
    server.clock.advance(days=2)
    server.forget_token()
    ended = short.partition("?to=")[0].removeprefix("/click/")
    assert follow(server, short).status == 410
    visit(server, token, "/page", mkt_tok=ended)
    assert len(logged(server, lead_id)) == before
    assert read(server, lead_id, "cookies") == {"cookies": None}
    assert follow(server, good).status == 302
    visit(server, token, "/page", mkt_tok=tok)
    assert seen(server, lead_id)[0] == TARGET
    assert read(server, lead_id, "cookies") == {"cookies": token}


def test_crawlers_and_heads_leave_nothing(server: Rehearsal) -> None:
    lead_id = create(server)
    path = link(server, lead_id)
    parts = urlsplit(path)
    assert follow(server, path, "HEAD").status == 302
    crawler = {"user-agent": "Googlebot/2.1"}
    answer = server.request("GET", parts.path, parts.query, headers=crawler, token="")
    assert answer.status == 302
    server.store_web_events()
    assert seen(server, lead_id) == []
    follow(server, path)
    assert seen(server, lead_id) == [TARGET]


def test_a_deleted_lead_is_nobody(server: Rehearsal) -> None:
    lead_id, token = create(server), cookie()
    path = link(server, lead_id)
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": lead_id}]})
    before = len(logged(server, lead_id))
    answer = follow(server, path)
    assert answer.status == 302
    visit(server, token, "/page", mkt_tok=mkt_tok(answer))
    assert len(logged(server, lead_id)) == before
    assert send(server, event(token)).status == 204


def test_a_lead_that_was_merged_away_is_the_winner(server: Rehearsal) -> None:
    winner, loser, token, own = create(server), create(server), cookie(), cookie()
    path = link(server, loser)
    visit(server, own, "/own", mkt_tok=mkt_tok(follow(server, path)))
    server.post(f"/rest/v1/leads/{winner}/merge.json", query={"leadId": loser})
    assert read(server, winner, "cookies") == {"cookies": own}
    visit(server, own, "/still")
    visit(server, token, "/page", mkt_tok=mkt_tok(follow(server, path)))
    assert read(server, winner, "cookies") == {"cookies": f"{own},{token}"}
    pages = [f"www.example.com/{each}" for each in ("own", "still", "page")]
    told = [each.primary_value for each in logged(server, loser, winner)]
    assert [each for each in told if each in pages] == pages


@pytest.mark.parametrize(
    "target",
    [
        "",
        "www.example.com",
        "javascript:alert(1)",
        "//www.example.com",
        "https://",
        "https://www.example.com/\r\nset-cookie: a",
        "https://www.example.com/a b",
        "https://[",
        "https://www.example.com/" + "x" * 2_000,
    ],
)
def test_links_lead_to_web_pages_only(server: Rehearsal, target: str) -> None:
    lead_id = create(server)
    with pytest.raises(ValueError, match="address"):
        link(server, lead_id, target)


def test_an_address_in_any_letters(server: Rehearsal) -> None:
    lead_id = create(server)
    target = "https://www.example.com/é?q=%C3%A9&x=ü"
    answer = follow(server, link(server, lead_id, target))
    assert answer.headers["location"].startswith(
        "https://www.example.com/%C3%A9?q=%C3%A9&x=%C3%BC&mkt_tok="
    )
    assert seen(server, lead_id) == [target]
