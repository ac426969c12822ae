"""``leadkeep why``: why a campaign takes a lead, or does not."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from leadkeep.cli.lead import NamedLead, lead_id_named
from leadkeep.cli.options import AsJson, Data, Database, opened
from leadkeep.cli.output import print_json, print_table
from leadkeep.domain.assets.engine import full_name
from leadkeep.domain.automation.campaigns import all_campaigns, explain_campaign, why_item
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.store import Transaction

Item = dict[str, Any]


def why(
    campaign: Annotated[
        str,
        typer.Argument(
            metavar="CAMPAIGN",
            help="The campaign's id or name; Program.Campaign if it is in a program.",
            show_default=False,
        ),
    ],
    lead: NamedLead,
    data: Data = None,
    database: Database = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Tell why a campaign takes a lead, or does not.

    Each trigger, filter, qualification rule and choice of the flow says whether the lead meets it
    now, and what it sees.
    """

    def read(tx: Transaction) -> Item:
        work = Work(tx, operator_access(tx))
        lead_id = lead_id_named(work, lead.strip())
        found = explain_campaign(work, _campaign_id(tx, campaign.strip()), lead_id)
        return why_item(found, full_name(tx, found.campaign))

    with opened(data, database) as (store, _):
        item = store.read_snapshot(read)
    if as_json:
        print_json(item)
    else:
        print_table(("rule", "is", "met", "sees", "since"), list(_rows(item)))


def _campaign_id(tx: Transaction, named: str) -> int:
    """Return the id of the campaign that is named by its id or its name.

    Raises:
        LookupError: there is no such campaign, or there are several.
    """
    if named.isascii() and named.isdigit():
        return int(named[:18])
    names = {each.id: (each.name, full_name(tx, each)) for each in all_campaigns(tx)}
    wanted = named.casefold()
    found = [key for key, own in names.items() if wanted in {each.casefold() for each in own}]
    if not found:
        raise LookupError(f"there is no campaign with the name {named}")
    if len(found) > 1:
        ids = ", ".join(map(str, sorted(found)))
        raise LookupError(f"several campaigns have the name {named}: name one by its id, of {ids}")
    return found[0]


def _rows(item: Item) -> Iterator[tuple[object, ...]]:
    yield "campaign", item["campaign"], item["mayEnter"] or "no", "; ".join(item["reasons"]), None
    for each in item["triggers"]:
        yield "trigger", each["rule"], each["isMet"] or "no", None, each["lastMetAt"]
        for one in each["constraints"]:
            yield "", f"  {one['rule']}", one["isMet"] or "no", one["value"], each["lastActivityAt"]
    for number, each in enumerate(item["filters"], 1):
        yield f"filter {number}", each["rule"], each["isMet"] or "no", each["value"], each["since"]
    own = item["qualification"]
    yield "qualification", own["rule"], own["isMet"] or "no", None, own["enteredAt"]
    for each in item["steps"]:
        mark = "next" if each["isNext"] else ""
        title = f"{each['step']}: nothing" if each["doesNothing"] else each["step"]
        yield f"step {each['number']}", title, "", mark, None
        for one in each["choices"]:
            met = "chosen" if one["isChosen"] else one["isMet"] or "no"
            yield "", f"  if {one['rule']}", met, one["value"], one["since"]
