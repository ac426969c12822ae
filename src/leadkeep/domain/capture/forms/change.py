"""Create and change forms, which are a kind of assets, and their fields.

A form has one version; a change takes effect at once (decision 0066).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec

from leadkeep.domain.assets.engine import AssetKind, present_asset, said, save_asset
from leadkeep.domain.assets.folders import FolderKind, lock_tree
from leadkeep.domain.capture.forms.field import (
    FIRST_FIELDS,
    FieldChange,
    FormField,
    changed_field,
    check_form_text,
    form_field,
    stored_field,
)
from leadkeep.domain.capture.forms.form import Form, FormStatus, FormValues, Look
from leadkeep.domain.capture.forms.queries import FORMS
from leadkeep.domain.capture.forms.tables import FORM_IDS
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

FIELD_LIMIT = 200
"""Limit: fields of one form. Our choice: Marketo shows about thirty."""


def _own_members(tx: Transaction, values: FormValues, present: Form | None) -> dict[str, Any]:
    own = said(tx, values, present)
    if values.look is not None:
        look = Look() if present is None else present.look
        own["look"] = msgspec.structs.replace(look, **values.look)
    if values.fields is None and present is None:
        own["fields"] = tuple(form_field(tx, name) for name in FIRST_FIELDS)
    return own


def _check(tx: Transaction, wanted: Form, present: Form | None) -> None:
    del tx, present
    for name, value in msgspec.structs.asdict(wanted.look).items():
        if isinstance(value, str):
            check_form_text(name, value)
    _check_fields(wanted.fields, wanted.program_id)


FORM: AssetKind[Form, FormValues] = AssetKind(
    name="Form",
    noun="a form",
    rows=FORMS,
    ids=FORM_IDS,
    folder_kind=FolderKind.FORM,
    not_moved=Reason.ASSET_NOT_IN_WORKSPACE,
    not_cloned=Reason.ASSET_NOT_IN_WORKSPACE,
    copy=lambda form: FormValues(look=msgspec.structs.asdict(form.look), fields=form.fields),
    own_members=_own_members,
    check=_check,
)
"""Submissions stay in the activity log when a form is deleted; a clone starts as a draft."""


def approve_form(work: Work, form_id: int) -> Form:
    """Approve a form so that it accepts submissions; return the approved form.

    Raises:
        Refusal: 702, no such form within scope; 709, it is approved already.
    """
    return _set_status(work, form_id, FormStatus.APPROVED, Reason.NO_DRAFT)


def unapprove_form(work: Work, form_id: int) -> Form:
    """Set a form back to draft, so that it accepts no submissions; return the changed form.

    Raises:
        Refusal: 702, no such form within scope; 709, it is a draft already.
    """
    return _set_status(work, form_id, FormStatus.DRAFT, Reason.NOT_APPROVED)


def _set_status(work: Work, form_id: int, status: FormStatus, refusal: Reason) -> Form:
    lock_tree(work.tx)
    present = present_asset(work, FORM, form_id)
    if present.status is status:
        raise Refusal(refusal, FORM.name)
    return save_asset(work.tx, FORM, present, replace(present, status=status))


# -- fields ----------------------------------------------------------------------------------------


def add_field(work: Work, form_id: int, name: str, change: FieldChange) -> tuple[int, FormField]:
    """Add a field to the end of a form; return its position, from 0, and the field.

    Raises:
        Refusal: 702, no such form within scope; 709, forms cannot have this field, or
            the form has it already.
    """
    lock_tree(work.tx)
    present = present_asset(work, FORM, form_id)
    added = form_field(work.tx, name, change)
    _store_fields(work.tx, present, [*present.fields, added])
    return len(present.fields), added


def change_field(work: Work, form_id: int, name: str, change: FieldChange) -> tuple[int, FormField]:
    """Change a form's field; return its position, from 0, and the changed field.

    Raises:
        Refusal: 702, no such form within scope, or the form has no such field; 709, a text is too
            long or cannot be stored.
    """
    lock_tree(work.tx)
    present = present_asset(work, FORM, form_id)
    place = _position(work.tx, present, name)
    fields = list(present.fields)
    fields[place] = changed_field(fields[place], change)
    if fields[place] != present.fields[place]:
        _store_fields(work.tx, present, fields)
    return place, fields[place]


def drop_field(work: Work, form_id: int, name: str) -> None:
    """Remove a field from a form.

    Raises:
        Refusal: 702, no such form within scope, or the form has no such field.
    """
    lock_tree(work.tx)
    present = present_asset(work, FORM, form_id)
    place = _position(work.tx, present, name)
    fields = [each for index, each in enumerate(present.fields) if index != place]
    _store_fields(work.tx, present, fields)


def _position(tx: Transaction, form: Form, name: str) -> int:
    for place, each in enumerate(form.fields):
        if name in (each.name, stored_field(tx, each).soap_name):
            return place
    raise Refusal(Reason.ASSET_NOT_FOUND, "Field")


def _store_fields(tx: Transaction, present: Form, fields: Sequence[FormField]) -> None:
    _check_fields(fields, present.program_id)
    save_asset(tx, FORM, present, replace(present, fields=tuple(fields)))


def _check_fields(fields: Sequence[FormField], program_id: int | None) -> None:
    if len(fields) > FIELD_LIMIT:
        raise Refusal(Reason.TOO_MANY_FORM_FIELDS, FIELD_LIMIT)
    seen: set[str] = set()
    for each in fields:
        if each.name in seen:
            raise Refusal(Reason.FIELD_ON_FORM, each.name)
        seen.add(each.name)
        if each.is_member_field and program_id is None:
            raise Refusal(Reason.MEMBER_FIELD_NOT_IN_PROGRAM, each.name)
