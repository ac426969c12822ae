"""Query the table of forms."""

from collections.abc import Sequence
from typing import Any

import msgspec

from leadkeep.domain.assets.engine import AssetTable
from leadkeep.domain.capture.forms.field import FormField
from leadkeep.domain.capture.forms.form import Form, FormStatus, Look
from leadkeep.domain.capture.forms.tables import form


def _read(own: Sequence[Any]) -> tuple[Any, ...]:
    status, look, fields = own
    return (
        FormStatus(status),
        msgspec.json.decode(look, type=Look),
        msgspec.json.decode(fields, type=tuple[FormField, ...]),
    )


def _write(form: Form) -> dict[str, Any]:
    return {
        "status": form.status.value,
        "look": msgspec.json.encode(form.look).decode(),
        "fields": msgspec.json.encode(form.fields).decode(),
    }


FORMS: AssetTable[Form] = AssetTable(
    form,
    Form,
    ["status", "look", "fields"],
    read=_read,
    write=_write,
    filters=["status"],
)
