"""Push Lead, of the tag Leads (behaviour.md 3.6)."""

from typing import Any

import msgspec

from leadkeep.api import envelope, params
from leadkeep.api.call import Call
from leadkeep.api.envelope import Reply
from leadkeep.domain.capture.push import Push, push_leads
from leadkeep.domain.leads import Upsert
from leadkeep.errors import Reason, Refusal


class PushBody(msgspec.Struct, rename="camel"):
    """The body of Push Lead."""

    program_name: str | None = None
    program_status: str | None = None
    lookup_field: str | None = None
    partition_name: str | None = None
    source: str | None = None
    reason: str | None = None
    input: list[dict[str, Any]] | None = None


async def push(call: Call) -> Reply:
    """Push Lead to Marketo (behaviour.md 3.6)."""
    sent = params.body(call, PushBody)
    records = params.records(sent.input, "Leads not specified")
    if not sent.program_name:
        raise Refusal(Reason.MISSING_PARAMETER, "programName")
    upsert = Upsert(
        records,
        lookup_field=sent.lookup_field or "email",
        partition_name=sent.partition_name or None,
    )
    pushed = Push(
        upsert,
        sent.program_name,
        call.server.key,
        sent.program_status or None,
        sent.source,
        sent.reason,
    )
    access, cause, now = call.caller, call.cause("pushToMarketo"), call.now
    outcomes = await call.write(lambda tx: push_leads(tx, access, pushed, cause, now))
    return Reply([envelope.outcome(each) for each in outcomes])
