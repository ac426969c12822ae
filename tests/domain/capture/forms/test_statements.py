"""What a submitted form costs the database: a fixed handful of statements, each by an index."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import SqliteStores
from tests.support.costs import assert_cost_is_fixed, plan_of, watched
from tests.support.forms import new_form, submit
from tests.support.leads import ENGINES, fresh, module_server, new_field
from tests.support.lists import reference
from tests.support.programs import MEMBER_FIELDS, crowd, new_program, set_status

FULL_SCAN = re.compile(r"SCAN (program_member|lead|lead_key|activity|form)\b").search


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        running.post(MEMBER_FIELDS, {"input": [new_field("seat")]})
        yield running


def submitting(server: Rehearsal, members: int) -> Callable[[], Any]:
    """Return a call that fills out a form of a program that has so many members already."""
    program = new_program(server)
    form_id = new_form(server, "seat", folder=reference(program, "Program"))
    if members:
        set_status(server, program, "Invited", *crowd(server, members))
    fields = {"email": fresh(), "firstName": "Ada", "seat": "A1"}
    return lambda: submit(server, form_id, fields)


def test_a_form_costs_the_same_however_many_are_in_its_program(server: Rehearsal) -> None:
    assert_cost_is_fixed(server, submitting, most=35)


def test_no_statement_reads_a_whole_table(sqlite_stores: SqliteStores) -> None:
    with closing(sqlite_stores.make()) as store, Rehearsal(store) as embedded:
        embedded.post(MEMBER_FIELDS, {"input": [new_field("seat")]})
        seen = watched(embedded, submitting(embedded, 3))
        for sql in {each for each in seen if ":" not in each}:
            assert not FULL_SCAN(plan_of(embedded, sql)), sql
