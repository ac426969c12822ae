"""``leadkeep duplicates`` and ``leadkeep merge``: find leads that are one person, merge them."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from leadkeep.cli.options import AsJson, Data, Database, opened
from leadkeep.cli.output import echo, print_json, print_table
from leadkeep.domain.instance.access import Cause, Work, operator_access
from leadkeep.domain.merging import Merge, MergePreview, merge_leads, preview_merge
from leadkeep.domain.search import DuplicateKind, duplicate_groups

CAUSE = Cause("Operator", None, "merge", user="operator")


def duplicates(
    by: Annotated[DuplicateKind, typer.Option(help="What leads have in common.")] = (
        DuplicateKind.MAILBOX
    ),
    after: Annotated[str, typer.Option(help="Where the page before it ended.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=300, help="Groups of a page.")] = 25,
    data: Data = None,
    database: Database = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List leads that may be one person."""
    with opened(data, database) as (store, _):
        page = store.read_snapshot(
            lambda tx: duplicate_groups(Work(tx, operator_access(tx)), by, after, limit)
        )
    groups = [
        {"value": each.value, "leads": each.lead_ids, "isCut": each.is_cut} for each in page.groups
    ]
    if as_json:
        print_json({"groups": groups, "nextAfter": page.next_after})
        return
    rows = [(each.value, ", ".join(map(str, each.lead_ids)), each.is_cut) for each in page.groups]
    print_table((by.value, "leads", "and more"), rows)
    if page.next_after is not None:
        echo(f"more: --after '{page.next_after}'")


def merge(
    winner: Annotated[int, typer.Argument(help="The lead that remains.", show_default=False)],
    losers: Annotated[
        list[int], typer.Argument(help="The leads that become it.", show_default=False)
    ],
    take: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=ID", help="Whose value of a field to keep.", show_default=False
        ),
    ] = None,
    data: Data = None,
    database: Database = None,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Show what would become of it, change nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Merge leads into one, or show what would become of it."""
    command = Merge(winner, losers, source="console", choices=_choices(take or []))
    with opened(data, database) as (store, _):
        preview = store.read_snapshot(
            lambda tx: preview_merge(Work(tx, operator_access(tx)), command)
        )
        if not check:
            store.write_now(lambda tx: merge_leads(Work(tx, operator_access(tx), CAUSE), command))
    item = preview_item(preview)
    if as_json:
        print_json(item)
    else:
        columns = ("field", *(f"lead {each}" for each in preview.lead_ids), "result", "from")
        rows = [(each["name"], *each["values"], each["result"], each["from"]) for each in item]
        print_table(columns, rows)


def _choices(sent: Sequence[str]) -> dict[str, int]:
    """Return the choices of ``--take``.

    Raises:
        ValueError: one is not of the form FIELD=ID.
    """
    choices = {}
    for each in sent:
        name, _, lead_id = each.partition("=")
        if not (lead_id.isascii() and lead_id.isdigit()):
            raise ValueError(f"--take {each}: write it as FIELD=ID")
        choices[name] = int(lead_id)
    return choices


def preview_item(preview: MergePreview) -> list[dict[str, Any]]:
    """Return the fields of a preview as JSON values."""

    def wire(kind: Any, value: Any) -> Any:  # noqa: ANN401
        return None if value is None else kind.wire(value)

    return [
        {
            "name": each.field.name,
            "values": [wire(each.field.type, value) for value in each.values],
            "result": wire(each.field.type, each.result),
            "from": each.from_lead_id,
            "mayBeChosen": each.may_be_chosen,
        }
        for each in preview.fields
    ]
