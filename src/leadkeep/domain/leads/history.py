"""Read when and by whom the fields of a lead last changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from leadkeep.domain.activities import attributes_object, last_changes
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads.scope import check_lead


@dataclass(frozen=True, slots=True)
class FieldChange:
    """The last change of a field, as the log has it."""

    changed_at: datetime
    old: str | None
    new: str | None
    source: str | None
    """Such as ``Web service API`` or ``Marketo Flow Action``."""
    reason: str | None
    user: str | None
    """The user who changed it; None if no user did."""


def last_field_changes(work: Work, lead_id: int) -> dict[str, FieldChange]:
    """Return, by field name, the last change of each field of a lead that changed since creation.

    Raises:
        Refusal: 1004, no such lead within scope.
    """
    check_lead(work, lead_id)
    catalog = lead_catalog(work.tx)
    names = {each.id: each.name for each in catalog.fields}
    changes: dict[str, FieldChange] = {}
    for field_id, row in last_changes(work.tx, lead_id).items():
        if field_id in names:
            own: dict[str, Any] = msgspec.json.decode(attributes_object(row[5]))
            changes[names[field_id]] = FieldChange(
                row[2],
                own.get("Old Value"),
                own.get("New Value"),
                own.get("Source"),
                own.get("Reason"),
                own.get("Modifying User"),
            )
    return changes
