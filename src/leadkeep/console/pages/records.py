"""Values of leads and activities as pages show them."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from leadkeep.domain.activities import ActivityRow, activity_types
from leadkeep.domain.fields import Field
from leadkeep.domain.leads import LeadPage
from leadkeep.store import Transaction

NAMELESS = "(no name)"
ID, FIRST_NAME, LAST_NAME, EMAIL = "id", "firstName", "lastName", "email"

Record = dict[str, Any]

_attributes = msgspec.json.Decoder(list[dict[str, Any]]).decode


def wire(field: Field, value: Any) -> Any:  # noqa: ANN401
    """Return a field's value as the API shows it."""
    return field.type.wire(value) if field.type.is_translated and value is not None else value


def record_of(fields: Sequence[Field], row: Sequence[Any]) -> Record:
    """Return a row of a page of leads as values by field name."""
    return {each.name: wire(each, cell) for each, cell in zip(fields, row, strict=True)}


def records_of(page: LeadPage) -> list[Record]:
    """Return the leads of a page as values by field name."""
    return [record_of(page.fields, row) for row in page.rows]


def name_of(record: Mapping[str, Any]) -> str:
    """Return what a lead is called: its name, else its email."""
    parts = (record.get(FIRST_NAME), record.get(LAST_NAME))
    name = " ".join(str(each) for each in parts if each)
    return name or record.get(EMAIL) or NAMELESS


def type_names(tx: Transaction) -> dict[int, str]:
    """Return the names of all activity types by id."""
    types = activity_types(tx)
    names = {each.id: each.name for each in types.standard}
    return names | {each.id: each.latest.name for each in types.custom}


def activity(row: ActivityRow, names: Mapping[int, str]) -> Record:
    """Return an activity with the name of its type and its attributes by name."""
    details = {each["name"]: each["value"] for each in _attributes(row[7])}
    return {
        "id": row[0],
        "leadId": row[1],
        "date": row[2],
        "typeId": row[3],
        "type": names.get(row[3], str(row[3])),
        "campaignId": row[4],
        "value": row[6],
        "attributes": {name: value for name, value in details.items() if value not in (None, "")},
    }
