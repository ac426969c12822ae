"""The funnel of a program: members by status, in the order of the channel."""

from dataclasses import replace

import pytest

from leadkeep.domain.assets.programs import FunnelStep, program_funnel
from leadkeep.domain.instance.access import Work, workspace_access
from leadkeep.errors import Refusal
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from tests.support.leads import create, east_token, sync
from tests.support.programs import new_program, set_status
from tests.support.work import operator_work


def funnel(server: Rehearsal, program: int) -> list[FunnelStep]:
    return server.store.read_now(lambda tx: program_funnel(operator_work(tx), program))


def test_members_are_counted_by_status_and_by_what_they_reached(server: Rehearsal) -> None:
    program = new_program(server)
    leads = [create(server) for _ in range(3)]
    set_status(server, program, "Invited", *leads[:2])
    set_status(server, program, "Attended", leads[2])
    found = funnel(server, program)
    steps = [each.status.step for each in found]
    assert steps == sorted(steps)
    members = {each.status.name: each.members for each in found if each.members}
    assert members == {"Invited": 2, "Attended": 1}
    reached = {each.status.name: each.reached for each in found}
    assert (reached["Invited"], reached["Attended"]) == (3, 1)
    with pytest.raises(Refusal):
        funnel(server, 99_999)


def test_only_members_within_scope_count(server: Rehearsal) -> None:
    token, program, here = east_token(server), new_program(server), create(server)
    (there,) = sync(server, {"email": "there@example.com"}, token=token)
    set_status(server, program, "Invited", here, there["id"])

    def counted(tx: Transaction) -> tuple[int, int]:
        everything = operator_work(tx)
        partitions = workspace_access(tx, 2).partition_ids
        limited = Work(tx, replace(everything.access, partition_ids=partitions))
        first, second = (
            sum(each.members for each in program_funnel(work, program))
            for work in (everything, limited)
        )
        return first, second

    assert server.store.read_now(counted) == (2, 1)
