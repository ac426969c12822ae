"""Do one thing to many leads: add to a list, set a program status, delete.

A few leads are done at once, many by jobs: one batch in a transaction, which enqueues the next. The
caller's scope and name travel with the jobs, so they see and log what the caller would.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import msgspec

from leadkeep.domain.assets.engine import get_asset
from leadkeep.domain.assets.lists import add_to_list, present_list
from leadkeep.domain.assets.programs import StatusChange, change_status, get_program, member_status
from leadkeep.domain.automation.rules import matching_page
from leadkeep.domain.automation.smart_lists import SMART_LIST, SmartList
from leadkeep.domain.instance.access import Cause, Work, operator_access
from leadkeep.domain.leads import delete_leads, existing_leads
from leadkeep.errors import Reason, Refusal
from leadkeep.jobs import Arguments, NewJob, enqueue
from leadkeep.store import Transaction

ACT = "bulk.act"
ACTION_BATCH_SIZE = 300
"""Batch size: leads of one transaction; a selection of more goes to jobs."""
SELECTION_LIMIT = 10_000
"""Limit: leads that are selected one by one."""
SAMPLE_SIZE = 10
ACT_ATTEMPT_LIMIT = 3
"""Limit: what a list that is gone refuses is refused again."""


class ActionKind(StrEnum):
    """What is done to the leads."""

    ADD_TO_LIST = "addToList"
    SET_STATUS = "setStatus"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class LeadAction:
    """An action, with what it needs beside leads."""

    kind: ActionKind
    target_id: int | None = None
    """The list or the program; None for a deletion."""
    status: str | None = None
    """The program status to set; None for the first one."""


@dataclass(frozen=True, slots=True)
class LeadSet:
    """The leads of an action: some, or all that match a smart list when their turn comes."""

    lead_ids: Sequence[int] = ()
    smart_list_id: int | None = None


@dataclass(frozen=True, slots=True)
class ActionPreview:
    """What an action would do."""

    count: int
    """Leads within scope that it would be done to."""
    is_complete: bool
    """Were all leads looked at? If not, there may be more than ``count``."""
    sample: list[int]
    """The ids of the first leads."""


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What an action did: the number of leads by outcome, such as ``added`` or ``skipped``."""

    outcomes: Mapping[str, int]
    is_queued: bool
    """Do jobs do it, or the rest of it?"""


def preview_action(work: Work, action: LeadAction, leads: LeadSet) -> ActionPreview:
    """Return how many leads an action would be done to, and change nothing.

    Raises:
        Refusal: what the action or the set names does not exist within scope; too many leads.
    """
    _check(work, action, leads)
    if leads.smart_list_id is None:
        found = sorted(existing_leads(work, leads.lead_ids))
        return ActionPreview(len(found), is_complete=True, sample=found[:SAMPLE_SIZE])
    rules = _smart_list(work, leads.smart_list_id).rules
    page = matching_page(work, rules, 0, SELECTION_LIMIT)
    return ActionPreview(
        len(page.lead_ids), is_complete=page.next_after is None, sample=page.lead_ids[:SAMPLE_SIZE]
    )


def act_on_leads(work: Work, action: LeadAction, leads: LeadSet) -> ActionResult:
    """Do an action to leads: at once if they are few, else by jobs.

    Raises:
        Refusal: as :func:`preview_action` and the verb of the action do.
    """
    _check(work, action, leads)
    if leads.smart_list_id is None and len(leads.lead_ids) <= ACTION_BATCH_SIZE:
        return ActionResult(_act(work, action, leads.lead_ids), is_queued=False)
    common = _arguments(work, action)
    if leads.smart_list_id is not None:
        jobs = [NewJob(ACT, common | {"smartList": leads.smart_list_id, "after": 0})]
    else:
        wanted = list(dict.fromkeys(leads.lead_ids))
        jobs = [
            NewJob(ACT, common | {"leads": wanted[start : start + ACTION_BATCH_SIZE]})
            for start in range(0, len(wanted), ACTION_BATCH_SIZE)
        ]
    enqueue(work.tx, jobs)
    return ActionResult({}, is_queued=True)


def run_actions(tx: Transaction, jobs: Sequence[Arguments]) -> None:
    """Do the actions of these jobs, each for one batch; enqueue the next batch of a smart list.

    Raises:
        Refusal: a list, program or smart list is gone meanwhile, or out of scope: the job is dead
            soon, and the list of jobs has the reason.
    """
    for each in jobs:
        work = _work(tx, each)
        action = LeadAction(ActionKind(each["action"]), each["target"], each["status"])
        if "leads" in each:
            _act(work, action, each["leads"])
        else:
            _act_on_page(work, action, each)


def _act_on_page(work: Work, action: LeadAction, arguments: Arguments) -> None:
    rules = _smart_list(work, arguments["smartList"]).rules
    page = matching_page(work, rules, arguments["after"], ACTION_BATCH_SIZE)
    if page.lead_ids:
        _act(work, action, page.lead_ids)
    if page.next_after is not None:
        enqueue(work.tx, [NewJob(ACT, {**arguments, "after": page.next_after})])


def _check(work: Work, action: LeadAction, leads: LeadSet) -> None:
    if len(leads.lead_ids) > SELECTION_LIMIT:
        raise Refusal(Reason.TOO_MANY, "leads", SELECTION_LIMIT)
    if leads.smart_list_id is not None:
        _smart_list(work, leads.smart_list_id)
    if action.kind is ActionKind.ADD_TO_LIST:
        present_list(work, _target(action))
    elif action.kind is ActionKind.SET_STATUS:
        member_status(get_program(work, _target(action)), action.status)


def _act(work: Work, action: LeadAction, lead_ids: Sequence[int]) -> dict[str, int]:
    """Do an action to leads, in this transaction; return the number of leads by outcome."""
    counts: dict[str, int] = {}
    for status in _ACTIONS[action.kind](work, action, list(dict.fromkeys(lead_ids))):
        counts[status] = counts.get(status, 0) + 1
    return counts


def _add_to_list(work: Work, action: LeadAction, lead_ids: Sequence[int]) -> list[str]:
    return [each.status for each in add_to_list(work, _target(action), lead_ids)]


def _set_status(work: Work, action: LeadAction, lead_ids: Sequence[int]) -> list[str]:
    program = get_program(work, _target(action))
    change = StatusChange(member_status(program, action.status))
    return [each.status for each in change_status(work, program, lead_ids, change)]


def _delete(work: Work, action: LeadAction, lead_ids: Sequence[int]) -> list[str]:
    del action
    return [each.status for each in delete_leads(work, lead_ids)]


_ACTIONS: Mapping[ActionKind, Callable[[Work, LeadAction, Sequence[int]], list[str]]] = {
    ActionKind.ADD_TO_LIST: _add_to_list,
    ActionKind.SET_STATUS: _set_status,
    ActionKind.DELETE: _delete,
}


def _target(action: LeadAction) -> int:
    if action.target_id is None:
        raise Refusal(Reason.NOT_SPECIFIED, action.kind)
    return action.target_id


def _smart_list(work: Work, number: int) -> SmartList:
    found = get_asset(work, SMART_LIST.rows, number)
    if found is None:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Smart List")
    return found


def _arguments(work: Work, action: LeadAction) -> dict[str, Any]:
    access, partitions = work.access, work.access.partition_ids
    return {
        "action": action.kind.value,
        "target": action.target_id,
        "status": action.status,
        "scope": {
            "client": access.client_name,
            "user": access.user,
            "permissions": sorted(access.permissions),
            "workspaces": list(access.workspace_ids),
            "partitions": None if partitions is None else sorted(partitions),
            "partition": access.default_partition_id,
        },
        "cause": msgspec.to_builtins(work.cause),
    }


def _work(tx: Transaction, arguments: Arguments) -> Work:
    """Return the work with the access and the cause of the caller who asked for the action."""
    scope, partitions = arguments["scope"], arguments["scope"]["partitions"]
    access = replace(
        operator_access(tx),
        client_name=scope["client"],
        user=scope["user"],
        permissions=frozenset(scope["permissions"]),
        workspace_ids=tuple(scope["workspaces"]),
        partition_ids=None if partitions is None else frozenset(partitions),
        default_partition_id=scope["partition"],
    )
    return Work(tx, access, Cause(**arguments["cause"]))
