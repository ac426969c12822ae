"""Create, change and delete forms, and what they ask for.

A form has one version, and what is changed counts at once (decision 0066).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import delete, insert, update

from leadkeep.domain.assets.folders import (
    Folder,
    FolderKind,
    FolderRef,
    asset_columns,
    check_name_is_free,
    checked_description,
    checked_name,
    hold_tree,
    place_for,
    place_within,
)
from leadkeep.domain.capture.forms import queries
from leadkeep.domain.capture.forms.field import (
    FIRST_FIELDS,
    FieldChange,
    FormField,
    changed_field,
    check_text,
    form_field,
    stored_field,
)
from leadkeep.domain.capture.forms.find import get_form
from leadkeep.domain.capture.forms.form import Form, FormChange, FormStatus, Look, NewForm
from leadkeep.domain.capture.forms.tables import FORM_IDS, form
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

ASSET = "Form"
MOST_FIELDS = 200
"""On one form. Our choice: the original shows some thirty."""


def create_form(work: Work, new: NewForm) -> Form:
    """Create a form in a folder for forms or in a program.

    Raises:
        Refusal: 701; 709, the name is taken, or what it asks for does not fit; 710; 711.
    """
    hold_tree(work.tx)
    place = place_for(work, new.folder, FolderKind.FORM)
    fields = new.fields
    if fields is None:
        fields = [form_field(work.tx, name) for name in FIRST_FIELDS]
    created = Form(
        id=0,
        name=checked_name(new.name),
        description=checked_description(new.description),
        status=new.status,
        look=_checked_look(new.look),
        fields=_checked_fields(fields, place.program_id),
        folder=place.ref,
        program_id=place.program_id,
        workspace_id=place.workspace_id,
        created_at=work.moment,
        updated_at=work.moment,
    )
    _check_name_is_free(work.tx, created)
    created = replace(created, id=work.tx.allocate(FORM_IDS, 1)[0])
    work.tx.execute(
        insert(form).values(id=created.id, created_at=work.moment, **_changeable(created))
    )
    return created


def change_form(work: Work, form_id: int, change: FormChange) -> Form:
    """Change a form; return it as it is then. It stays in its workspace.

    Raises:
        Refusal: 701; 702, no such form within reach; 709; 710; 711.
    """
    hold_tree(work.tx)
    present = changed = _present(work, form_id)
    if change.name is not None:
        changed = replace(changed, name=checked_name(change.name))
    if change.description is not None:
        description = checked_description(change.description) or None
        changed = replace(changed, description=description)
    if change.folder is not None and change.folder != present.folder:
        place = _new_place(work, present, change.folder)
        changed = replace(changed, folder=place.ref, program_id=place.program_id)
    if change.look is not None:
        changed = replace(changed, look=_checked_look(change.look))
    if change.status is not None:
        changed = replace(changed, status=change.status)
    fields = present.fields if change.fields is None else change.fields
    changed = replace(changed, fields=_checked_fields(fields, changed.program_id))
    if changed == present:
        return present
    _check_name_is_free(work.tx, changed)
    return _store(work.tx, changed)


def _new_place(work: Work, of: Form, folder: FolderRef) -> Folder:
    refusal = "a form cannot get into another workspace"
    return place_within(work, folder, FolderKind.FORM, of.workspace_id, refusal)


def clone_form(work: Work, form_id: int, copy: NewForm) -> Form:
    """Make a draft that looks like another form and asks for the same.

    Raises:
        Refusal: 702, no such form within reach; 709, the place is in another workspace, or as for a
            new one; 701, 710 or 711.
    """
    hold_tree(work.tx)
    source = _present(work, form_id)
    _new_place(work, source, copy.folder)
    return create_form(work, replace(copy, look=source.look, fields=source.fields))


def approve_form(work: Work, form_id: int) -> Form:
    """Let a form take answers; return it as it is then.

    Raises:
        Refusal: 702, no such form within reach; 709, it does so already.
    """
    hold_tree(work.tx)
    present = _present(work, form_id)
    if present.status is FormStatus.APPROVED:
        raise Refusal(Reason.BUSINESS_RULE, f"{ASSET} has no draft")
    return _store(work.tx, replace(present, status=FormStatus.APPROVED))


def unapprove_form(work: Work, form_id: int) -> Form:
    """Let a form take no more answers; return it as it is then.

    Raises:
        Refusal: 702, no such form within reach; 709, it takes none already.
    """
    hold_tree(work.tx)
    present = _present(work, form_id)
    if present.status is FormStatus.DRAFT:
        raise Refusal(Reason.BUSINESS_RULE, f"{ASSET} is not approved")
    return _store(work.tx, replace(present, status=FormStatus.DRAFT))


def delete_form(work: Work, form_id: int) -> None:
    """Delete a form; what was filled out stays in the log.

    Raises:
        Refusal: 702, no such form within reach.
    """
    hold_tree(work.tx)
    _present(work, form_id)
    work.tx.execute(delete(form).where(form.c.id == form_id))


# -- fields ----------------------------------------------------------------------------------------


def add_field(work: Work, form_id: int, name: str, change: FieldChange) -> tuple[int, FormField]:
    """Let a form ask for one field more, behind the others; return its place, from 0, and it.

    Raises:
        Refusal: 702, no such form within reach; 709, no such field, or the form has it already.
    """
    hold_tree(work.tx)
    present = _present(work, form_id)
    added = form_field(work.tx, name, change)
    _store_fields(work.tx, present, [*present.fields, added])
    return len(present.fields), added


def change_field(work: Work, form_id: int, name: str, change: FieldChange) -> tuple[int, FormField]:
    """Change a form's field; return its place, from 0, and the field as it is then.

    Raises:
        Refusal: 702, no such form within reach, or the form has no such field; 709.
    """
    hold_tree(work.tx)
    present = _present(work, form_id)
    place = _place_of(work.tx, present, name)
    fields = list(present.fields)
    fields[place] = changed_field(fields[place], change)
    if fields[place] != present.fields[place]:
        _store_fields(work.tx, present, fields)
    return place, fields[place]


def drop_field(work: Work, form_id: int, name: str) -> None:
    """Let a form ask for one field less.

    Raises:
        Refusal: 702, no such form within reach, or the form has no such field.
    """
    hold_tree(work.tx)
    present = _present(work, form_id)
    place = _place_of(work.tx, present, name)
    fields = [each for index, each in enumerate(present.fields) if index != place]
    _store_fields(work.tx, present, fields)


def _place_of(tx: Transaction, of: Form, name: str) -> int:
    for place, each in enumerate(of.fields):
        if name in (each.name, stored_field(tx, each).soap_name):
            return place
    raise Refusal(Reason.ASSET_NOT_FOUND, "Field")


def _store_fields(tx: Transaction, present: Form, fields: Sequence[FormField]) -> None:
    checked = _checked_fields(fields, present.program_id)
    _store(tx, replace(present, fields=checked))


def _checked_fields(fields: Sequence[FormField], program_id: int | None) -> tuple[FormField, ...]:
    if len(fields) > MOST_FIELDS:
        raise Refusal(Reason.BUSINESS_RULE, f"a form has at most {MOST_FIELDS} fields")
    seen: set[str] = set()
    for each in fields:
        if each.name in seen:
            raise Refusal(Reason.BUSINESS_RULE, f"Field '{each.name}' is on the form already")
        seen.add(each.name)
        if each.is_member_field and program_id is None:
            text = f"Field '{each.name}' is of program members, and the form is in no program"
            raise Refusal(Reason.BUSINESS_RULE, text)
    return tuple(fields)


# -- the row ---------------------------------------------------------------------------------------


def _present(work: Work, form_id: int) -> Form:
    found = get_form(work, form_id)
    if found is None:
        raise Refusal(Reason.ASSET_NOT_FOUND, ASSET)
    return found


def _checked_look(look: Look) -> Look:
    for name, value in msgspec.structs.asdict(look).items():
        if isinstance(value, str):
            check_text(name, value)
    return look


def _check_name_is_free(tx: Transaction, wanted: Form) -> None:
    namesakes = queries.forms_by_name(tx, normalised_key(wanted.name))
    check_name_is_free(wanted, namesakes, ASSET)


def _store(tx: Transaction, changed: Form) -> Form:
    changed = replace(changed, updated_at=tx.moment)
    tx.execute(update(form).where(form.c.id == changed.id).values(**_changeable(changed)))
    return changed


def _changeable(of: Form) -> dict[str, Any]:
    return asset_columns(of) | {
        "status": of.status.value,
        "look": msgspec.json.encode(of.look).decode(),
        "fields": msgspec.json.encode(of.fields).decode(),
    }
