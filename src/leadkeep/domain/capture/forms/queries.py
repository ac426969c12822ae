"""The questions that are asked of the table of forms."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, bindparam, select

from leadkeep.domain.assets.folders import AssetSearch, FolderRef, FolderType
from leadkeep.domain.capture.forms.field import FormField
from leadkeep.domain.capture.forms.form import Form, FormStatus, Look
from leadkeep.domain.capture.forms.tables import form
from leadkeep.store import Statement, Transaction

_c = form.c
_FORMS: Select[Any] = select(
    _c.id,
    _c.name,
    _c.description,
    _c.status,
    _c.look,
    _c.fields,
    _c.folder_type,
    _c.folder_id,
    _c.program_id,
    _c.workspace_id,
    _c.created_at,
    _c.updated_at,
)
_BY_ID = Statement(_FORMS.where(_c.id == bindparam("wanted_id")))
_BY_NAME = Statement(_FORMS.where(_c.name_key == bindparam("name")).order_by(_c.id))
_ALL = Statement(_FORMS.order_by(_c.id))
_SEARCH = AssetSearch(form, _FORMS, {"status": _c.status == bindparam("status")})


def _read(row: Sequence[Any]) -> Form:
    number, name, description, status, look, fields, folder_type, folder_id, *rest = row
    return Form(
        number,
        name,
        description,
        FormStatus(status),
        msgspec.json.decode(look, type=Look),
        msgspec.json.decode(fields, type=tuple[FormField, ...]),
        FolderRef(folder_id, FolderType(folder_type)),
        *rest,
    )


def form_by_id(tx: Transaction, form_id: int) -> Form | None:
    """Return a form."""
    row = tx.row(_BY_ID, wanted_id=form_id)
    return None if row is None else _read(row)


def forms_by_name(tx: Transaction, name_key: str) -> list[Form]:
    """Return the forms of a normalised name, ascending by id."""
    return [_read(row) for row in tx.rows(_BY_NAME, name=name_key)]


def all_forms(tx: Transaction) -> list[Form]:
    """Return all forms, ascending by id."""
    return [_read(row) for row in tx.rows(_ALL)]


def forms_where(
    tx: Transaction, conditions: Mapping[str, Any], most: int, offset: int
) -> list[Form]:
    """Return the forms that meet the named conditions with these values, ascending by id."""
    return [_read(row) for row in _SEARCH.rows(tx, conditions, most, offset)]
