"""Submit Form, of the tag Leads (behaviour.md 3.7)."""

from typing import Any

import msgspec

from leadkeep.api import envelope, params
from leadkeep.api.envelope import Reply
from leadkeep.api.request import Request
from leadkeep.domain.capture.forms import Submission, Visitor, submit_form
from leadkeep.domain.fields import Unacceptable, whole_number
from leadkeep.errors import Reason, Refusal


class VisitorData(msgspec.Struct, rename="camel"):
    """Who filled out the form, and where."""

    page_url: str | None = msgspec.field(default=None, name="pageURL")
    query_string: str | None = None
    lead_client_ip_address: str | None = None
    user_agent_string: str | None = None


class FilledForm(msgspec.Struct, rename="camel"):
    """The one element of the input."""

    lead_form_fields: dict[str, Any] | None = None
    visitor_data: VisitorData | None = None
    cookie: str | None = None


class SubmitBody(msgspec.Struct, rename="camel"):
    """The body of Submit Form."""

    form_id: int | str | None = None
    program_id: int | str | None = None
    input: list[FilledForm] | None = None


async def submit(request: Request) -> Reply:
    """Submit Form (behaviour.md 3.7)."""
    sent = params.body(request, SubmitBody)
    form_id = _id("formId", sent.form_id)
    if form_id is None:
        raise Refusal(Reason.MISSING_PARAMETER, "formId")
    filled = _only(sent.input)
    if not filled.lead_form_fields:
        raise Refusal(Reason.INVALID_DATA, "leadFormFields not specified")
    visitor = filled.visitor_data or VisitorData()
    submission = Submission(
        form_id,
        filled.lead_form_fields,
        _id("programId", sent.program_id),
        Visitor(
            visitor.page_url,
            visitor.query_string,
            visitor.lead_client_ip_address,
            visitor.user_agent_string,
        ),
        filled.cookie or None,
    )
    outcome = await request.write(submit_form, submission)
    return Reply([envelope.outcome(outcome)])


def _id(name: str, sent: int | str | None) -> int | None:
    """Return an id of the body; None when it is missing or empty.

    Raises:
        Refusal: 609, it is none.
    """
    if sent is None or sent == "":
        return None
    try:
        return whole_number(sent)
    except Unacceptable:
        raise Refusal(Reason.INVALID_MEMBER, name) from None


def _only(sent: list[FilledForm] | None) -> FilledForm:
    if not sent:
        raise Refusal(Reason.INVALID_DATA, "Leads not specified")
    if len(sent) > 1:
        raise Refusal(Reason.INVALID_DATA, "Too many records. Maximum allowed is 1")
    return sent[0]
