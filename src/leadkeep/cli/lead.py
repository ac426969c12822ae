"""``leadkeep lead``: the records that are linked to a lead."""

from typing import Annotated, Any

import typer

from leadkeep.cli.options import AsJson, Data, Database, opened
from leadkeep.cli.output import print_json, print_table
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.leads import Relations, relations_of


def lead(
    lead_id: Annotated[
        int, typer.Argument(metavar="ID", help="The lead's id.", show_default=False)
    ],
    data: Data = None,
    database: Database = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show the records that are linked to a lead."""
    with opened(data, database) as (store, _):
        found = store.read_snapshot(lambda tx: relations_of(Work(tx, operator_access(tx)), lead_id))
    if as_json:
        print_json(_item(found))
    else:
        print_table(("what", "field", "value"), list(_rows(found)))


def _item(relations: Relations) -> dict[str, Any]:
    return {
        "leadId": relations.lead_id,
        "company": relations.company,
        "owner": relations.owner,
        "opportunityRoles": relations.roles,
        "customObjects": relations.custom_objects,
    }


def _rows(relations: Relations) -> list[tuple[str, str, object]]:
    """Return a row of object, field and value for each value that is not empty or false."""
    named = [("company", relations.company), ("owner", relations.owner)]
    named += [("role", each) for each in relations.roles]
    named += [
        (name, each) for name, records in relations.custom_objects.items() for each in records
    ]
    return [
        (what, field, value)
        for what, record in named
        for field, value in (record or {}).items()
        if value is not None and value is not False
    ]
