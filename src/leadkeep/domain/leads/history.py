"""Read when and by whom the fields of a lead last changed, and its timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from leadkeep.domain.activities import (
    RecentActivity,
    attributes_object,
    last_changes,
    recent_activities,
)
from leadkeep.domain.fields import Field, lead_catalog
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads.scope import existing_leads
from leadkeep.errors import Reason, Refusal


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
    _check(work, lead_id)
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


def lead_timeline(
    work: Work, lead_id: int, type_ids: Sequence[int], limit: int, before: int | None = None
) -> list[RecentActivity]:
    """Return a page of a lead's activities of these types, newest first.

    The next page is ``before`` the last id of the page. Activities of leads that were merged into
    the lead are among them.

    Raises:
        Refusal: 1004, no such lead within scope.
    """
    _check(work, lead_id)
    own = {} if before is None else {"before": before}
    return recent_activities(work.tx, lead_id, type_ids, limit, **own)


def field_group(field: Field) -> str:
    """Return the group in which people look for a field of a lead."""
    if field.is_custom:
        return "Custom"
    if field.is_company_field:
        return "Company"
    return "Person" if field.is_settable else "System"


def _check(work: Work, lead_id: int) -> None:
    if not existing_leads(work, [lead_id]):
        raise Refusal(Reason.NAMED_LEAD_NOT_FOUND, lead_id)
