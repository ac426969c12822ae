"""Submit Form, an operation of the tag Leads (behaviour.md 3.7)."""

from typing import Any

from msgspec import field

from leadkeep.api import params
from leadkeep.api.declarations import RECORDS_BODY, Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.operations.leads import UPSERT_SKIPS
from leadkeep.api.outcomes import RecordOutcome, outcomes_reply
from leadkeep.api.request import Request
from leadkeep.api.structs import Body
from leadkeep.domain.capture.forms import Submission, Visitor, submit_form
from leadkeep.domain.fields import Unacceptable, whole_number
from leadkeep.errors import Reason, Refusal

serves = Declarations()


class VisitorData(Body):
    """Data about the visitor who filled out the form, and about the page."""

    page_url: str | None = field(default=None, name="pageURL")
    query_string: str | None = None
    lead_client_ip_address: str | None = None
    user_agent_string: str | None = None


class FilledForm(Body):
    """The values that a visitor entered."""

    lead_form_fields: dict[str, Any] | None = None
    """The entered values, by name of the form's fields."""
    visitor_data: VisitorData | None = None
    cookie: str | None = None
    """The visitor's Munchkin cookie."""


class SubmitBody(Body):
    """A submission of a form."""

    form_id: int | str | None = None
    program_id: int | str | None = None
    input: list[FilledForm] | None = None
    """Exactly one element."""


@serves(
    "SubmitFormUsingPOST",
    item=RecordOutcome,
    body=SubmitBody,
    refuses=(*RECORDS_BODY, Reason.MISSING_PARAMETER, Reason.OBJECT_NOT_FOUND),
    skips=(*UPSERT_SKIPS, Reason.FORM_VALUE_MISSING),
)
async def submit(request: Request) -> Reply:
    """Submit Form: create or update the lead who filled out a form (behaviour.md 3.7)."""
    sent = params.body(request, SubmitBody)
    form_id = _id("formId", sent.form_id)
    if form_id is None:
        raise Refusal(Reason.MISSING_PARAMETER, "formId")
    filled = _only(sent.input)
    if not filled.lead_form_fields:
        raise Refusal(Reason.NOT_SPECIFIED, "leadFormFields")
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
    return outcomes_reply([await request.write(submit_form, submission)])


def _id(name: str, sent: int | str | None) -> int | None:
    """Return the id in the body's member ``name``; None if it is missing or empty.

    Raises:
        Refusal: 609, it is not an id.
    """
    if sent is None or sent == "":
        return None
    try:
        return whole_number(sent)
    except Unacceptable:
        raise Refusal(Reason.INVALID_MEMBER, name) from None


def _only(sent: list[FilledForm] | None) -> FilledForm:
    if not sent:
        raise Refusal(Reason.NOT_SPECIFIED, "Leads")
    if len(sent) > 1:
        raise Refusal(Reason.TOO_MANY, "records", 1)
    return sent[0]
