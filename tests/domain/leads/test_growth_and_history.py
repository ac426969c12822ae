"""How the leads grew, when and by whom their fields changed."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from leadkeep.domain.instance.access import Work, workspace_access
from leadkeep.domain.leads import (
    Growth,
    last_field_changes,
    lead_growth,
)
from leadkeep.domain.merging import merges_of_lead
from leadkeep.errors import Refusal
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from tests.support.costs import watched
from tests.support.leads import USER, create, east_token, sync
from tests.support.merges import merge
from tests.support.work import operator_work


def growth(server: Rehearsal, days: int) -> Growth:
    return server.store.read_now(lambda tx: lead_growth(operator_work(tx), days))


def in_east(tx: Transaction) -> Work:
    return Work(tx, workspace_access(tx, 2))


def test_each_day_counts_the_leads_it_brought(server: Rehearsal) -> None:
    first = growth(server, 3)
    assert (first.total, [count for _, count in first.days]) == (0, [0, 0, 0])
    for day, count in enumerate((2, 0, 3)):
        server.clock.advance(days=1)
        token = server.token_for(server.add_client(f"day {day}"))
        emails = [{"email": f"d{day}n{n}@example.com"} for n in range(count)]
        if emails:
            sync(server, *emails, token=token)
    found = growth(server, 3)
    assert (found.total, [count for _, count in found.days]) == (5, [2, 0, 3])
    assert found.days[-1][0] - found.days[0][0] == timedelta(days=2)
    assert growth(server, 1).total == 5
    body = {"input": [{"id": 1}, {"id": 5}]}
    server.post("/rest/v1/leads/delete.json", body, token=token)
    assert [count for _, count in growth(server, 3).days] == [1, 0, 2]


def test_growth_takes_two_statements_however_many_days(server: Rehearsal) -> None:
    create(server)
    growth(server, 1)
    for days in (1, 30):
        asked = watched(server, partial(growth, server, days))
        assert sum("FROM lead " in each or "FROM activity " in each for each in asked) == 2


def test_leads_of_other_partitions_do_not_count(server: Rehearsal) -> None:
    token = east_token(server)
    create(server)
    sync(server, {"email": "there@example.com"}, token=token)
    assert growth(server, 2).total == 2
    found = server.store.read_now(lambda tx: lead_growth(in_east(tx), 2))
    assert (found.total, found.days[-1][1]) == (1, 1)


def test_the_last_change_of_a_field_has_time_and_user(server: Rehearsal) -> None:
    lead_id = create(server, title="One")
    for title in ("Two", "Three"):
        server.clock.advance(minutes=1)
        sync(server, {"id": lead_id, "title": title}, lookupField="id")
    changes = server.store.read_now(lambda tx: last_field_changes(operator_work(tx), lead_id))
    assert changes.keys() == {"title"}
    change = changes["title"]
    assert (change.old, change.new, change.user) == ("Two", "Three", USER)
    assert change.changed_at == server.clock.now()
    assert change.source == "Web service API"


def test_changes_cost_the_same_however_many(server: Rehearsal) -> None:
    lead_id = create(server)

    def read() -> object:
        return server.store.read_now(lambda tx: last_field_changes(operator_work(tx), lead_id))

    def change(count: int) -> list[str]:
        for number in range(count):
            values = {"title": f"{count}.{number}", "city": f"{count}.{number}"}
            sync(server, {"id": lead_id, **values}, lookupField="id")
        return watched(server, read)

    change(1)
    assert change(1) == change(5)


def test_merges_tell_who_became_the_lead(server: Rehearsal) -> None:
    winner, loser = create(server), create(server, title="Boss")
    merge(server, winner, loser)
    (past,) = server.store.read_now(lambda tx: merges_of_lead(operator_work(tx), winner))
    assert [each["id"] for each in past.losers] == [loser]
    assert past.taken["title"] == {"from": loser, "old": None, "new": "Boss"}


def test_leads_out_of_scope_are_not_read(server: Rehearsal) -> None:
    east_token(server)
    lead_id = create(server)
    verbs: list[Callable[[Work], object]] = [
        lambda work: last_field_changes(work, lead_id),
        lambda work: merges_of_lead(work, lead_id),
    ]

    def read(verb: Callable[[Work], object], of: Callable[[Transaction], Work]) -> object:
        return server.store.read_now(lambda tx: verb(of(tx)))

    for verb in verbs:
        read(verb, operator_work)
        with pytest.raises(Refusal):
            read(verb, in_east)
