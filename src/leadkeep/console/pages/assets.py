"""Programs, lists and forms: the folder tree, and one page for each kind."""

from collections.abc import Sequence
from typing import Any

from leadkeep.console.listing import AFTER, PAGE_SIZE, Column, Row, listing, sorted_listing
from leadkeep.console.page import Model, NotFound, Page, reads
from leadkeep.console.pages.emails import all_emails, email_path
from leadkeep.console.pages.records import NAME_FIELDS, Record, about_asset, name_of, records_of
from leadkeep.console.visit import Visit
from leadkeep.domain.assets.engine import AssetFilter, AssetTable, browse_assets, get_asset
from leadkeep.domain.assets.folders import Folder, FolderRef, list_folders
from leadkeep.domain.assets.lists import STATIC_LIST, list_members, present_list
from leadkeep.domain.assets.programs import (
    find_program,
    leads_in_program,
    program_funnel,
    with_details,
)
from leadkeep.domain.automation.campaigns import CAMPAIGN
from leadkeep.domain.automation.smart_lists import SMART_LIST
from leadkeep.domain.capture.forms import FORM
from leadkeep.domain.instance.access import Work
from leadkeep.store import wire_timestamp

READ = reads("Assets")
LEADS = reads("Lead")
DEEPEST = 12
ASSET_LIMIT = 2_000
"""Limit: assets of each kind in the tree."""

KINDS: tuple[tuple[str, str, AssetTable[Any]], ...] = (
    ("lists", "static list", STATIC_LIST.rows),
    ("smart-lists", "smart list", SMART_LIST.rows),
    ("campaigns", "campaign", CAMPAIGN.rows),
    ("forms", "form", FORM.rows),
)

MEMBERS = (Column("id", "Id", "number"), Column("name", "Name"), Column("email", "Email"))


# -- the tree --------------------------------------------------------------------------------------


def tree(visit: Visit, work: Work) -> Model:
    """Show all folders with what is in them."""
    del visit
    folders = list_folders(work, None, DEEPEST)
    inside: dict[FolderRef, list[Record]] = {}
    for path, kind, rows in KINDS:
        for each in browse_assets(work, rows, AssetFilter(), 0, ASSET_LIMIT):
            item = {"path": f"/{path}/{each.id}", "kind": kind, "name": each.name, "id": each.id}
            inside.setdefault(each.folder, []).append(item)
    for step in all_emails(work):
        item = {"path": email_path(step), "kind": "email", "name": step.name, "id": None}
        shown = inside.setdefault(step.campaign.folder, [])
        shown += [] if item in shown else [item]
    below: dict[FolderRef, list[Folder]] = {}
    for folder in folders:
        if folder.parent is not None:
            below.setdefault(folder.parent, []).append(folder)

    def node(folder: Folder) -> Record:
        return {
            "name": folder.name,
            "kind": "program" if folder.is_program else "folder",
            "path": f"/programs/{folder.ref.id}" if folder.is_program else None,
            "id": folder.ref.id,
            "folders": [node(each) for each in below.get(folder.ref, ())],
            "assets": sorted(
                inside.get(folder.ref, ()), key=lambda asset: asset["name"].casefold()
            ),
        }

    return {"tree": [node(each) for each in folders if each.parent is None]}


# -- programs --------------------------------------------------------------------------------------


def program(visit: Visit, work: Work) -> Model:
    """Show a program: its members by status, tags, costs, and the members."""
    found = find_program(work, visit.numbers["program"])
    if found is None:
        raise NotFound
    (details,) = with_details(work.tx, [found])
    members: Model | None = None
    steps: list[tuple[str, int, bool]] = []
    if visit.may(LEADS):
        steps = [
            (each.status.name, each.members, each.status.is_success)
            for each in program_funnel(work, found.id)
        ]
        size = visit.number("size", PAGE_SIZE)
        page = leads_in_program(work, found.id, NAME_FIELDS, visit.number(AFTER), size)
        heads = [*MEMBERS, Column("status", "Status", "badge"), Column("since", "Since", "moment")]
        rows = [
            Row(
                [
                    each["id"],
                    name_of(each),
                    each["email"],
                    page.memberships[each["id"]].status.name,
                    wire_timestamp(page.memberships[each["id"]].membership_date),
                ],
                f"/leads/{each['id']}",
            )
            for each in records_of(page.leads)
        ]
        members = listing(visit, heads, rows, page.next_after)
    return {
        "title": found.name,
        "program": {
            "id": found.id,
            "name": found.name,
            "description": found.description,
            "type": found.type.value,
            "channel": found.channel.name,
            "status": found.status,
            "folder": details.folder_name,
            "workspace": details.workspace_name,
            "createdAt": wire_timestamp(found.created_at),
            "updatedAt": wire_timestamp(found.updated_at),
        },
        "tags": [{"type": each.type, "value": each.value} for each in details.tags],
        "costs": [
            {"startDate": each.start_date.isoformat(), "cost": each.cost, "note": each.note}
            for each in details.costs
        ],
        "streams": [each.name for each in details.streams],
        "statuses": [
            {"name": each.name, "step": each.step, "isSuccess": each.is_success}
            for each in found.channel.statuses
        ],
        "funnel_rows": steps,
        "listing": members,
    }


# -- lists -----------------------------------------------------------------------------------------


def static_list(visit: Visit, work: Work) -> Model:
    """Show a static list and its leads."""
    found = get_asset(work, STATIC_LIST.rows, visit.numbers["list"])
    if found is None:
        raise NotFound
    shown = None
    if visit.may(LEADS):
        size = visit.number("size", PAGE_SIZE)
        page = list_members(work, found.id, NAME_FIELDS, visit.number(AFTER), size)
        shown = listing(visit, MEMBERS, _member_rows(records_of(page)), page.next_after)
    return {
        "title": present_list(work, found.id).name,
        "about": about_asset(work, found),
        "listing": shown,
    }


def _member_rows(records: Sequence[Record]) -> list[Row]:
    return [
        Row([each["id"], name_of(each), each["email"]], f"/leads/{each['id']}", each["id"])
        for each in records
    ]


# -- forms -----------------------------------------------------------------------------------------


def form(visit: Visit, work: Work) -> Model:
    """Show a form and its fields."""
    found = get_asset(work, FORM.rows, visit.numbers["form"])
    if found is None:
        raise NotFound
    heads = [
        Column("name", "Field"),
        Column("label", "Label"),
        Column("required", "Required"),
        Column("hint", "Hint"),
    ]
    rows = [Row([each.name, each.label, each.is_required, each.hint]) for each in found.fields]
    return {
        "title": found.name,
        "about": about_asset(work, found) | {"status": found.status.value},
        "listing": sorted_listing(visit, heads, rows),
    }


PAGES = (
    Page("assets", "/assets", "Programs and lists", READ, tree, menu="Programs", key="p"),
    Page(
        "program",
        "/programs/{program}",
        "Program",
        READ,
        program,
        area="Programs",
        has_listing=True,
        listing_needs=LEADS,
    ),
    Page(
        "static_list",
        "/lists/{list}",
        "Static list",
        READ,
        static_list,
        area="Programs",
        has_listing=True,
        listing_needs=LEADS,
    ),
    Page("form", "/forms/{form}", "Form", READ, form, area="Programs", has_listing=True),
)
