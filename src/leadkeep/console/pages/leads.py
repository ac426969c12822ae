"""Leads: search, lists and smart lists, columns, actions on several leads."""

from collections.abc import Sequence
from typing import Any

from leadkeep.bulk import ActionKind, LeadAction, LeadSet, act_on_leads, preview_action
from leadkeep.console.listing import AFTER, PAGE_SIZE, Column, Row, listing
from leadkeep.console.page import Action, Model, NotFound, Outcome, Page, reads, writes
from leadkeep.console.pages.records import ID, NAME_FIELDS, Record, name_of, records_of
from leadkeep.console.pages.smart_lists import leads_of_rules, present_smart_list
from leadkeep.console.visit import Visit, address, as_number
from leadkeep.domain.assets.engine import AssetFilter, browse_assets
from leadkeep.domain.assets.lists import list_members, lists_after, present_list
from leadkeep.domain.assets.programs import (
    ProgramQuery,
    get_program,
    list_programs,
    member_status,
)
from leadkeep.domain.automation.smart_lists import SMART_LIST, SmartList
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import (
    leads_after,
    read_leads,
)
from leadkeep.domain.search import search_leads
from leadkeep.errors import Reason, Refusal

FIRST_COLUMNS = ("email", "company", "leadSource", "updatedAt")
COLUMN_LIMIT = 12
ASSET_LIMIT = 300
CHIP_LIMIT = 12
"""Limit: lists, and smart lists, that are one click away."""
PREVIEW_LIMIT = 300
"""Limit: chosen leads that are shown before they are changed."""
LARGEST_PAGE = 1_000

READ, WRITE = reads("Lead"), writes("Lead")


# -- the page --------------------------------------------------------------------------------------


def view(visit: Visit, work: Work) -> Model:
    """Show the leads that a text finds, those of a list or a smart list, or all by id."""
    catalog = lead_catalog(work.tx)
    wanted = [each for each in visit.texts("column") if catalog.find(each)][:COLUMN_LIMIT]
    columns = [catalog.named(each) for each in wanted or FIRST_COLUMNS]
    text, list_id = visit.text("q"), visit.number("list")
    smart_list = _smart_list(visit, work)
    size = min(visit.number("size", PAGE_SIZE), LARGEST_PAGE)
    names = [ID, *NAME_FIELDS, *(each.name for each in columns)]
    records, matches, after = _records(visit, work, text, list_id, smart_list, names, size)
    rows = [
        Row(
            [each["id"], name_of(each), *(each[column.name] for column in columns)],
            f"/leads/{each['id']}",
            each["id"],
            {"matches": matches.get(each["id"], [])},
        )
        for each in records
    ]
    heads = [Column("id", "Id", "number"), Column("name", "Name")]
    heads += [Column(each.name, each.display_name, _kind(each.type.name)) for each in columns]
    chosen = visit.sent_numbers("lead")
    return {
        "text": text,
        "list": _list(work, list_id),
        "lists": _lists(visit, work),
        "smartList": {"id": smart_list.id, "name": smart_list.name} if smart_list else None,
        "smartLists": _smart_lists(visit, work),
        "programs": _programs(visit, work),
        "columns": [each.name for each in columns],
        "fields": [{"name": each.name, "label": each.display_name} for each in catalog.visible],
        "listing": listing(visit, heads, rows, after),
        "chosen": chosen,
        "mayWrite": visit.may(WRITE),
        "clear": address("/leads", {"column": wanted} if wanted else {}),
    }


def _records(
    visit: Visit,
    work: Work,
    text: str,
    list_id: int,
    smart_list: SmartList | None,
    names: Sequence[str],
    size: int,
) -> tuple[list[Record], dict[int, list[str]], object]:
    """Return the leads of a page, what they were found by, and the key of the next page."""
    if text:
        page = search_leads(work, text, visit.text(AFTER) or None, size)
        order = [each.lead_id for each in page.leads]
        matches = {each.lead_id: [match.value for match in each.matches] for each in page.leads}
        by_id = {each["id"]: each for each in records_of(read_leads(work, order, names))}
        return [by_id[each] for each in order if each in by_id], matches, page.next_after
    after = visit.number(AFTER)
    if list_id:
        members = list_members(work, list_id, names, after, size)
        return records_of(members), {}, members.next_after
    if smart_list is not None:
        matching = leads_of_rules(work, smart_list.rules, after, size)
        found = records_of(read_leads(work, matching.lead_ids, names))
        return found, {}, matching.next_after
    ids = leads_after(work, after, size + 1)
    found = records_of(read_leads(work, ids[:size], names))
    return found, {}, ids[size - 1] if len(ids) > size else None


def _kind(type_name: str) -> str:
    if type_name in {"datetime", "date"}:
        return "moment"
    return "number" if type_name in {"integer", "score", "float", "currency", "percent"} else "text"


def _list(work: Work, list_id: int) -> Record | None:
    return {"id": list_id, "name": present_list(work, list_id).name} if list_id else None


def _lists(visit: Visit, work: Work) -> list[Record]:
    if not visit.may(reads("Assets") | READ):
        return []
    page = lists_after(work, AssetFilter(), 0, ASSET_LIMIT)
    return [{"id": each.id, "name": _named(each, page.program_names)} for each in page.lists]


def _smart_list(visit: Visit, work: Work) -> SmartList | None:
    """Return the smart list that the address names, of users who may see smart lists."""
    number = visit.number("smartList")
    if not number:
        return None
    if not visit.may(reads("Assets")):
        raise NotFound
    return present_smart_list(work, number)


def _smart_lists(visit: Visit, work: Work) -> list[Record]:
    if not visit.may(reads("Assets")):
        return []
    found = browse_assets(work, SMART_LIST.rows, AssetFilter(), 0, CHIP_LIMIT)
    return [{"id": each.id, "name": each.name} for each in found]


def _named(asset: Any, programs: dict[int, str]) -> str:  # noqa: ANN401 -- any asset
    program = programs.get(asset.program_id or 0)
    return asset.name if program is None else f"{program}.{asset.name}"


def _programs(visit: Visit, work: Work) -> list[Record]:
    if not visit.may(WRITE):
        return []
    return [
        {
            "id": each.id,
            "name": each.name,
            "statuses": [status.name for status in each.channel.statuses],
        }
        for each in list_programs(work, ProgramQuery(limit=ASSET_LIMIT))
    ]


# -- actions on several leads ----------------------------------------------------------------------


def _chosen(visit: Visit) -> list[int]:
    chosen = visit.sent_numbers("lead")
    if not chosen:
        raise Refusal(Reason.NOT_SPECIFIED, "Leads")
    return chosen


def _act(visit: Visit, work: Work, action: LeadAction) -> str:
    """Do an action to the chosen leads; return in words what became of them."""
    result = act_on_leads(work, action, LeadSet(_chosen(visit)))
    if result.is_queued:
        return "Jobs change these leads now"
    skipped = result.outcomes.get("skipped", 0)
    good = sum(result.outcomes.values()) - skipped
    text = f"{good} {'lead' if good == 1 else 'leads'} {_DONE[action.kind]}"
    return f"{text}, {skipped} skipped" if skipped else text


_DONE = {
    ActionKind.ADD_TO_LIST: "added",
    ActionKind.SET_STATUS: "changed",
    ActionKind.DELETE: "deleted",
}


def add_to_a_list(visit: Visit, work: Work) -> Outcome:
    """Add the chosen leads to a static list."""
    (list_id,) = visit.sent_numbers("list") or (0,)
    text = _act(visit, work, LeadAction(ActionKind.ADD_TO_LIST, list_id))
    return Outcome(visit.here, f"{text}: {present_list(work, list_id).name}.")


def set_status(visit: Visit, work: Work) -> Outcome:
    """Set the status of the chosen leads in a program."""
    (program_id,) = visit.sent_numbers("program") or (0,)
    program = get_program(work, program_id)
    status = member_status(program, visit.sent("status") or None)
    text = _act(visit, work, LeadAction(ActionKind.SET_STATUS, program_id, status.name))
    return Outcome(visit.here, f"{text}: {status.name} in {program.name}.")


def delete(visit: Visit, work: Work) -> Outcome:
    """Delete the chosen leads, after they were shown once more."""
    return Outcome(visit.here, f"{_act(visit, work, LeadAction(ActionKind.DELETE))}.")


# -- the preview -----------------------------------------------------------------------------------


def preview(visit: Visit, work: Work) -> Model:
    """Show the chosen leads and what can be done with them."""
    chosen = [as_number(each) for each in visit.texts("lead")] or visit.sent_numbers("lead")
    count = preview_action(work, LeadAction(ActionKind.DELETE), LeadSet(chosen)).count
    chosen = chosen[:PREVIEW_LIMIT]
    found = (
        records_of(read_leads(work, chosen, [ID, *NAME_FIELDS, *FIRST_COLUMNS])) if chosen else []
    )
    heads = [Column("id", "Id", "number"), Column("name", "Name"), Column("email", "Email")]
    heads += [Column("company", "Company")]
    rows = [
        Row([each["id"], name_of(each), each["email"], each["company"]], f"/leads/{each['id']}")
        for each in found
    ]
    return {
        "count": count,
        "chosen": [each["id"] for each in found],
        "listing": listing(visit, heads, rows),
        "lists": _lists(visit, work),
        "programs": _programs(visit, work),
        "merge": address("/duplicates/merge", {"lead": [each["id"] for each in found]}),
    }


ACTIONS = {
    "list": Action(WRITE, add_to_a_list),
    "status": Action(WRITE, set_status),
    "delete": Action(WRITE, delete),
}

PAGES = (
    Page("leads", "/leads", "Leads", READ, view, menu="Leads", key="l", has_listing=True),
    Page("chosen", "/leads/chosen", "Chosen leads", WRITE, preview, ACTIONS, area="Leads"),
)
