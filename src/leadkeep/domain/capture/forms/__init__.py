"""Forms: their fields, and the submissions that create and update leads.

Entry points: :func:`submit_form`; :data:`FORM`, forms as a kind of assets; :func:`add_field` and
the other verbs that change the fields of a form.
"""

from leadkeep.domain.capture.forms.change import (
    FORM,
    add_field,
    approve_form,
    change_field,
    drop_field,
    unapprove_form,
)
from leadkeep.domain.capture.forms.change_log import Visitor
from leadkeep.domain.capture.forms.field import (
    FieldChange,
    FormField,
    PickValue,
    form_field,
    lead_fields_of_forms,
    member_fields_of_forms,
    stored_field,
)
from leadkeep.domain.capture.forms.form import Form, FormStatus, FormValues, Look
from leadkeep.domain.capture.forms.submit import Submission, submit_form

__all__ = [
    "FORM",
    "FieldChange",
    "Form",
    "FormField",
    "FormStatus",
    "FormValues",
    "Look",
    "PickValue",
    "Submission",
    "Visitor",
    "add_field",
    "approve_form",
    "change_field",
    "drop_field",
    "form_field",
    "lead_fields_of_forms",
    "member_fields_of_forms",
    "stored_field",
    "submit_form",
    "unapprove_form",
]
