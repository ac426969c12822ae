"""Read what is related to a lead: its company, owner, opportunity roles and custom objects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.domain.fields import Field
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads.company_values import COMPANY_LINK, OWNER_LINK
from leadkeep.domain.leads.find import get_lead
from leadkeep.domain.objects.custom import custom_object_types
from leadkeep.domain.objects.engine import Kind, RecordQuery, catalog_of, find_records
from leadkeep.domain.objects.standard import COMPANY, ROLE, SALES_PERSON
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

Record = Mapping[str, Any]
"""Field values by name, in their JSON form."""

RECORD_BATCH_SIZE = 300
LEAD = "Lead"


@dataclass(frozen=True, slots=True)
class Relations:
    """What one lead is related to: company, sales person, opportunity roles, custom objects."""

    lead_id: int
    company: Record | None
    """The company that the lead joined; None if the lead has a company of its own."""
    owner: Record | None
    """The sales person that owns the lead."""
    roles: Sequence[Record]
    """The lead's roles in opportunities."""
    custom_objects: Mapping[str, Sequence[Record]]
    """By the API name of the type: the records that link to the lead, by its id or by another
    field."""


def relations_of(work: Work, lead_id: int) -> Relations:
    """Return the company, owner, roles and custom objects of a lead.

    Raises:
        Refusal: 1004, there is no such lead within the caller's scope.
    """
    types = custom_object_types(work.tx)
    links = [
        (kind, each.field, each.related_field)
        for kind in types.kinds.values()
        for each in kind.relationships
        if each.related_object == LEAD
    ]
    names = list(dict.fromkeys((COMPANY_LINK, OWNER_LINK, *(by for _, _, by in links))))
    page = get_lead(work, lead_id, names)
    if not page.rows:
        raise Refusal(Reason.NAMED_LEAD_NOT_FOUND, lead_id)
    lead = dict(zip((field.name for field in page.fields), page.rows[0], strict=True))
    found: dict[str, dict[Any, Record]] = {}
    for kind, field, by in links:
        for record in _records(work.tx, kind, field, lead[by]):
            found.setdefault(kind.api_name or kind.title, {})[record[kind.id_name]] = record
    return Relations(
        lead_id,
        next(iter(_records(work.tx, COMPANY, COMPANY_LINK, lead[COMPANY_LINK])), None),
        next(iter(_records(work.tx, SALES_PERSON, OWNER_LINK, lead[OWNER_LINK])), None),
        _records(work.tx, ROLE, "leadId", lead_id),
        {name: list(records.values()) for name, records in found.items()},
    )


def _records(tx: Transaction, kind: Kind, field: str, value: Any) -> list[Record]:  # noqa: ANN401
    """Return all records of a kind of object in which this field has this value."""
    if value is None:
        return []
    names = [each.name for each in catalog_of(tx, kind).visible]
    records: list[Record] = []
    after: int | None = 0
    while after is not None:
        page = find_records(
            tx, kind, RecordQuery(field, [str(value)], names, after, RECORD_BATCH_SIZE)
        )
        records += [_record(page.fields, row) for row in page.rows]
        after = page.next_after
    return records


def _record(fields: Sequence[Field], row: Sequence[Any]) -> Record:
    return {
        each.name: each.type.selected_wire(cell) for each, cell in zip(fields, row, strict=True)
    }
