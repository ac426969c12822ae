"""Forms: what a web page asks its visitors for, and what becomes of their answers.

Entry points: :func:`submit_form`; :func:`create_form`, :func:`change_form`, :func:`add_field` and
their like for forms as assets; :func:`get_form`, :func:`forms_named`, :func:`forms_from` to read
them. May import the faces of access, activities, fields, folders, leads, munchkin, programs,
tracking and visits.
"""

from leadkeep.domain.capture.forms.change import (
    add_field,
    approve_form,
    change_field,
    change_form,
    clone_form,
    create_form,
    delete_form,
    drop_field,
    unapprove_form,
)
from leadkeep.domain.capture.forms.change_log import Visitor
from leadkeep.domain.capture.forms.field import (
    FieldChange,
    FormField,
    form_field,
    lead_fields_of_forms,
    member_fields_of_forms,
    stored_field,
)
from leadkeep.domain.capture.forms.find import (
    FormPage,
    all_forms,
    forms_from,
    forms_named,
    get_form,
    with_folders,
)
from leadkeep.domain.capture.forms.form import Form, FormChange, FormStatus, Look, NewForm
from leadkeep.domain.capture.forms.submit import Submission, submit_form

__all__ = [
    "FieldChange",
    "Form",
    "FormChange",
    "FormField",
    "FormPage",
    "FormStatus",
    "Look",
    "NewForm",
    "Submission",
    "Visitor",
    "add_field",
    "all_forms",
    "approve_form",
    "change_field",
    "change_form",
    "clone_form",
    "create_form",
    "delete_form",
    "drop_field",
    "form_field",
    "forms_from",
    "forms_named",
    "get_form",
    "lead_fields_of_forms",
    "member_fields_of_forms",
    "stored_field",
    "submit_form",
    "unapprove_form",
    "with_folders",
]
