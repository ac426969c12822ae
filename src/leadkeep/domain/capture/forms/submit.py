"""Submit a form: create or update a lead from the submitted values (behaviour.md 3.7).

A form writes leads by an upsert, and memberships by changes of status and of member data. Its only
own write is the Fill Out Form activity.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from leadkeep.domain.activities import append_activities
from leadkeep.domain.assets.engine import full_name, get_asset
from leadkeep.domain.assets.programs import (
    Program,
    StatusChange,
    change_member_data,
    change_status,
    find_program,
    lock_program,
    member_data_problem,
    member_status,
)
from leadkeep.domain.capture.forms import change_log
from leadkeep.domain.capture.forms.change_log import FORM_SOURCE, Visitor
from leadkeep.domain.capture.forms.field import FormField, stored_field
from leadkeep.domain.capture.forms.form import Form, FormStatus
from leadkeep.domain.capture.forms.queries import FORMS
from leadkeep.domain.fields import Field, Record, TooLong, Unacceptable, trimmed
from leadkeep.domain.instance import munchkin_id
from leadkeep.domain.instance.access import Work, primary_partition_id
from leadkeep.domain.leads import LeadOutcome, Upsert, cookie_token, plan_upsert
from leadkeep.domain.visitors import associate_cookies
from leadkeep.errors import Problem, Reason, Refusal
from leadkeep.store import Transaction

KEY = "email"
"""The field by which leads are found; every form accepts it."""


@dataclass(frozen=True, slots=True)
class Submission:
    """The submitted values of a form, with the visitor who submitted them."""

    form_id: int
    fields: Record
    """The values as they were sent, by REST name."""
    program_id: int | None = None
    visitor: Visitor = field(default_factory=Visitor)
    cookie: str | None = None


@dataclass(frozen=True, slots=True)
class _SubmittedValues:
    """The values of a submission, separated into lead fields and program member fields."""

    of_lead: Record
    of_member: Record
    sent: Record
    """All values as they were sent, cut to their lengths: for the activity."""
    tokens: Sequence[str]
    """The visitor's token, if the submission has one."""
    useless_cookie: str | None = None
    """A cookie from which no token can be read, for the activity."""


def submit_form(work: Work, sent: Submission) -> LeadOutcome:
    """Create or update the lead that submitted a form; return the outcome.

    If the form or the submission has a program, the lead becomes a member and the member fields are
    set.

    Raises:
        Refusal: 1013, no such form that accepts submissions, or no such program in its workspace.
    """
    form = get_asset(work, FORMS, sent.form_id)
    if form is None or form.status is not FormStatus.APPROVED:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Form")
    program = _program(work, form, sent.program_id)
    submitted = _submitted_values(work.tx, form, sent)
    if isinstance(submitted, Problem):
        return LeadOutcome("skipped", problem=submitted)
    name = full_name(work.tx, form)
    cause = replace(
        work.cause,
        source=FORM_SOURCE,
        source_info=name,
        reason=change_log.reason(sent.visitor),
        form_name=name,
    )
    # A new lead goes to the partition of the form's workspace, not to the caller's.
    work = work.because(cause)
    home = replace(
        work.access, default_partition_id=primary_partition_id(work.tx, form.workspace_id)
    )
    plan = plan_upsert(
        work.within(home), Upsert([submitted.of_lead], lookup_field=KEY, tokens=submitted.tokens)
    )
    if program is not None:
        # After the lead and before the activity log, as everywhere: see decision 0065.
        lock_program(work, program)
    (outcome,) = plan.carry_out(work)
    if outcome.lead_id is None:
        return outcome
    pairs = [(token, outcome.lead_id) for token in submitted.tokens]
    associate_cookies(work, pairs, with_history=True)
    if program is not None:
        _join(work, program, outcome, submitted.of_member)
    visitor = replace(sent.visitor, useless_cookie=submitted.useless_cookie)
    activity = change_log.filled_out(
        form.id, name, outcome.lead_id, submitted.sent, visitor, cause, work.moment
    )
    append_activities(work.tx, [activity])
    return outcome


def _program(work: Work, form: Form, wanted: int | None) -> Program | None:
    """Return the program that the lead becomes a member of; None when no program is involved."""
    if wanted is None and not form.has_member_fields:
        return None
    program_id = form.program_id if wanted is None else wanted
    found = None if program_id is None else find_program(work, program_id)
    if found is None or found.workspace_id != form.workspace_id:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Program")
    return found


def _join(
    work: Work,
    program: Program,
    outcome: LeadOutcome,
    values: Mapping[str, Any],
) -> None:
    lead_ids = [] if outcome.lead_id is None else [outcome.lead_id]
    acquired = lead_ids if outcome.status == "created" else ()
    change = StatusChange(member_status(program), acquired=acquired)
    change_status(work, program, lead_ids, change)
    if values:
        records = [(lead_id, values) for lead_id in lead_ids]
        change_member_data(work, program, records)


# -- submitted values
# --------------------------------------------------------------------------------


def _submitted_values(tx: Transaction, form: Form, sent: Submission) -> _SubmittedValues | Problem:
    """Return the values to store from a submission, or the problem that refuses it."""
    form_fields = {each.name: each for each in form.fields}
    # Every form accepts the email address, because leads are found by it.
    form_fields.setdefault(KEY, FormField(KEY, KEY))
    submitted = _with_cookie(tx, sent.cookie)
    for name, value in sent.fields.items():
        form_field = form_fields.get(name)
        if form_field is None:
            return Problem(Reason.FIELD_NOT_FOUND, (name,))
        part = submitted.of_member if form_field.is_member_field else submitted.of_lead
        submitted.sent[name] = _cut_to_length(stored_field(tx, form_field), value)
        if form.look.blank_values_clear or not _is_blank(value):
            part[name] = submitted.sent[name]
    for name, form_field in form_fields.items():
        if form_field.is_required and _is_blank(sent.fields.get(name)):
            return Problem(Reason.FORM_VALUE_MISSING, (name,))
    return member_data_problem(tx, submitted.of_member) or submitted


def _with_cookie(tx: Transaction, cookie: str | None) -> _SubmittedValues:
    """Return the values of a submission so far: what its cookie says, and no answers.

    A cookie that is no cookie of this instance says nothing. The lead counts, so the submission is
    accepted without it, and the activity shows it.
    """
    if cookie is None:
        return _SubmittedValues({}, {}, {}, [])
    try:
        return _SubmittedValues({}, {}, {}, [cookie_token(cookie, munchkin_id(tx))])
    except ValueError:
        return _SubmittedValues({}, {}, {}, [], cookie)


def _is_blank(value: Any) -> bool:  # noqa: ANN401
    return value is None or (isinstance(value, str) and not trimmed(value))


def _cut_to_length(field: Field, value: Any) -> Any:  # noqa: ANN401
    """Return a text cut to the length of its field, as forms do (behaviour.md 3.5).

    Email addresses are not cut: a part of one would be another address.
    """
    is_text = isinstance(value, str) and field.type.name != "email"
    if not is_text or not _is_too_long(field, value):
        return value
    sizes = range(len(value))
    return value[: bisect_left(sizes, x=True, key=lambda n: _is_too_long(field, value[: n + 1]))]


def _is_too_long(field: Field, text: str) -> bool:
    try:
        field.parse(text)
    except TooLong:
        return True
    except Unacceptable:
        return False
    return False
