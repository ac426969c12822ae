"""Define the fields of program members, and the table that stores them."""

from sqlalchemy import Column, MetaData, Table, false

from leadkeep.domain.assets.programs.tables import program_member
from leadkeep.domain.fields import (
    Catalog,
    Field,
    ObjectSchema,
    fields_from_rows,
    object_catalog,
)
from leadkeep.store import Transaction

CUSTOM_FIELD_LIMIT = 20
"""Limit: custom fields of program members (behaviour.md 4.3)."""

FIRST_FIELD_ID = 701
"""The first id of member fields. Our choice: no instance showed these ids, and the ids of all lead
fields are smaller."""

PROGRAM_MEMBER = ObjectSchema(
    name="programMember",
    table_name=program_member.name,
    api_custom_field_limit=CUSTOM_FIELD_LIMIT,
    other_columns=frozenset({"id", "lead_id", "program_id", "status_id", "stream_id"}),
)

DEFAULT_FIELDS = ("leadId", "reachedSuccess", "programId", "acquiredBy", "membershipDate")
"""Default fields of a query, in this order (behaviour.md 4.3)."""

DERIVED_COLUMNS = {
    "leadId": "lead_id",
    "program": "program_id",
    "programId": "program_id",
    "statusName": "status_id",
    "trackName": "stream_id",
}
"""Fields that are stored as ids, and the columns that store them."""

_STANDARD: tuple[tuple[str, str, str, int | None], ...] = (
    ("acquiredBy", "Acquired By", "boolean", None),
    ("attendanceLikelihood", "Attendance Likelihood", "integer", None),
    ("createdAt", "Created At", "datetime", None),
    ("isExhausted", "Is Exhausted", "boolean", None),
    ("leadId", "Lead Id", "integer", None),
    ("membershipDate", "Membership Date", "datetime", None),
    ("nurtureCadence", "Nurture Cadence", "string", 4),
    ("program", "Program", "string", 255),
    ("programId", "Program Id", "integer", None),
    ("reachedSuccess", "Reached Success", "boolean", None),
    ("reachedSuccessDate", "Reached Success Date", "datetime", None),
    ("registrationLikelihood", "Registration Likelihood", "integer", None),
    ("statusName", "Status Name", "string", 255),
    ("statusReason", "Status Reason", "string", 255),
    ("trackName", "Track Name", "string", 255),
    ("updatedAt", "Updated At", "datetime", None),
    ("waitlistPriority", "Waitlist Priority", "integer", None),
    ("registrationCode", "Registration Code", "string", 100),
    ("webinarUrl", "Webinar Url", "string", 2000),
)
"""Name, display name, type and length (behaviour.md 4.3)."""

UPDATEABLE_STANDARD = frozenset({"registrationCode", "webinarUrl"})

MEMBER_FIELDS = fields_from_rows(
    FIRST_FIELD_ID,
    _STANDARD,
    read_only={name for name, *_ in _STANDARD} - UPDATEABLE_STANDARD,
    columns=DERIVED_COLUMNS,
)

STANDARD_FILTERS = ("leadId", "reachedSuccess", "statusName")
"""Standard fields by which members can be filtered (behaviour.md 4.3)."""


def member_catalog(tx: Transaction) -> Catalog:
    """Return the fields of program members that this transaction sees."""
    return object_catalog(tx, PROGRAM_MEMBER)


def searchable_member_fields(catalog: Catalog) -> list[Field]:
    """Return the fields by which members can be filtered, sorted by name."""
    found = [each for each in catalog.fields if is_filter(each)]
    return sorted(found, key=lambda field: field.name)


def is_filter(field: Field) -> bool:
    """Return whether members can be filtered by a field."""
    is_searchable = field.is_custom and field.type.is_searchable and not field.is_hidden
    return is_searchable or field.name in STANDARD_FILTERS


def member_table(catalog: Catalog) -> Table:
    """Return the member table with the columns of all custom fields."""

    def make() -> Table:
        # Without foreign keys: this table is for reading and writing rows, not for creating the
        # table.
        columns = [
            Column(each.name, each.type, primary_key=each.primary_key, autoincrement=False)
            for each in program_member.columns
        ]
        table = Table(program_member.name, MetaData(), *columns)
        for each in catalog.fields:
            if each.is_custom:
                default = false() if each.initial_value is False else None
                column = Column(each.column, each.type.storage, server_default=default)
                table.append_column(column)
        return table

    return catalog.cached("member table", make)
