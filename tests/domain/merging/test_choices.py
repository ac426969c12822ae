"""A merge with choices field by field, and its preview by the same rules."""

from typing import Any

import pytest

from leadkeep.domain.instance.access import Work, workspace_access
from leadkeep.domain.merging import Merge, MergePreview, merge_leads, preview_merge
from leadkeep.errors import Refusal
from leadkeep.testing import Rehearsal
from tests.support import records
from tests.support.leads import create, east_token, read
from tests.support.merges import exists
from tests.support.work import operator_work

FIELDS = ("email", "firstName", "lastName", "title", "company", "industry", "unsubscribed")


def preview(server: Rehearsal, command: Merge) -> MergePreview:
    return server.store.read_now(lambda tx: preview_merge(operator_work(tx), command))


def do_merge(server: Rehearsal, command: Merge) -> int:
    return server.store.write_now(lambda tx: merge_leads(operator_work(tx), command))


def merge(server: Rehearsal, command: Merge) -> dict[str, Any]:
    """Merge leads; return the winner's fields, which are what the preview said."""
    before = preview(server, command)
    said = {each.field.name: each.result for each in before.fields}
    winner = do_merge(server, command)
    found = read(server, winner, *FIELDS)
    assert {name: said.get(name) for name in FIELDS} == found
    return found


def test_without_choices_the_winner_takes_what_it_lacks(server: Rehearsal) -> None:
    winner = create(server, firstName="Ada", email="a@example.com")
    loser = create(server, firstName="Bo", lastName="King", email="b@example.com")
    found = merge(server, Merge(winner, [loser]))
    assert (found["firstName"], found["lastName"]) == ("Ada", "King")


def test_a_choice_is_taken_also_if_it_is_empty(server: Rehearsal) -> None:
    winner = create(server, firstName="Ada", lastName="King", email="a@example.com")
    loser = create(server, firstName="Bo", title="Boss", email="b@example.com")
    choices = {"firstName": loser, "lastName": loser, "title": winner, "email": loser}
    command = Merge(winner, [loser], choices=choices)
    sources = {each.field.name: each.from_lead_id for each in preview(server, command).fields}
    assert {name: sources[name] for name in choices} == {
        "firstName": loser,
        "lastName": loser,
        "title": winner,
        "email": loser,
    }
    found = merge(server, command)
    names = ("firstName", "lastName", "title", "email")
    assert [found[name] for name in names] == ["Bo", None, None, "b@example.com"]


def test_what_belongs_to_a_company_record_is_chosen_with_it(server: Rehearsal) -> None:
    key, _ = records.made(server, records.COMPANY)
    records.put(server, records.COMPANY, {**key, "company": "Acme", "industry": "Steel"})
    winner = create(server, company="Other", industry="Wool")
    loser = create(server, **key)
    found = merge(server, Merge(winner, [loser], choices={"industry": loser}))
    assert (found["company"], found["industry"]) == ("Acme", "Steel")


@pytest.mark.parametrize("field", ["id", "createdAt", "leadPartitionId", "cookies", "nothing"])
def test_what_is_no_choice_is_refused(server: Rehearsal, field: str) -> None:
    winner, loser, other = create(server), create(server), create(server)
    preview(server, Merge(winner, [loser], choices={"firstName": loser}))
    for choices in ({field: loser}, {"firstName": other}):
        command = Merge(winner, [loser], choices=choices)
        with pytest.raises(Refusal):
            preview(server, command)
        with pytest.raises(Refusal):
            do_merge(server, command)
    assert exists(server, loser)


def test_a_preview_needs_all_leads_within_scope(server: Rehearsal) -> None:
    east_token(server)
    winner, loser = create(server), create(server)
    assert preview(server, Merge(winner, [loser])).lead_ids == (winner, loser)
    with pytest.raises(Refusal):
        server.store.read_now(
            lambda tx: preview_merge(Work(tx, workspace_access(tx, 2)), Merge(winner, [loser]))
        )
