"""Emails: what campaigns send, in which steps of their flows, with all its parts."""

from leadkeep.console.listing import Column, Row, sorted_listing
from leadkeep.console.page import Model, NotFound, Page, reads
from leadkeep.console.pages.records import Record
from leadkeep.console.visit import Visit
from leadkeep.domain.assets.engine import AssetFilter, browse_assets, get_asset
from leadkeep.domain.automation.campaigns import CAMPAIGN, NamedStep, named_steps
from leadkeep.domain.instance.access import Work

READ = reads("Assets")
SEND_EMAIL = "sendEmail"
CAMPAIGN_LIMIT = 5_000
"""Limit: campaigns whose flows are read."""

COLUMNS = (
    Column("name", "Name"),
    Column("subject", "Subject"),
    Column("from", "From"),
    Column("campaign", "Campaign"),
    Column("step", "Step", "number"),
    Column("choice", "Choice", "number"),
)
_PARTS = ("subject", "fromName", "fromAddress", "replyTo", "text", "html")


def all_emails(work: Work) -> list[NamedStep]:
    """Return the emails that campaigns within scope send, one for each choice of a step."""
    campaigns = browse_assets(work, CAMPAIGN.rows, AssetFilter(), 0, CAMPAIGN_LIMIT)
    return list(named_steps(work.tx, campaigns, SEND_EMAIL))


def email_path(one: NamedStep) -> str:
    """Return the address of the page of an email, below the console."""
    return f"/campaigns/{one.campaign.id}/emails/{one.step}"


def view(visit: Visit, work: Work) -> Model:
    """Show all emails."""
    rows = [
        Row(
            [
                each.full_name,
                each.arguments.get("subject"),
                each.arguments.get("fromAddress"),
                each.campaign.name,
                each.step,
                each.choice or None,
            ],
            email_path(each),
        )
        for each in all_emails(work)
    ]
    return {"listing": sorted_listing(visit, COLUMNS, rows)}


def email(visit: Visit, work: Work) -> Model:
    """Show an email: its parts, for each choice of the step that sends it, and where it is used."""
    campaign = get_asset(work, CAMPAIGN.rows, visit.numbers["campaign"])
    if campaign is None:
        raise NotFound
    number = visit.numbers["step"]
    own = [e for e in named_steps(work.tx, [campaign], SEND_EMAIL) if e.step == number]
    if not own:
        raise NotFound
    names = {each.full_name for each in own}
    return {
        "title": own[0].full_name,
        "variants": [_variant(each) for each in own],
        "uses": [_use(each) for each in all_emails(work) if each.full_name in names],
    }


def _variant(one: NamedStep) -> Record:
    parts = {name: one.arguments.get(name) for name in _PARTS}
    return {"name": one.full_name, "choice": one.choice or None, **parts}


def _use(one: NamedStep) -> Record:
    return {
        "campaign": one.campaign.name,
        "campaignId": one.campaign.id,
        "step": one.step,
        "choice": one.choice or None,
        "path": email_path(one),
    }


PAGES = (
    Page("emails", "/emails", "Emails", READ, view, area="Programs", has_listing=True),
    Page("email", "/campaigns/{campaign}/emails/{step}", "Email", READ, email, area="Programs"),
)
