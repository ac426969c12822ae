"""Values of leads, activities and assets as pages show them."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from leadkeep.domain.activities import ActivityRow
from leadkeep.domain.assets.engine import Asset
from leadkeep.domain.fields import Field
from leadkeep.domain.instance.access import Work, workspace_names
from leadkeep.domain.leads import LeadPage
from leadkeep.store import wire_timestamp

NAMELESS = "(no name)"
ID, FIRST_NAME, LAST_NAME, EMAIL = "id", "firstName", "lastName", "email"
NAME_FIELDS = (FIRST_NAME, LAST_NAME, EMAIL)
"""The fields that :func:`name_of` reads."""

Record = dict[str, Any]


def _with_all_digits(digits: str) -> msgspec.Raw:
    return msgspec.Raw(digits.encode())


_attributes = msgspec.json.Decoder(list[dict[str, Any]], float_hook=_with_all_digits).decode


def record_of(fields: Sequence[Field], row: Sequence[Any]) -> Record:
    """Return a row of a page of leads as values by field name."""
    return {
        each.name: each.type.selected_wire(cell) for each, cell in zip(fields, row, strict=True)
    }


def records_of(page: LeadPage) -> list[Record]:
    """Return the leads of a page as values by field name."""
    return [record_of(page.fields, row) for row in page.rows]


def name_of(record: Mapping[str, Any]) -> str:
    """Return what a lead is called: its name, else its email."""
    parts = (record.get(FIRST_NAME), record.get(LAST_NAME))
    name = " ".join(str(each) for each in parts if each)
    return name or record.get(EMAIL) or NAMELESS


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


def about_asset(work: Work, asset: Asset) -> Record:
    """Return what pages say about an asset of any kind."""
    return {
        "id": asset.id,
        "name": asset.name,
        "description": asset.description,
        "workspace": workspace_names(work.tx)[asset.workspace_id],
        "createdAt": wire_timestamp(asset.created_at),
        "updatedAt": wire_timestamp(asset.updated_at),
    }
