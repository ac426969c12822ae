"""Push Lead, of the tag Leads (behaviour.md 3.6)."""

from leadkeep.api import params
from leadkeep.api.declarations import Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.operations.leads import UPSERT_REFUSES, UPSERT_SKIPS
from leadkeep.api.outcomes import RecordOutcome, outcomes_reply
from leadkeep.api.records import LeadInput
from leadkeep.api.request import Request
from leadkeep.api.structs import Body
from leadkeep.domain.capture.push import Push, push_leads
from leadkeep.domain.leads import Upsert
from leadkeep.errors import Reason, Refusal

serves = Declarations()


class PushBody(Body):
    """The leads to create and update, and the program whose members they become."""

    program_name: str | None = None
    program_status: str | None = None
    lookup_field: str | None = None
    """The field by which existing leads are found; ``email`` by default."""
    partition_name: str | None = None
    """The partition of leads that are created."""
    source: str | None = None
    """Where the leads come from, for the activity log."""
    reason: str | None = None
    """Why the leads are pushed, for the activity log."""
    input: list[LeadInput] | None = None


@serves(
    "pushToMarketoUsingPOST",
    item=RecordOutcome,
    body=PushBody,
    refuses=(
        *UPSERT_REFUSES,
        Reason.MISSING_PARAMETER,
        Reason.ARGUMENT_TOO_LONG,
        Reason.OBJECT_NOT_FOUND,
        Reason.PROGRAM_STATUS_NOT_FOUND,
    ),
    skips=UPSERT_SKIPS,
)
async def push(request: Request) -> Reply:
    """Push Lead to Marketo: create or update leads and make them members of a program.

    See behaviour.md 3.6.
    """
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
    return outcomes_reply(await request.write(push_leads, pushed))
