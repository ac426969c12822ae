"""Records that name their lead by the token of a link that it was sent (behaviour.md 3.6, 8.3)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from leadkeep.domain.activities import winners_of
from leadkeep.domain.fields import Record
from leadkeep.domain.instance import munchkin_id
from leadkeep.domain.leads import Upsert
from leadkeep.domain.visitors import lead_of_click_token
from leadkeep.errors import Problem, Reason
from leadkeep.store import Transaction

BY_CLICK = "mktToken"
"""A lookup field that is no field of leads."""


def known_by_click(
    tx: Transaction, call: Upsert, key: bytes
) -> tuple[Upsert, Sequence[Problem | None]]:
    """Return the call with ids in place of click tokens, and what is wrong with each record.

    A link of a lead that was merged away stands for the lead that has taken its place.
    Records with which something is wrong are not in the call any more. ``key`` is the server's, by
    which its tokens are told from others. A call that looks leads up otherwise stays as it is.
    """
    if call.lookup_field != BY_CLICK:
        return call, [None] * len(call.records)
    munchkin = munchkin_id(tx)
    found = [_by_id(record, key, munchkin, tx.moment) for record in call.records]
    records = [each for each in found if not isinstance(each, Problem)]
    winners = winners_of(tx, {record["id"] for record in records})
    records = [record | {"id": winners.get(record["id"], record["id"])} for record in records]
    problems = [each if isinstance(each, Problem) else None for each in found]
    return replace(call, records=records, lookup_field="id"), problems


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
        # Of a token that was forged or has ended no more is told than of a lead that is gone.
        return Problem(Reason.LEAD_NOT_FOUND)
    return {"id": lead_id} | {name: value for name, value in record.items() if name != BY_CLICK}
