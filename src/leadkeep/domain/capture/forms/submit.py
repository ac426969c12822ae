"""Submit a form: what its visitors answered becomes a lead (behaviour.md 3.7).

What a form writes of leads goes the way of every upsert, what it writes of memberships that of
every change of status and of data; its own is the activity that tells of it.
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
    hold_program,
    member_data_problem,
    member_status,
)
from leadkeep.domain.capture.forms import change_log
from leadkeep.domain.capture.forms.change_log import FORM_SOURCE, Visitor
from leadkeep.domain.capture.forms.field import FormField, stored_field
from leadkeep.domain.capture.forms.form import Form, FormStatus
from leadkeep.domain.capture.forms.queries import FORMS
from leadkeep.domain.fields import Field, Record, TooLong, Unacceptable
from leadkeep.domain.instance import munchkin_id
from leadkeep.domain.instance.access import Work, primary_partition_id
from leadkeep.domain.leads import LeadOutcome, Upsert, cookie_token, plan_upsert
from leadkeep.domain.visitors import associate_cookies
from leadkeep.errors import Problem, Reason, Refusal
from leadkeep.store import Transaction

KEY = "email"
"""The field by which leads are found: every form takes it."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What was filled into a form."""

    form_id: int
    fields: Record
    """As sent, by REST name."""
    program_id: int | None = None
    visitor: Visitor = field(default_factory=Visitor)
    cookie: str | None = None


@dataclass(frozen=True, slots=True)
class _Answers:
    """What was filled in, by what it is about."""

    of_lead: Record
    of_member: Record
    tokens: Sequence[str]
    """That of the visitor, if there is one."""

    @property
    def all(self) -> Record:
        return self.of_lead | self.of_member


def submit_form(work: Work, sent: Submission) -> LeadOutcome:
    """Create or update the lead that filled out a form; return what became of it.

    With a program the lead becomes a member, and fields of members are set.

    Raises:
        Refusal: 1013, no such form that takes answers, or no such program in its workspace.
    """
    of = get_asset(work, FORMS, sent.form_id)
    if of is None or of.status is not FormStatus.APPROVED:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Form")
    program = _program(work, of, sent.program_id)
    answers = _answers(work.tx, of, sent)
    if isinstance(answers, Problem):
        return LeadOutcome("skipped", problem=answers)
    name = full_name(work.tx, of)
    cause = replace(
        work.cause,
        source=FORM_SOURCE,
        source_info=name,
        reason=change_log.reason(sent.visitor),
        form_name=name,
    )
    # New leads belong where the form does, not where its caller does.
    work = work.because(cause)
    home = replace(work.access, default_partition_id=primary_partition_id(work.tx, of.workspace_id))
    plan = plan_upsert(
        work.within(home), Upsert([answers.of_lead], lookup_field=KEY, tokens=answers.tokens)
    )
    if program is not None:
        # Behind the lead and before the log, as everywhere: see decision 0065.
        hold_program(work, program)
    (outcome,) = plan.carry_out(work)
    if outcome.lead_id is None:
        return outcome
    pairs = [(token, outcome.lead_id) for token in answers.tokens]
    associate_cookies(work, pairs, with_history=True)
    if program is not None:
        _join(work, program, outcome, answers.of_member)
    told = change_log.filled_out(
        of.id, name, outcome.lead_id, answers.all, sent.visitor, cause, work.moment
    )
    append_activities(work.tx, [told])
    return outcome


def _program(work: Work, of: Form, wanted: int | None) -> Program | None:
    """Return the program that the lead becomes a member of; None for none."""
    if wanted is None and not of.has_member_fields:
        return None
    program_id = of.program_id if wanted is None else wanted
    found = None if program_id is None else find_program(work, program_id)
    if found is None or found.workspace_id != of.workspace_id:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Program")
    return found


def _join(
    work: Work,
    program: Program,
    of: LeadOutcome,
    values: Mapping[str, Any],
) -> None:
    lead_ids = [] if of.lead_id is None else [of.lead_id]
    acquired = lead_ids if of.status == "created" else ()
    change = StatusChange(member_status(program), acquired=acquired)
    change_status(work, program, lead_ids, change)
    if values:
        records = [(lead_id, values) for lead_id in lead_ids]
        change_member_data(work, program, records)


# -- what was filled in ----------------------------------------------------------------------------


def _answers(tx: Transaction, of: Form, sent: Submission) -> _Answers | Problem:
    """Return what is to be stored, or what is wrong with what was sent."""
    asked = {each.name: each for each in of.fields}
    # A form without it could never be filled out: leads are found by it.
    asked.setdefault(KEY, FormField(KEY, KEY))
    try:
        tokens = [] if sent.cookie is None else [cookie_token(sent.cookie, munchkin_id(tx))]
    except ValueError:
        return Problem(Reason.INVALID_COOKIE, (sent.cookie,))
    answers = _Answers({}, {}, tokens)
    for name, value in sent.fields.items():
        asked_for = asked.get(name)
        if asked_for is None:
            return Problem(Reason.FIELD_NOT_FOUND, (name,))
        about = answers.of_member if asked_for.is_member_field else answers.of_lead
        about[name] = _fitting(stored_field(tx, asked_for), value)
    for name, asked_for in asked.items():
        if asked_for.is_required and _is_empty(sent.fields.get(name)):
            return Problem(Reason.FORM_VALUE_MISSING, (name,))
    return member_data_problem(tx, answers.of_member) or answers


def _is_empty(value: Any) -> bool:  # noqa: ANN401
    return value is None or (isinstance(value, str) and not value.strip())


def _fitting(of: Field, value: Any) -> Any:  # noqa: ANN401
    """Return a text cut to what its field holds, as forms do (behaviour.md 3.5).

    An address is left as it is: a part of it would be another one.
    """
    is_text = isinstance(value, str) and of.type.name != "email"
    if not is_text or not _is_too_long(of, value):
        return value
    sizes = range(len(value))
    return value[: bisect_left(sizes, x=True, key=lambda n: _is_too_long(of, value[: n + 1]))]


def _is_too_long(of: Field, text: str) -> bool:
    try:
        of.parse(text)
    except TooLong:
        return True
    except Unacceptable:
        return False
    return False
