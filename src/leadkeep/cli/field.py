"""``leadkeep field``: the fields of leads."""

from typing import Annotated

import typer

from leadkeep.cli.options import AsJson, Data, Database, opened
from leadkeep.cli.output import echo, print_listing
from leadkeep.domain.fields import (
    FIELD_TYPES,
    Field,
    NewField,
    create_fields,
    explain_problem,
    lead_catalog,
)

app = typer.Typer(no_args_is_help=True, help="Fields of leads.")

CREATABLE_TYPES = ", ".join(each.name for each in FIELD_TYPES.values() if each.is_creatable)

COLUMNS = {
    "id": "id",
    "name": "name",
    "displayName": "display name",
    "dataType": "type",
    "length": "length",
    "isCustom": "custom",
}


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="The REST name.", show_default=False)],
    display_name: Annotated[
        str | None, typer.Option(help="The label; default: the name.", show_default=False)
    ] = None,
    data_type: Annotated[
        str, typer.Option("--type", help=f"The data type: {CREATABLE_TYPES}.")
    ] = "string",
    description: Annotated[str | None, typer.Option(help="Its purpose.")] = None,
    data: Data = None,
    database: Database = None,
    *,
    is_hidden: Annotated[bool, typer.Option("--hidden", help="Omit it from describe.")] = False,
    is_sensitive: Annotated[bool, typer.Option("--sensitive", help="Mark as sensitive.")] = False,
) -> None:
    """Add a custom field to leads; every running server has it at once."""
    new = NewField(
        name,
        display_name or name,
        data_type,
        description,
        is_hidden=is_hidden,
        is_sensitive=is_sensitive,
    )
    with opened(data, database, is_made=True) as (store, _):
        (outcome,) = store.write_now(lambda tx: create_fields(tx, [new], is_api_created=False))
    if outcome.problem:
        raise ValueError(f"{name}: {explain_problem(new, outcome.problem)}")
    echo(f"created {name}")


@app.command("list")
def list_all(
    data: Data = None,
    database: Database = None,
    *,
    custom: Annotated[bool, typer.Option("--custom", help="Custom fields only.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the fields of leads."""
    with opened(data, database) as (store, _):
        fields = store.read_now(lead_catalog).fields
    items = [_item(each) for each in fields if each.is_custom or not custom]
    print_listing(COLUMNS, items, as_json=as_json)


def _item(field: Field) -> dict[str, object]:
    return {
        "id": field.id,
        "name": field.name,
        "displayName": field.display_name,
        "dataType": field.type.name,
        "length": field.length,
        "isCustom": field.is_custom,
        "isHidden": field.is_hidden,
        "isSensitive": field.is_sensitive,
        "description": field.description,
    }
