"""Get Leads by Filter Type: pages and the bound on matches (behaviour.md 1.4, 1.10, 3.4)."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkeep.testing import Rehearsal
from tests.support.leads import (
    ENGINES,
    LEADS,
    add_fields,
    create,
    east_token,
    module_server,
    sync,
)

CROWD = "crowd@example.com"


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        add_fields(running, {"team": "string"})
        yield running


@pytest.fixture(scope="module")
def crowd(server: Rehearsal) -> list[int]:
    """1,000 leads of one email address, in teams."""
    lead_ids = []
    for start in range(0, 1_000, 250):
        records = [
            {"email": CROWD, "team": f"team {number % 7}"} for number in range(start, start + 250)
        ]
        lead_ids += [item["id"] for item in sync(server, *records, action="createDuplicate")]
    return lead_ids


def pages(server: Rehearsal, **query: Any) -> list[list[int]]:  # noqa: ANN401
    """Return the ids of all pages, following the tokens to the end."""
    found = []
    token: str | None = None
    while True:
        sent = query if token is None else query | {"nextPageToken": token}
        body = server.get(LEADS, sent).body
        assert body["success"], body
        assert "moreResult" not in body
        found.append([lead["id"] for lead in body["result"]])
        token = body.get("nextPageToken")
        if token is None:
            return found


@pytest.mark.fact("D", "3.4")
def test_pages_of_1000_matches(server: Rehearsal, crowd: list[int]) -> None:
    wanted = {"filterType": "email", "filterValues": CROWD}
    assert pages(server, **wanted) == [crowd[i : i + 300] for i in (0, 300, 600, 900)]
    for size, lengths in ((250, [250] * 4), (999, [300] * 3 + [100]), (1, None), (7, None)):
        if lengths is None:
            body = server.get(LEADS, wanted | {"batchSize": size}).body
            assert [lead["id"] for lead in body["result"]] == crowd[:size]
        else:
            found = pages(server, **wanted, batchSize=size)
            assert [len(page) for page in found] == lengths
            assert sum(found, []) == crowd  # noqa: RUF017 -- four lists


@pytest.mark.fact("D", "3.4")
def test_1001_matches_are_too_many(server: Rehearsal, crowd: list[int]) -> None:
    too_many = ("1003", "Too many results match the filter")
    queries: list[dict[str, Any]] = [
        {"filterType": "email", "filterValues": f"nobody@example.com,{CROWD.upper()}"},
        {"filterType": "leadPartitionId", "filterValues": "1"},
    ]
    for query in queries:
        assert server.get(LEADS, query | {"batchSize": 5}).result != []
    extra = create(server, email=CROWD)
    for query in queries:
        assert server.get(LEADS, query).error == too_many
        assert server.get(LEADS, query | {"batchSize": 5, "fields": "id"}).error == too_many
    # Only leads within reach count.
    token = east_token(server)
    (theirs,) = sync(server, {"email": CROWD}, token=token, action="createDuplicate")
    for query in (queries[0], queries[1] | {"filterValues": "1,2"}):
        assert [lead["id"] for lead in server.get(LEADS, query, token=token).result] == [
            theirs["id"]
        ]
        assert server.get(LEADS, query).error == too_many
    doomed = [{"id": extra}, theirs]
    server.post("/rest/v1/leads/delete.json", {"input": doomed})
    assert sum(pages(server, **queries[0]), []) == crowd  # noqa: RUF017 -- four lists


@pytest.mark.fact("R", "1.4")
def test_the_last_page_has_no_token(server: Rehearsal, crowd: list[int]) -> None:
    wanted = {"filterType": "id", "filterValues": ",".join(map(str, crowd[:4]))}
    for size, count in ((4, 1), (3, 2), (2, 2)):
        assert len(pages(server, **wanted, batchSize=size)) == count
    body = server.get(LEADS, wanted | {"batchSize": 2}).body
    assert list(body) == ["requestId", "result", "success", "nextPageToken"]
    token = body["nextPageToken"]
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567=")
    assert 24 <= len(token) <= 90
    raw = "&".join(f"{name}={value}" for name, value in wanted.items())
    rest = server.get(LEADS, f"{raw}&nextPageToken={token}").result
    assert [lead["id"] for lead in rest] == crowd[2:4]


@pytest.mark.fact("U", "1.10")
def test_batch_size(server: Rehearsal, crowd: list[int]) -> None:
    wanted: dict[str, Any] = {"filterType": "id", "filterValues": ",".join(map(str, crowd[:3]))}
    for sent in (301, 10**30, " 300 ", "+5", ""):
        assert len(server.get(LEADS, wanted | {"batchSize": sent}).result) == 3
    for sent in (0, -1, "-0", "00"):
        answer = server.get(LEADS, wanted | {"batchSize": sent})
        assert answer.error == ("1003", "Invalid batchSize")
    for sent in ("abc", "1.5", "0x10", "1 0"):
        answer = server.get(LEADS, wanted | {"batchSize": sent})
        assert answer.error == ("1001", f"Invalid value '{sent}'. Required of type 'Integer'")


@pytest.mark.fact("U", "1.4")
def test_a_damaged_or_foreign_token(server: Rehearsal, crowd: list[int]) -> None:
    wanted = {"filterType": "id", "filterValues": ",".join(map(str, crowd[:4])), "batchSize": 2}
    good: str = server.get(LEADS, wanted).body["nextPageToken"]
    assert server.get(LEADS, wanted | {"nextPageToken": good}).result
    foreign = server.get("/rest/v1/leads/schema/fields.json", {"batchSize": 2}).body
    damaged = ("B" if good[0] == "A" else "A") + good[1:]
    for token in (damaged, good[:-8], good + "A", "x", "ä", "\0", foreign["nextPageToken"]):
        answer = server.get(LEADS, wanted | {"nextPageToken": token})
        assert answer.error == ("1003", "Invalid paging token")


def test_a_lead_made_or_deleted_between_pages_shifts_no_other(server: Rehearsal) -> None:
    made = [create(server, team="moving") for _ in range(4)]
    wanted = {"filterType": "team", "filterValues": "MOVING"}
    body = server.get(LEADS, wanted | {"batchSize": 2}).body
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": made[0]}, {"id": made[1]}]})
    new = create(server, team="moving")
    rest = server.get(LEADS, wanted | {"nextPageToken": body["nextPageToken"]}).result
    assert [lead["id"] for lead in rest] == [made[2], made[3], new]
    left = [{"id": each} for each in (*made[2:], new)]
    server.post("/rest/v1/leads/delete.json", {"input": left})


@pytest.mark.fact("D", "1.4")
def test_paging_any_set_gives_each_lead_once(server: Rehearsal, crowd: list[int]) -> None:
    @settings(max_examples=25, deadline=None, database=None)
    @given(
        indexes=st.lists(st.integers(0, 999), min_size=1, max_size=60),
        size=st.integers(1, 40),
    )
    def by_id(indexes: list[int], size: int) -> None:
        values = ",".join(str(crowd[index]) for index in indexes)
        found = pages(server, filterType="id", filterValues=values, batchSize=size, fields="id")
        assert sum(found, []) == sorted({crowd[index] for index in indexes})  # noqa: RUF017 -- short
        assert all(len(page) == size for page in found[:-1])
        assert found[-1]

    @settings(max_examples=15, deadline=None, database=None)
    @given(teams=st.sets(st.integers(0, 9), min_size=1), size=st.integers(60, 400))
    def by_team(teams: set[int], size: int) -> None:
        values = ",".join(f"Team {team}" for team in teams)
        found = pages(server, filterType="team", filterValues=values, batchSize=size, fields="id")
        wanted = [lead_id for index, lead_id in enumerate(crowd) if index % 7 in teams]
        assert sum(found, []) == wanted  # noqa: RUF017 -- short

    by_id()
    by_team()
