"""The columns of the views, made of the fields of leads and of program members."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, case, func, literal, type_coerce
from sqlalchemy import column as named_column
from sqlalchemy import table as named_table

from leadkeep.domain.fields import Field
from leadkeep.store import json_by_name, number_of

LEAD_VIEW, ACTIVITY_VIEW = "v_lead", "v_activity"
LIST_MEMBER_VIEW, PROGRAM_MEMBER_VIEW = "v_list_member", "v_program_member"

SECRETS = frozenset({"cookies"})
"""Lead fields that no view has: with the token of a visitor, anybody can act as the visitor."""
IDS_OF_MEMBERS = frozenset({"leadId", "program", "programId", "statusName", "trackName"})
"""Member fields whose values stand in other tables; the view has columns of its own for them."""

_WORD_END = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """A column of a view."""

    name: str
    kind: str
    """The data type of the field, or integer, string, boolean, datetime or json."""
    description: str
    value: ColumnElement[Any]
    """What it selects."""


def part(name: str, alias: str | None = None, columns: Iterable[str] = ()) -> FromClause:
    """Return a table of the database that a view reads, by its name."""
    found = named_table(name, *map(named_column, columns))
    return found if alias is None else found.alias(alias)


ACTIVITY = part(
    "activity",
    columns=(
        *("id", "lead_id", "activity_date", "activity_type_id", "campaign_id"),
        *("primary_attribute_value_id", "primary_attribute_value", "attributes"),
    ),
)
MERGED = part("merged_lead", columns=("lead_id", "winner_id"))
LIST_MEMBER = part("list_member", columns=("lead_id", "list_id", "created_at"))
STATIC_LIST = part("static_list", columns=("id", "name"))
PARTITION = part("partition", columns=("id", "name"))
PROGRAM = part("program", columns=("id", "type", "channel_id"))
FOLDER = part("folder", columns=("id", "type", "name"))
CHANNEL = part("channel", columns=("id", "name"))
STATUS = part("channel_status", columns=("id", "name", "step", "is_success"))
STREAM = part("program_stream", columns=("id", "name"))


LONGEST_COLUMN_NAME_BYTES = 63
"""An engine may cut longer names, and two names with one beginning would become the same."""


def snake_case(name: str) -> str:
    """Return a field's REST name in snake case: ``first_name`` for ``firstName``."""
    return _WORD_END.sub("_", name).lower()


def lead_columns(fields: Sequence[Field], lead: FromClause) -> list[ViewColumn]:
    """Return the columns of ``v_lead``; fields that are hidden or secret have none."""
    names = (
        func.coalesce(lead.c.leadOwnerFirstName, "")
        + " "
        + func.coalesce(lead.c.leadOwnerLastName, "")
    )
    owner = func.nullif(func.trim(type_coerce(names, String())), "")
    own = [
        ViewColumn("id", "integer", "Id of the lead", lead.c.id),
        ViewColumn("partition", "string", "Name of the lead's partition", PARTITION.c.name),
        ViewColumn("owner", "string", "First and last name of the sales person", owner),
    ]
    readable = [
        each
        for each in fields
        if not (each.is_hidden or each.name in SECRETS or each.column == "id")
    ]
    return [*own, *_field_columns(readable, lead, {each.name for each in own})]


def activity_columns(types: Mapping[int, str]) -> list[ViewColumn]:
    """Return the columns of ``v_activity``; ``types`` has the names of activity types by id."""
    c = ACTIVITY.c
    lead_id = func.coalesce(MERGED.c.winner_id, c.lead_id)
    type_name = case(types, value=c.activity_type_id, else_=literal(None)) if types else literal("")
    return [
        ViewColumn("id", "integer", "Id of the activity; ids ascend in the order of commits", c.id),
        ViewColumn(
            "lead_id", "integer", "Id of the lead, or of the lead it was merged into", lead_id
        ),
        ViewColumn("activity_date", "datetime", "When it happened", c.activity_date),
        ViewColumn("activity_type_id", "integer", "Id of its type", c.activity_type_id),
        ViewColumn("activity_type", "string", "Name of its type", type_name),
        ViewColumn("campaign_id", "integer", "Id of the campaign that did it", c.campaign_id),
        ViewColumn(
            "primary_attribute_value_id",
            "integer",
            "Id of the asset or field that it is about",
            c.primary_attribute_value_id,
        ),
        ViewColumn(
            "primary_attribute_value",
            "string",
            "Name of the asset or field that it is about",
            c.primary_attribute_value,
        ),
        ViewColumn(
            "attributes",
            "json",
            "Its other attributes by name, one object",
            json_by_name(c.attributes),
        ),
    ]


def list_member_columns() -> list[ViewColumn]:
    """Return the columns of ``v_list_member``."""
    c = LIST_MEMBER.c
    return [
        ViewColumn("list_id", "integer", "Id of the static list", c.list_id),
        ViewColumn("list", "string", "Name of the static list", STATIC_LIST.c.name),
        ViewColumn("lead_id", "integer", "Id of the lead", c.lead_id),
        ViewColumn("added_at", "datetime", "When the lead was added", c.created_at),
    ]


def program_member_columns(fields: Sequence[Field], member: FromClause) -> list[ViewColumn]:
    """Return the columns of ``v_program_member``; hidden fields have none."""
    own = [
        ViewColumn("program_id", "integer", "Id of the program", member.c.program_id),
        ViewColumn("program", "string", "Name of the program", FOLDER.c.name),
        ViewColumn("program_type", "string", "Type of the program", PROGRAM.c.type),
        ViewColumn("channel", "string", "Channel of the program", CHANNEL.c.name),
        ViewColumn("lead_id", "integer", "Id of the lead", member.c.lead_id),
        ViewColumn("status", "string", "Progression status", STATUS.c.name),
        ViewColumn("status_step", "integer", "Step of the status in its channel", STATUS.c.step),
        ViewColumn("track", "string", "Stream of an engagement program", STREAM.c.name),
    ]
    readable = [each for each in fields if not (each.is_hidden or each.name in IDS_OF_MEMBERS)]
    return [*own, *_field_columns(readable, member, {each.name for each in own})]


def _field_columns(
    fields: Sequence[Field], table: FromClause, taken: Collection[str]
) -> Iterator[ViewColumn]:
    """Yield a column for each field; of two with one name, the later has its field's id behind."""
    names = set(taken)
    for each in fields:
        name = snake_case(each.name)
        if name in names or len(name.encode()) > LONGEST_COLUMN_NAME_BYTES:
            end = f"_{each.id}"
            kept = name.encode()[: LONGEST_COLUMN_NAME_BYTES - len(end)].decode(errors="ignore")
            name = kept + end
        names.add(name)
        kind, value = each.type.described_name, table.c[each.column]
        own = number_of(value) if kind == "currency" else value
        yield ViewColumn(name, kind, each.display_name, own)
