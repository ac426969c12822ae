"""``leadkeep lead``: one lead, and what it is linked to."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from leadkeep.cli.options import AsJson, Data, Database, opened
from leadkeep.cli.output import print_json, print_table
from leadkeep.domain.activities import activity_types, last_activities, winners_of
from leadkeep.domain.assets.engine import full_name
from leadkeep.domain.assets.lists import lists_of_lead, present_list
from leadkeep.domain.assets.programs import MembershipFilter as ProgramFilter
from leadkeep.domain.assets.programs import find_program, programs_of_lead
from leadkeep.domain.automation.campaigns import (
    campaigns_of_lead,
    coming_for_lead,
    present_campaign,
)
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.leads import (
    LeadFilter,
    MembershipFilter,
    find_leads,
    get_lead,
    relations_of,
)
from leadkeep.store import wire_timestamp

SUMMARY_FIELDS = ("mktoName", "email", "company", "createdAt", "updatedAt")
NEWEST_LIMIT = 20
"""Limit: lists, programs, campaigns and activities that are shown, the newest of each."""
NAMESAKE_LIMIT = 300

NamedLead = Annotated[
    str, typer.Argument(metavar="ID|EMAIL", help="The lead's id or email.", show_default=False)
]

Item = dict[str, Any]


def lead(
    lead: NamedLead,
    data: Data = None,
    database: Database = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show a lead: company, records, memberships, last activities.

    At most 20 lists, programs, campaigns and activities are shown, the newest of each.
    """
    with opened(data, database) as (store, _):
        item = store.read_snapshot(lambda tx: _item(Work(tx, operator_access(tx)), lead.strip()))
    if as_json:
        print_json(item)
    else:
        print_table(("what", "field", "value"), list(_rows(item)))


def lead_id_named(work: Work, named: str) -> int:
    """Return the id of the lead that is named by its id or its email.

    Raises:
        LookupError: there is no such lead, or there are several.
    """
    if named.isascii() and named.isdigit():
        lead_id = int(named[:18])
        if get_lead(work, lead_id, ["id"]).rows:
            return lead_id
        winner = winners_of(work.tx, [lead_id]).get(lead_id)
        if winner is not None:
            raise LookupError(f"lead {lead_id} was merged into lead {winner}")
        raise LookupError(f"there is no lead with the id {named}")
    found = find_leads(work, LeadFilter("email", [named], ["id"], page_size=NAMESAKE_LIMIT)).rows
    if not found:
        raise LookupError(f"there is no lead with the email {named}")
    if len(found) > 1:
        ids = ", ".join(str(row[0]) for row in found)
        raise LookupError(f"several leads have the email {named}: name one by its id, of {ids}")
    return int(found[0][0])


def _item(work: Work, named: str) -> Item:
    lead_id = lead_id_named(work, named)
    page = get_lead(work, lead_id, SUMMARY_FIELDS)
    own = {
        field.name: field.type.selected_wire(value)
        for field, value in zip(page.fields, page.rows[0], strict=True)
    }
    relations = relations_of(work, lead_id)
    own_company = {"company": own["company"]} if own["company"] else None
    return {
        "leadId": lead_id,
        "lead": own,
        "company": relations.company or own_company,
        "owner": relations.owner,
        "opportunityRoles": relations.roles,
        "customObjects": relations.custom_objects,
        "lists": _lists(work, lead_id),
        "programs": _programs(work, lead_id),
        "campaigns": _campaigns(work, lead_id),
        "coming": _coming(work, lead_id),
        "activities": _activities(work, lead_id),
    }


def _lists(work: Work, lead_id: int) -> list[Item]:
    page = lists_of_lead(work, lead_id, MembershipFilter(page_size=NEWEST_LIMIT))
    return [
        {
            "id": each.asset_id,
            "name": full_name(work.tx, present_list(work, each.asset_id)),
            "since": wire_timestamp(each.created_at),
        }
        for each in page.memberships
    ]


def _programs(work: Work, lead_id: int) -> list[Item]:
    memberships, _ = programs_of_lead(work, lead_id, ProgramFilter(page_size=NEWEST_LIMIT))
    return [
        {
            "id": each.program_id,
            "name": program.name,
            "status": each.status.name,
            "reachedSuccess": each.reached_success,
            "since": wire_timestamp(each.membership_date),
        }
        for each in memberships
        if (program := find_program(work, each.program_id))
    ]


def _campaigns(work: Work, lead_id: int) -> list[Item]:
    page = campaigns_of_lead(work, lead_id, MembershipFilter(page_size=NEWEST_LIMIT))
    return [
        {
            "id": each.asset_id,
            "name": full_name(work.tx, present_campaign(work, each.asset_id)),
            "since": wire_timestamp(each.created_at),
        }
        for each in page.memberships
    ]


def _coming(work: Work, lead_id: int) -> list[Item]:
    """Return waits in flows, and runs that would take the lead."""
    found = coming_for_lead(work, lead_id)
    waits = [
        {
            "campaign": each.campaign_name,
            "what": f"before step {each.step}" + (f", {each.title}" if each.title else ""),
            "at": wire_timestamp(each.until),
        }
        for each in found.waits
    ]
    runs = [
        {"campaign": each.campaign_name, "what": "runs", "at": wire_timestamp(each.run_at)}
        for each in found.runs
        if each.would_enter
    ]
    return waits + runs


def _activities(work: Work, lead_id: int) -> list[Item]:
    names = activity_types(work.tx).names
    return [
        {"id": row[0], "date": row[2], "type": names.get(row[3], row[3]), "value": row[6]}
        for row in last_activities(work.tx, lead_id, NEWEST_LIMIT)
    ]


def _rows(item: Item) -> Iterator[tuple[str, str, object]]:
    """Yield a row of object, field and value for each value that is not empty or false."""
    records = [("lead", item["lead"]), ("company", item["company"]), ("owner", item["owner"])]
    records += [("role", each) for each in item["opportunityRoles"]]
    records += [(name, each) for name, found in item["customObjects"].items() for each in found]
    for what, record in records:
        for field, value in (record or {}).items():
            if value is not None and value is not False:
                yield what, field, value
    for each in item["lists"]:
        yield "list", each["name"], f"since {each['since']}"
    for each in item["programs"]:
        yield "program", each["name"], f"{each['status']}, since {each['since']}"
    for each in item["campaigns"]:
        yield "campaign", each["name"], f"since {each['since']}"
    for each in item["coming"]:
        when = each["at"] or "now"
        yield "coming", when, f"{each['campaign']}: {each['what']}"
    for each in item["activities"]:
        yield "activity", each["date"], ": ".join(filter(None, (each["type"], each["value"])))
