"""Campaigns: whom they take, what they do, where leads are; on and off."""

from dataclasses import asdict

from leadkeep.console.listing import Column, Row, sorted_listing
from leadkeep.console.page import Action, Model, NotFound, Outcome, Page, reads, writes
from leadkeep.console.pages.records import NAME_FIELDS, name_of, records_of
from leadkeep.console.pages.rules import rules_in_words, steps_in_words
from leadkeep.console.visit import Visit
from leadkeep.domain.assets.engine import AssetFilter, browse_assets, get_asset
from leadkeep.domain.automation.campaigns import (
    CAMPAIGN,
    COUNT_LIMIT,
    Campaign,
    CampaignType,
    Names,
    activate_campaign,
    campaign_progress,
    deactivate_campaign,
    explain_campaign,
    qualification_in_words,
    render_flow,
    stored_rules,
    why_item,
    with_campaign_details,
)
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import read_leads
from leadkeep.domain.search import search_leads
from leadkeep.store import wire_timestamp

READ, WRITE = reads("Assets"), writes("Assets")
LEADS = reads("Lead")
CANDIDATES = 10
CAMPAIGN_LIMIT = 5_000
"""Limit: campaigns of the list."""

COLUMNS = (
    Column("id", "Id", "number"),
    Column("name", "Name"),
    Column("program", "Program"),
    Column("type", "Type", "badge"),
    Column("status", "Status", "badge"),
    Column("updatedAt", "Changed", "moment"),
)


def view(visit: Visit, work: Work) -> Model:
    """Show all campaigns."""
    found = browse_assets(work, CAMPAIGN.rows, AssetFilter(), 0, CAMPAIGN_LIMIT)
    rows = [
        Row(
            [
                each.campaign.id,
                each.campaign.name,
                each.program_name,
                each.campaign.type.value,
                each.status,
                wire_timestamp(each.campaign.updated_at),
            ],
            f"/campaigns/{each.campaign.id}",
        )
        for each in with_campaign_details(work.tx, found)
    ]
    return {"listing": sorted_listing(visit, COLUMNS, rows)}


def campaign(visit: Visit, work: Work) -> Model:
    """Show a campaign: smart list and flow in words, and where leads are."""
    found = _present(visit, work)
    (details,) = with_campaign_details(work.tx, [found])
    names = Names(work, found.program_id, found.folder)
    progress = campaign_progress(work, found.id)
    steps = steps_in_words(work.tx, render_flow(names, found.flow))
    for step, state in zip(steps, progress.steps, strict=True):
        step |= {"now": state.waiting, "week": state.reached}
    return {
        "title": found.name,
        "campaign": {
            "id": found.id,
            "name": found.name,
            "description": found.description,
            "program": details.program_name,
            "programId": found.program_id,
            "workspace": details.workspace_name,
            "type": found.type.value,
            "status": details.status,
            "isActive": found.is_active,
            "isTrigger": found.type is CampaignType.TRIGGER,
            "isExecutable": found.is_executable,
            "qualification": qualification_in_words(found.qualification),
            "stoppedAt": wire_timestamp(found.stopped_at) if found.stopped_at else None,
            "stoppedReason": found.stopped_reason,
            "createdAt": wire_timestamp(found.created_at),
            "updatedAt": wire_timestamp(found.updated_at),
        },
        "rules": rules_in_words(work.tx, stored_rules(found.rules)),
        "steps": steps,
        "countLimit": COUNT_LIMIT,
        "entered": progress.entered,
        "finished": progress.finished,
        "runs": [
            {
                "kind": each.kind,
                "runAt": wire_timestamp(each.run_at),
                "finishedAt": wire_timestamp(each.finished_at) if each.finished_at else None,
                "entered": each.entered,
            }
            for each in progress.runs
        ],
        "failures": [
            {
                "leadId": each.lead_id,
                "at": wire_timestamp(each.happened_at),
                "type": each.name,
                "error": each.error,
                "request": each.request,
                "sent": each.sent and asdict(each.sent),
                "response": each.response,
            }
            for each in progress.failures
        ]
        if visit.may(LEADS)
        else [],
        "mayWrite": visit.may(WRITE),
    }


def _present(visit: Visit, work: Work) -> Campaign:
    found = get_asset(work, CAMPAIGN.rows, visit.numbers["campaign"])
    if found is None:
        raise NotFound
    return found


# -- why -------------------------------------------------------------------------------------------


def why(visit: Visit, work: Work) -> Model:
    """Show whether each rule of the campaign takes a lead now, and what it sees."""
    found = _present(visit, work)
    named = visit.text("lead")
    leads = search_leads(work, named, page_size=CANDIDATES).leads if named else []
    ids = [each.lead_id for each in leads]
    shown = records_of(read_leads(work, ids, NAME_FIELDS)) if ids else []
    candidates = [
        {"id": each["id"], "name": name_of(each), "email": each["email"]} for each in shown
    ]
    exact = [each for each in candidates if named in {str(each["id"]), each["email"]}]
    one = exact[0] if len(exact) == 1 else candidates[0] if len(candidates) == 1 else None
    return {
        "title": f"Why? · {found.name}",
        "campaign": {"id": found.id, "name": found.name},
        "named": named,
        "candidates": candidates,
        "lead": one,
        "why": why_item(explain_campaign(work, found.id, one["id"]), found.name) if one else None,
    }


# -- actions ---------------------------------------------------------------------------------------


def switch_on(visit: Visit, work: Work) -> Outcome:
    """Activate the campaign."""
    found = activate_campaign(work, visit.numbers["campaign"])
    return Outcome(f"/campaigns/{found.id}", f"{found.name} is on.")


def switch_off(visit: Visit, work: Work) -> Outcome:
    """Deactivate the campaign; leads in its flow continue."""
    found = deactivate_campaign(work, visit.numbers["campaign"])
    return Outcome(f"/campaigns/{found.id}", f"{found.name} is off. Leads in its flow continue.")


PAGES = (
    Page(
        "campaigns",
        "/campaigns",
        "Campaigns",
        READ,
        view,
        menu="Campaigns",
        key="c",
        has_listing=True,
    ),
    Page(
        "campaign",
        "/campaigns/{campaign}",
        "Campaign",
        READ,
        campaign,
        {"on": Action(WRITE, switch_on), "off": Action(WRITE, switch_off)},
        area="Campaigns",
    ),
    Page("why", "/campaigns/{campaign}/why", "Why?", READ, why, area="Campaigns", also=LEADS),
)
