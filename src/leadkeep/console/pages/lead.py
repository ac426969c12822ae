"""One lead: fields that are edited in place, what happened, what it belongs to."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from leadkeep.console.page import Action, Model, NotFound, Outcome, Page, reads, writes
from leadkeep.console.pages.records import Record, activity, name_of, records_of
from leadkeep.console.visit import Visit, address
from leadkeep.domain.activities import ActivityType, activity_types, last_activities, winners_of
from leadkeep.domain.assets.engine import full_name
from leadkeep.domain.assets.lists import lists_of_lead, present_list, remove_from_list
from leadkeep.domain.assets.programs import MembershipFilter as ProgramFilter
from leadkeep.domain.assets.programs import find_program, programs_of_lead
from leadkeep.domain.automation.campaigns import (
    campaigns_of_lead,
    coming_for_lead,
    present_campaign,
)
from leadkeep.domain.fields import Field, lead_catalog
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import Action as UpsertAction
from leadkeep.domain.leads import (
    FieldChange,
    MembershipFilter,
    Upsert,
    delete_leads,
    get_lead,
    last_field_changes,
    relations_of,
    tokens_of,
    upsert_leads,
)
from leadkeep.domain.merging import merges_of_lead
from leadkeep.errors import Problem, Refusal
from leadkeep.store import wire_timestamp

READ, WRITE = reads("Lead"), writes("Lead")

MEMBERSHIP_LIMIT = 50
ACTIVITY_PAGE_SIZE = 100
ACTIVITIES_LIMIT = 2_000
"""Limit: activities that are read to find those of some types."""
COOKIES = "cookies"
WEB_TYPES = frozenset({ActivityType.VISIT_WEB_PAGE, ActivityType.CLICK_LINK})
GROUPS = (
    ("Person", ("firstName", "middleName", "lastName", "salutation", "title", "email", "phone")),
    ("Person", ("mobilePhone", "fax", "dateOfBirth", "gender", "website", "department")),
    ("Company", ("company", "site", "mainPhone", "industry", "numberOfEmployees")),
    ("Company", ("annualRevenue", "sicCode", "billingStreet", "billingCity", "billingState")),
    ("Company", ("billingCountry", "billingPostalCode")),
    ("Address", ("address", "city", "state", "country", "postalCode", "timeZone")),
    ("Marketing", ("leadSource", "leadStatus", "leadScore", "rating", "priority", "urgency")),
    ("Marketing", ("unsubscribed", "unsubscribedReason", "doNotCall", "doNotCallReason")),
    ("Marketing", ("emailInvalid", "emailInvalidCause", "marketingSuspended", "blackListed")),
)
ALWAYS = frozenset({"firstName", "lastName", "email", "phone", "title", "company", "leadSource"})
"""Fields that are shown without a value, too, so that one can be given."""
OTHER, CUSTOM, SYSTEM = "Other fields", "Custom fields", "System"


def view(visit: Visit, work: Work) -> Model:
    """Show a lead by id; a merged lead leads to the lead that it became."""
    lead_id = visit.numbers["lead"]
    catalog = lead_catalog(work.tx)
    page = get_lead(work, lead_id, [each.name for each in catalog.visible])
    if not page.rows:
        winner = winners_of(work.tx, [lead_id]).get(lead_id)
        if winner is None or not get_lead(work, winner, ["id"]).rows:
            raise NotFound
        return {"mergedInto": winner, "title": f"Lead {lead_id}"}
    (record,) = records_of(page)
    is_full = visit.text("fields") == "all"
    may_write = visit.may(WRITE)
    tab = visit.text("tab") if visit.text("tab") in _TABS else "timeline"
    return {
        "mergedInto": None,
        "title": name_of(record),
        "id": lead_id,
        "record": record,
        "groups": _groups(
            page.fields,
            record,
            last_field_changes(work, lead_id),
            is_full=is_full,
            may_write=may_write,
        ),
        "coming": _coming(visit, work, lead_id) if tab == "timeline" else [],
        "isFull": is_full,
        "fieldsUrl": visit.url(fields=None if is_full else "all"),
        "mayWrite": may_write,
        "tab": tab,
        "tabs": [
            {"name": name, "label": label, "url": visit.url(tab=name)}
            for name, (label, _) in _TABS.items()
        ],
        "content": _TABS[tab][1](visit, work, lead_id),
    }


def _groups(
    fields: Sequence[Field],
    record: Record,
    changes: Mapping[str, FieldChange],
    *,
    is_full: bool,
    may_write: bool,
) -> list[Record]:
    groups: dict[str, list[Record]] = {}
    places = {name: group for group, names in GROUPS for name in names}
    order = {name: index for index, name in enumerate(places)}
    for each in sorted(fields, key=lambda field: order.get(field.name, len(order))):
        is_system = each.is_read_only or not each.is_settable
        default = SYSTEM if is_system else CUSTOM if each.is_custom else OTHER
        value = record[each.name]
        if not is_full and value in (None, False, "") and each.name not in ALWAYS:
            continue
        groups.setdefault(places.get(each.name, default), []).append(
            {
                "name": each.name,
                "label": each.display_name,
                "type": each.type.name,
                "value": value,
                "mayEdit": may_write and not is_system,
                "changed": _change(changes.get(each.name)),
            }
        )
    names = [*dict.fromkeys(group for group, _ in GROUPS), CUSTOM, OTHER, SYSTEM]
    return [{"name": name, "fields": groups[name]} for name in names if name in groups]


def _change(change: FieldChange | None) -> str | None:
    """Return when and by whom a field was changed last, in words."""
    if change is None:
        return None
    by = change.user or change.source
    return f"{wire_timestamp(change.changed_at)}{f' by {by}' if by else ''}"


def _coming(visit: Visit, work: Work, lead_id: int) -> list[Record]:
    if not visit.may(reads("Assets")):
        return []
    found = coming_for_lead(work, lead_id)
    waits = [
        {
            "what": f"Waits before step {each.step}",
            "name": each.campaign_name,
            "path": f"/campaigns/{each.campaign_id}",
            "at": wire_timestamp(each.until) if each.until else None,
        }
        for each in found.waits
    ]
    runs = [
        {
            "what": "Enters by a run" if each.would_enter else "A run that skips it",
            "name": each.campaign_name,
            "path": f"/campaigns/{each.campaign_id}",
            "at": wire_timestamp(each.run_at),
        }
        for each in found.runs
    ]
    return [*waits, *runs]


# -- tabs ------------------------------------------------------------------------------------------


def _timeline(visit: Visit, work: Work, lead_id: int) -> Model:
    """Return the last activities by day, of all types or of those that are chosen."""
    names = activity_types(work.tx).names
    wanted = {int(each) for each in visit.texts("type") if each.isdigit()}
    hidden = {int(each) for each in visit.texts("without") if each.isdigit()}
    is_filtered = bool(wanted or hidden)
    rows = last_activities(
        work.tx, lead_id, ACTIVITIES_LIMIT if is_filtered else ACTIVITY_PAGE_SIZE
    )
    present = {row[3]: names.get(row[3], str(row[3])) for row in rows}
    kept = [row for row in rows if (not wanted or row[3] in wanted) and row[3] not in hidden][
        :ACTIVITY_PAGE_SIZE
    ]
    days: dict[str, list[Record]] = {}
    for row in kept:
        item = activity(row, names)
        days.setdefault(str(item["date"])[:10], []).append(item)
    return {
        "days": [{"day": day, "activities": found} for day, found in days.items()],
        "types": [
            {
                "id": number,
                "name": name,
                "isChosen": number in wanted,
                "url": _toggled(visit, number, wanted),
            }
            for number, name in sorted(present.items(), key=lambda item: item[1])
        ],
        "all": visit.url(type=None, without=None),
        "isFiltered": is_filtered,
        "isCut": len(rows) >= ACTIVITY_PAGE_SIZE,
    }


def _toggled(visit: Visit, number: int, wanted: set[int]) -> str:
    chosen = sorted(wanted ^ {number})
    query = {name: values for name, values in visit.query.items() if name != "type"}
    return address(visit.path, {**query, "type": chosen} if chosen else query)


def _lists(visit: Visit, work: Work, lead_id: int) -> Model:
    page = lists_of_lead(work, lead_id, MembershipFilter(page_size=MEMBERSHIP_LIMIT))
    items = [
        {
            "id": each.asset_id,
            "name": full_name(work.tx, present_list(work, each.asset_id)),
            "path": f"/lists/{each.asset_id}",
            "since": wire_timestamp(each.created_at),
        }
        for each in page.memberships
    ]
    return {"items": items, "mayWrite": visit.may(WRITE)}


def _programs(visit: Visit, work: Work, lead_id: int) -> Model:
    del visit
    memberships, _ = programs_of_lead(work, lead_id, ProgramFilter(page_size=MEMBERSHIP_LIMIT))
    items = [
        {
            "id": each.program_id,
            "name": program.name,
            "path": f"/programs/{each.program_id}",
            "status": each.status.name,
            "reachedSuccess": each.reached_success,
            "stream": each.stream,
            "since": wire_timestamp(each.membership_date),
        }
        for each in memberships
        if (program := find_program(work, each.program_id))
    ]
    return {"items": items}


def _campaigns(visit: Visit, work: Work, lead_id: int) -> Model:
    del visit
    page = campaigns_of_lead(work, lead_id, MembershipFilter(page_size=MEMBERSHIP_LIMIT))
    items = [
        {
            "id": each.asset_id,
            "name": full_name(work.tx, present_campaign(work, each.asset_id)),
            "path": f"/campaigns/{each.asset_id}",
            "why": address(f"/campaigns/{each.asset_id}/why", {"lead": lead_id}),
            "since": wire_timestamp(each.created_at),
        }
        for each in page.memberships
    ]
    return {"items": items}


def _relations(visit: Visit, work: Work, lead_id: int) -> Model:
    del visit
    found = relations_of(work, lead_id)
    return {
        "company": dict(found.company) if found.company else None,
        "owner": dict(found.owner) if found.owner else None,
        "roles": [dict(each) for each in found.roles],
        "objects": {
            name: [dict(each) for each in records] for name, records in found.custom_objects.items()
        },
    }


def _pages(visit: Visit, work: Work, lead_id: int) -> Model:
    """Return the cookies of a lead, and what it did on web pages."""
    del visit
    (record,) = records_of(get_lead(work, lead_id, [COOKIES]))
    names = activity_types(work.tx).names
    rows = last_activities(work.tx, lead_id, ACTIVITIES_LIMIT)
    seen = [activity(row, names) for row in rows if row[3] in WEB_TYPES][:ACTIVITY_PAGE_SIZE]
    return {"cookies": tokens_of(record[COOKIES]), "items": seen}


def _merges(visit: Visit, work: Work, lead_id: int) -> Model:
    del visit
    return {
        "items": [
            {
                "at": wire_timestamp(each.merged_at),
                "losers": [
                    {"id": loser.get("id"), "name": name_of(loser), "email": loser.get("email")}
                    for loser in each.losers
                ],
                "taken": sorted(each.taken),
            }
            for each in merges_of_lead(work, lead_id)
        ]
    }


_Load = Callable[[Visit, Work, int], Model]
_TABS: dict[str, tuple[str, _Load]] = {
    "timeline": ("Timeline", _timeline),
    "lists": ("Lists", _lists),
    "programs": ("Programs", _programs),
    "campaigns": ("Campaigns", _campaigns),
    "relations": ("Company and records", _relations),
    "pages": ("Cookies and pages", _pages),
    "merges": ("Merged leads", _merges),
}


# -- actions ---------------------------------------------------------------------------------------


def edit(visit: Visit, work: Work) -> Outcome:
    """Set one field, as Sync Leads does by id."""
    lead_id, name = visit.numbers["lead"], visit.sent("field")
    field = lead_catalog(work.tx).named(name)
    value: Any = visit.sent("value")
    if field.type.name == "boolean":
        value = value == "true"
    record = {"id": lead_id, field.name: value if value != "" else None}
    (outcome,) = upsert_leads(work, Upsert([record], UpsertAction.UPDATE_ONLY, "id"))
    _raise(outcome.problem)
    return Outcome(visit.here, f"{field.display_name} is changed.")


def take_from_list(visit: Visit, work: Work) -> Outcome:
    """Remove the lead from a static list."""
    (list_id,) = visit.sent_numbers("list") or (0,)
    (outcome,) = remove_from_list(work, list_id, [visit.numbers["lead"]])
    _raise(outcome.problem)
    name = present_list(work, list_id).name
    return Outcome(visit.here, f"The lead is no longer on {name}.")


def delete(visit: Visit, work: Work) -> Outcome:
    """Delete the lead."""
    lead_id = visit.numbers["lead"]
    (outcome,) = delete_leads(work, [lead_id])
    _raise(outcome.problem)
    return Outcome("/leads", f"Lead {lead_id} is deleted.")


def _raise(problem: Problem | None) -> None:
    if problem is not None:
        raise Refusal(problem.reason, *problem.values)


PAGES = (
    Page(
        "lead",
        "/leads/{lead}",
        "Lead",
        READ,
        view,
        {
            "edit": Action(WRITE, edit),
            "unlist": Action(WRITE, take_from_list),
            "delete": Action(WRITE, delete),
        },
        area="Leads",
    ),
)
