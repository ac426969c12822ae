"""Give standard objects the fields and types that recordings of the original show.

Revision: 0003, after 0002.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NEW_COLUMNS = (
    ("opportunity", "fiscal", sa.Text()),
    ("opportunity", "externalCompanyId", sa.Text()),
    ("sales_person", "isEmployee", sa.Boolean(create_constraint=False)),
    ("sales_person", "personType", sa.Text()),
)
OPTIONAL = ("isClosed", "isWon")
NUMBERS = ("fiscalQuarter", "fiscalYear")
LARGEST = 2**63 - 1

FIELDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("company", "website", {"data_type": "string"}),
    ("company", "mktoCompanyNotes", {"name": "companyNotes"}),
    ("salesPerson", "email", {"data_type": "string"}),
    ("salesPerson", "externalSalesPersonId", {"length": 255}),
    ("opportunityRole", "role", {"length": 255}),
    *(("opportunity", name, {"data_type": "optional_boolean"}) for name in OPTIONAL),
    *(("opportunity", name, {"data_type": "integer", "length": None}) for name in NUMBERS),
)
"""Changes of registered fields: object, name and the new values of the row."""


def upgrade() -> None:
    """Add columns, replace those of another type, and change the registry."""
    for table, name, kind in NEW_COLUMNS:
        default = sa.false() if isinstance(kind, sa.Boolean) else None
        op.add_column(table, sa.Column(name, kind, server_default=default))
    persons = sa.table("sales_person", sa.column("isEmployee"), sa.column("personType"))
    op.execute(sa.update(persons).values(isEmployee=sa.true(), personType="contact"))
    for name in OPTIONAL:
        _replace(name, sa.Boolean(create_constraint=False), is_copied=True)
    numbers = _numbers()
    for name in NUMBERS:
        _replace(name, sa.BigInteger(), is_copied=False)
        _store(name, numbers[name])
    registry = sa.table("field", *map(sa.column, ("object", "name", "data_type", "length")))
    for of, name, values in FIELDS:
        is_it = sa.and_(registry.c.object == of, registry.c.name == name)
        op.execute(sa.update(registry).where(is_it).values(**values))
    op.execute(sa.text("UPDATE catalog_version SET version = version + 1"))


def _replace(name: str, kind: sa.types.TypeEngine[Any], *, is_copied: bool) -> None:
    """Replace a column of opportunities by one of another type or default.

    Not every engine can change a column, but all can add, rename and drop one.
    """
    op.add_column("opportunity", sa.Column("replacement", kind))
    if is_copied:
        table = sa.table("opportunity", sa.column(name), sa.column("replacement"))
        op.execute(sa.update(table).values(replacement=table.c[name]))
    op.execute(sa.text(f'ALTER TABLE opportunity DROP COLUMN "{name}"'))
    op.execute(sa.text(f'ALTER TABLE opportunity RENAME COLUMN replacement TO "{name}"'))


def _numbers() -> dict[str, list[dict[str, int]]]:
    """Return the texts of the columns that are numbers, by column, with their records' ids."""
    table = sa.table("opportunity", sa.column("id"), *map(sa.column, NUMBERS))
    found: dict[str, list[dict[str, int]]] = {name: [] for name in NUMBERS}
    for name in NUMBERS:
        query = sa.select(table.c.id, table.c[name]).where(table.c[name].is_not(None))
        for record_id, text in op.get_bind().execute(query):
            if text.strip().isdecimal() and int(text) <= LARGEST:
                found[name].append({"record_id": record_id, "number": int(text)})
    return found


def _store(name: str, numbers: list[dict[str, int]]) -> None:
    if numbers:
        table = sa.table("opportunity", sa.column("id"), sa.column(name))
        is_it = table.c.id == sa.bindparam("record_id")
        statement = sa.update(table).where(is_it).values({name: sa.bindparam("number")})
        op.get_bind().execute(statement, numbers)
