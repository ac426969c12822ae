"""Replace the click tokens in pushed records by the ids of their leads (behaviour.md 3.6, 8.3).

A click token is a signed id that a link to a lead carries: see ``domain/visitors/click_tokens.py``.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from leadkeep.domain.fields import Record
from leadkeep.domain.instance import munchkin_id
from leadkeep.domain.leads import Upsert
from leadkeep.domain.visitors import lead_of_click_token
from leadkeep.errors import Problem, Reason
from leadkeep.store import Transaction

BY_CLICK = "mktToken"
"""A lookup field of the push operation that is no lead field."""


def resolve_click_tokens(
    tx: Transaction, command: Upsert, key: bytes
) -> tuple[Upsert, Sequence[Problem | None]]:
    """Return the command with lead ids in place of click tokens, and each record's problem or None.

    The id of a merged lead stands for its winner. Records with a problem are left out of the
    command. ``key`` is the server's key, with which click tokens are signed. A command with another
    lookup field is returned unchanged.
    """
    if command.lookup_field != BY_CLICK:
        return command, [None] * len(command.records)
    munchkin = munchkin_id(tx)
    found = [_by_id(record, key, munchkin, tx.moment) for record in command.records]
    records = [each for each in found if not isinstance(each, Problem)]
    problems = [each if isinstance(each, Problem) else None for each in found]
    by_id = replace(command, records=records, lookup_field="id", resolves_merges=True)
    return by_id, problems


def _by_id(record: Record, key: bytes, munchkin: str, now: datetime) -> Record | Problem:
    if "id" in record:
        return Problem(Reason.FIELD_NOT_ALLOWED, ("id",))
    token = record.get(BY_CLICK)
    if token is None or token == "":
        return Problem(Reason.LOOKUP_VALUE_MISSING, (BY_CLICK,))
    if not isinstance(token, str):
        return Problem(Reason.INVALID_VALUE, (BY_CLICK, token))
    lead_id = lead_of_click_token(key, munchkin, token, now)
    if lead_id is None:
        # A forged or expired token gets the same answer as a deleted lead, so that nothing is
        # revealed.
        return Problem(Reason.LEAD_NOT_FOUND)
    return {"id": lead_id} | {name: value for name, value in record.items() if name != BY_CLICK}
