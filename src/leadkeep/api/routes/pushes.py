"""Push Lead, of the tag Leads (behaviour.md 3.6)."""

from typing import Any

import msgspec

from leadkeep.api import envelope, params
from leadkeep.api.envelope import Reply
from leadkeep.api.request import Request
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


async def push(request: Request) -> Reply:
    """Push Lead to Marketo (behaviour.md 3.6)."""
    sent = params.body(request, PushBody)
    records = params.records(sent.input, noun="Leads")
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
        request.server.key,
        sent.program_status or None,
        sent.source,
        sent.reason,
    )
    outcomes = await request.write(push_leads, pushed)
    return Reply([envelope.outcome(each) for each in outcomes])
