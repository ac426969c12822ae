"""Search over leads: what finds them, in which order, page by page, within the scope."""

import pytest
from sqlalchemy import delete, func, select

from leadkeep.domain.instance.access import Work, workspace_access
from leadkeep.domain.search import Match, SearchPage, search_leads, update_words
from leadkeep.domain.search.tables import search_progress, search_word
from leadkeep.errors import Refusal
from leadkeep.testing import Rehearsal
from tests.support.leads import create, east_token, sync
from tests.support.merges import merge
from tests.support.visits import cookie
from tests.support.work import operator_work


def search(server: Rehearsal, text: str, after: str | None = None, size: int = 25) -> SearchPage:
    return server.store.read_now(lambda tx: search_leads(operator_work(tx), text, after, size))


def found(server: Rehearsal, text: str) -> list[tuple[int, tuple[Match, ...]]]:
    page = search(server, text)
    assert page.next_after is None
    assert page.is_complete
    return [(each.lead_id, each.matches) for each in page.leads]


@pytest.fixture(params=["stored", "in the log"])
def settled(request: pytest.FixtureRequest, server: Rehearsal) -> Rehearsal:
    """A server with three leads, whose words are stored, or are still to be made from the log."""
    create(server, email="Ada@Example.com", firstName="Ada", lastName="Lovelace", company="Acme")
    create(server, email="brunel@example.com", firstName="Isambard", lastName="Brunel")
    create(server, email="c@example.com", firstName="Zoë", lastName="Ångström", company="ADA Ltd")
    if request.param == "stored":
        server.update_words()
    return server


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", [(1, (Match.ID,))]),
        ("  aDa@ex", [(1, (Match.EMAIL,))]),
        ("ada", [(1, (Match.EMAIL, Match.NAME)), (3, (Match.COMPANY,))]),
        ("ada  lov", [(1, (Match.NAME,))]),
        ("LOVELACE", [(1, (Match.LAST_NAME,))]),
        ("lovelace ada", [(1, (Match.LAST_NAME,))]),
        ("acme", [(1, (Match.COMPANY,))]),
        ("ÅNGSTR", [(3, (Match.LAST_NAME,))]),
        ("zoe", []),
        ("da", []),
        ("", []),
        ("99", []),
        ("9" * 30, []),
        ("%", []),
        ("adaz", []),
    ],
)
def test_a_text_finds_leads_by_its_beginning(
    settled: Rehearsal, text: str, expected: list[tuple[int, tuple[Match, ...]]]
) -> None:
    assert found(settled, text) == expected


def test_cookies_and_ids_of_merged_leads_find_their_lead(server: Rehearsal) -> None:
    token, winner, loser = cookie(), create(server), create(server)
    server.post(f"/rest/v1/leads/{winner}/associate.json", query={"cookie": token})
    merge(server, winner, loser)
    assert found(server, token.upper()) == [(winner, (Match.COOKIE,))]
    assert found(server, token[:20]) == [(winner, (Match.COOKIE,))]
    assert found(server, str(loser)) == [(winner, (Match.MERGED_ID,))]


def test_a_change_is_found_before_and_after_its_words_are_stored(server: Rehearsal) -> None:
    lead_id = create(server, lastName="Byron", company="Rhyme")
    server.update_words()
    sync(server, {"id": lead_id, "lastName": "King", "company": None}, lookupField="id")
    for _ in range(2):
        assert found(server, "byron") == found(server, "rhyme") == []
        assert found(server, "king") == [(lead_id, (Match.NAME,))]
        server.update_words()
    sync(server, {"id": lead_id, "firstName": "Ada"}, lookupField="id")
    for _ in range(2):
        assert found(server, "king") == [(lead_id, (Match.LAST_NAME,))]
        server.update_words()


def test_words_go_with_their_lead(server: Rehearsal) -> None:
    lead_id, loser = create(server, lastName="King"), create(server, lastName="Queen")
    server.update_words()
    merge(server, lead_id, loser)
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": lead_id}]})
    count = select(func.count()).select_from(search_word)
    assert server.store.read_now(lambda tx: tx.execute(count).scalar()) == 0
    assert found(server, "king") == found(server, "queen") == []


def test_the_first_scan_takes_leads_whose_creation_is_no_more_in_the_log(
    server: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    leads = [create(server, lastName=f"King {number}") for number in range(5)]
    monkeypatch.setattr("leadkeep.domain.search.update.BATCH_SIZE", 2)
    assert server.store.write_now(update_words)
    assert not search(server, "king").is_complete
    server.update_words()
    assert [lead_id for lead_id, _ in found(server, "king")] == leads
    # Once more from the start, as after a restore of a store without words.
    server.store.write_now(lambda tx: [tx.execute(delete(search_progress)), None][1])
    server.update_words()
    assert [lead_id for lead_id, _ in found(server, "king")] == leads


def test_pages_have_every_lead_once(server: Rehearsal) -> None:
    values = [{"firstName": "King", "lastName": f"King{number}"} for number in range(7)]
    leads = {create(server, company="Kingdom", **each) for each in values}
    leads |= {create(server, company="Kingdom") for _ in range(3)}
    leads.add(create(server, email="king@example.com", firstName="King"))
    for _ in range(2):
        seen: list[int] = []
        page = search(server, "king", size=2)
        seen += [each.lead_id for each in page.leads]
        while page.next_after is not None:
            page = search(server, "king", page.next_after, 2)
            assert len(page.leads) <= 2
            seen += [each.lead_id for each in page.leads]
        assert len(seen) == len(set(seen))
        assert set(seen) == leads
        server.update_words()


@pytest.mark.parametrize("after", ["", "x", "name", "name:1", "id:1:a", "name:x:king", "name:1:a"])
def test_a_place_of_no_page_is_refused(server: Rehearsal, after: str) -> None:
    lead_id = create(server, lastName="King")
    assert [each.lead_id for each in search(server, "king", "name:0:king").leads] == [lead_id]
    if after:
        with pytest.raises(Refusal):
            search(server, "king", after)


def test_leads_of_other_partitions_are_not_found(server: Rehearsal) -> None:
    east = east_token(server)
    own = {"lastName": "King", "email": "king@example.com", "company": "Acme"}
    (there,) = sync(server, own, token=east)
    here = create(server, **own)

    def search_in_east(text: str) -> list[int]:
        page = server.store.read_now(
            lambda tx: search_leads(Work(tx, workspace_access(tx, 2)), text)
        )
        return [each.lead_id for each in page.leads]

    for text in ("king", "acme"):
        assert [lead_id for lead_id, _ in found(server, text)] == [there["id"], here]
        assert search_in_east(text) == [there["id"]]
    assert search_in_east(str(there["id"])) == [there["id"]]
    assert search_in_east(str(here)) == []
