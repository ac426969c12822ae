"""``leadkeep search``: leads by what an operator types."""

from typing import Annotated

import typer

from leadkeep.cli.options import AsJson, Data, Database, opened
from leadkeep.cli.output import echo, print_json, print_table
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.leads import stored_values
from leadkeep.domain.search import SearchPage, search_leads, summary_fields
from leadkeep.store import Transaction

Values = dict[int, dict[str, object]]


def search(
    text: Annotated[str, typer.Argument(help="Beginning of it, in any letter case.")],
    after: Annotated[
        str | None, typer.Option(help="Where the page before it ended.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=300, help="Leads of a page.")] = 25,
    data: Data = None,
    database: Database = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Find leads by email, name, company, id or cookie."""

    def read(tx: Transaction) -> tuple[SearchPage, Values]:
        work = Work(tx, operator_access(tx))
        page = search_leads(work, text, after, limit)
        ids = [each.lead_id for each in page.leads]
        return page, stored_values(tx, ids, summary_fields(tx))

    with opened(data, database) as (store, _):
        page, values = store.read_snapshot(read)
    leads = [
        {"id": each.lead_id, **values[each.lead_id], "matches": list(each.matches)}
        for each in page.leads
    ]
    if as_json:
        print_json({"leads": leads, "nextAfter": page.next_after, "isComplete": page.is_complete})
        return
    names = ("mktoName", "email", "company")
    rows = [
        (
            each.lead_id,
            *(values[each.lead_id][name] for name in names),
            ", ".join(each.matches),
        )
        for each in page.leads
    ]
    print_table(("id", "name", "email", "company", "found by"), rows)
    if page.next_after is not None:
        echo(f"more: --after {page.next_after}")
    if not page.is_complete:
        echo("leads that were just imported may be missing")
