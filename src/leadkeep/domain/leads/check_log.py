"""Check that the log of changes explains the present values of leads.

The last logged change of a value has the present value, and each change begins with the value with
which the one before has ended. Older changes may be deleted: then the log begins later.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import select

from leadkeep.domain.activities import ActivityType, logged_changes
from leadkeep.domain.fields import Catalog, Field, lead_catalog
from leadkeep.domain.leads import queries
from leadkeep.store import Transaction

LEADS_OF_A_PART = 1_000

_Key = tuple[int, str]
"""Lead id and column: two fields may share a column."""


@dataclass(slots=True)
class ChangeCheck:
    """What the check of a part of the leads has found: numbers of leads and changes by field."""

    last_id: int | None = None
    """The last lead of the part; None if there was none left."""
    unexplained: Counter[str] = field(default_factory=Counter)
    """Values that differ from their last logged change."""
    gaps: Counter[str] = field(default_factory=Counter)
    """Changes that do not begin with the value with which the change before ended."""

    def texts(self) -> list[str]:
        """Return a text for each kind of disagreement, with its count."""
        return [
            *(
                f"log: {count} leads have another {name} than their last change"
                for name, count in sorted(self.unexplained.items())
            ),
            *(
                f"log: {count} changes of {name} do not follow from the change before"
                for name, count in sorted(self.gaps.items())
            ),
        ]


def check_changes(tx: Transaction, after_id: int, found: ChangeCheck) -> None:
    """Check the next part of the leads, those after ``after_id``; add to ``found``.

    One part at a time, so that a server can write between two of them.
    """
    catalog = lead_catalog(tx)
    column = catalog.table.c.id
    query = select(column).where(column > after_id).order_by(column).limit(LEADS_OF_A_PART)
    lead_ids = [row[0] for row in tx.execute(query)]
    found.last_id = lead_ids[-1] if lead_ids else None
    if not lead_ids:
        return
    by_id = {each.id: each for each in catalog.fields}
    last: dict[_Key, tuple[Field, str | None]] = {}
    for lead_id, field_id, attributes in logged_changes(
        tx, ActivityType.CHANGE_DATA_VALUE, after_id, lead_ids[-1]
    ):
        changed = by_id.get(field_id)
        if changed is None:
            continue  # its field is gone
        old, new = _old_and_new(attributes)
        key = (lead_id, changed.column)
        if key in last and last[key][1] != old:
            found.gaps[changed.name] += 1
        last[key] = (changed, new)
    _compare(tx, catalog, last, found)


def _old_and_new(attributes: str) -> tuple[str | None, str | None]:
    named = {each["name"]: each["value"] for each in msgspec.json.decode(attributes)}
    return named.get("Old Value"), named.get("New Value")


def _compare(
    tx: Transaction,
    catalog: Catalog,
    last: Mapping[_Key, tuple[Field, str | None]],
    found: ChangeCheck,
) -> None:
    """Compare the last changes with the present values."""
    present = tx.column_names(catalog.table.name)
    columns = {each.column: each for each in catalog.fields if each.column in present}
    fields = tuple(columns.values())
    places = {each.column: place for place, each in enumerate(fields, 1)}
    lead_ids = {lead_id for lead_id, _ in last}
    wanted = (catalog.by_name["id"], *fields)
    for row in queries.stored_leads_by_ids(tx, catalog, wanted, lead_ids) if lead_ids else ():
        for column, place in places.items():
            changed, logged = last.get((row[0], column), (None, None))
            if changed is not None and _text(changed, row[place]) != logged:
                found.unexplained[changed.name] += 1


def _text(changed: Field, value: Any) -> str | None:  # noqa: ANN401
    """Return a stored value as the log shows it; None for what it leaves out."""
    return None if value is None else changed.type.text(value) or None
