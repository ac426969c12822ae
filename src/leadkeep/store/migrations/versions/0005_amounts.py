"""Store amounts (fields of type currency) as decimal numbers, with all digits that they have now.

The columns held 64-bit floating point numbers. The shortest digits that stand for such a number are
those that were sent, so they become the amount. Keys of records are made of these digits, too.

Revision: 0005, after 0004.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op

from leadkeep.store.types import Amount

revision = "0005"
down_revision = "0004"

DECLARED = (
    ("company", "annualRevenue"),
    ("opportunity", "amount"),
    ("opportunity", "expectedRevenue"),
    ("named_account", "annualRevenue"),
    ("named_account", "opptyAmount"),
)
"""Columns of tables that migrations make; those of others are in the registry of fields."""
TABLES = {
    "lead": "lead",
    "company": "company",
    "opportunity": "opportunity",
    "namedAccount": "named_account",
    "programMember": "program_member",
}
"""By object of the registry: its table. Custom objects have tables of their own."""
CUSTOM_OBJECT = "customObject:"
VIEWS = ("v_lead", "v_program_member")
"""Views that read columns of amounts, which no release has yet; the program makes them at its start."""

BETWEEN_PARTS = "\x1f"
LONGEST_PART, DIGEST = 200, 64
"""Characters of a part of a key, and of the digest that follows a longer one."""


def upgrade() -> None:
    """Change the columns, then the keys that are made of their values."""
    connection = op.get_bind()
    registry = sa.table(
        "field", *map(sa.column, ("id", "object", "name", "data_type", "column_name"))
    )
    is_amount = registry.c.data_type == "currency"
    fields = connection.execute(sa.select(registry).where(is_amount)).mappings().all()
    columns = {*DECLARED, *((_table_of(each["object"]), each["column_name"]) for each in fields)}
    is_postgres = connection.dialect.name == "postgresql"
    for view in VIEWS:
        op.execute(sa.text(f"DROP VIEW IF EXISTS {view}"))
    for table, column in sorted(columns):
        (_change if is_postgres else _replace)(table, column)
    for each in fields:
        _rewrite_keys(each["id"], None)
    for number, places in _composed_keys({(each["object"], each["name"]) for each in fields}):
        _rewrite_keys(number, places)
    op.execute(sa.text("UPDATE catalog_version SET version = version + 1"))


def _table_of(name: str) -> str:
    custom = name.removeprefix(CUSTOM_OBJECT)
    return TABLES[name] if custom == name else f"object_{custom.lower()}"


def _change(table: str, column: str) -> None:
    """Change a column's type; through text, because a direct cast keeps 15 digits only."""
    quote = op.get_bind().dialect.identifier_preparer.quote
    name = quote(column)
    op.execute(
        sa.text(
            f"ALTER TABLE {quote(table)} ALTER COLUMN {name} TYPE NUMERIC "
            f"USING trim_scale({name}::text::numeric)"
        )
    )


def _replace(table: str, column: str) -> None:
    """Replace a column by one of another type: this engine cannot change a column."""
    driver: Any = op.get_bind().connection.driver_connection
    driver.create_function("digits_of_number", 1, _digits_or_null, deterministic=True)
    quote = op.get_bind().dialect.identifier_preparer.quote
    owner, name = quote(table), quote(column)
    op.add_column(table, sa.Column("replacement", Amount))
    op.execute(sa.text(f"UPDATE {owner} SET replacement = digits_of_number({name})"))  # noqa: S608 -- names of our own
    op.execute(sa.text(f"ALTER TABLE {owner} DROP COLUMN {name}"))
    op.execute(sa.text(f"ALTER TABLE {owner} RENAME COLUMN replacement TO {name}"))


def _digits_or_null(number: float | None) -> str | None:
    return None if number is None else _digits(number)


def _digits(number: float | str) -> str:
    """Return the shortest digits that stand for a number, without an exponent or zeros behind."""
    digits = format(Decimal(repr(number) if isinstance(number, float) else number), "f")
    shortest = digits.rstrip("0").removesuffix(".") if "." in digits else digits
    return "0" if shortest == "-0" else shortest


def _composed_keys(amounts: set[tuple[str, str]]) -> Iterator[tuple[int, list[int]]]:
    """Yield keys of several fields: the number of the key, and the places of the amounts in it."""
    registry = sa.table("field", *map(sa.column, ("id", "object", "name")))
    types = sa.table("custom_object_type", *map(sa.column, ("api_name", "approved")))
    connection = op.get_bind()
    for api_name, approved in connection.execute(sa.select(types.c.api_name, types.c.approved)):
        definition = json.loads(approved) if isinstance(approved, str) else approved or {}
        names = [each["name"] for each in definition.get("fields", ()) if each.get("is_dedupe")]
        owner = CUSTOM_OBJECT + api_name
        places = [place for place, name in enumerate(names) if (owner, name) in amounts]
        if len(names) > 1 and places:
            is_first = sa.and_(registry.c.object == owner, registry.c.name == names[0])
            first = connection.execute(sa.select(registry.c.id).where(is_first)).scalar_one()
            yield -first, places


def _rewrite_keys(number: int, places: list[int] | None) -> None:
    """Write the keys with this number with the digits of amounts; None means the whole key."""
    keys = sa.table("record_key", *map(sa.column, ("field_id", "value", "record_id")))
    found = sa.select(keys.c.value, keys.c.record_id).where(keys.c.field_id == number)
    connection = op.get_bind()
    for key, record_id in connection.execute(found).all():
        parts = [key] if places is None else _parts(key)
        for place in places or [0]:
            parts[place] = _digits(parts[place])
        is_it = sa.and_(
            keys.c.field_id == number, keys.c.value == key, keys.c.record_id == record_id
        )
        changed = BETWEEN_PARTS.join(parts)
        connection.execute(sa.update(keys).where(is_it).values(value=changed))


def _parts(key: str) -> list[str]:
    """Return the parts of a key; a part that was cut ends in a digest."""
    parts: list[str] = []
    for each in key.split(BETWEEN_PARTS):
        if parts and len(parts[-1]) == LONGEST_PART and len(each) == DIGEST:
            parts[-1] += BETWEEN_PARTS + each
        else:
            parts.append(each)
    return parts
