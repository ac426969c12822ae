"""``leadkeep campaign``: the smart campaigns and their state."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from leadkeep.cli.options import AsJson, Data, Database, opened
from leadkeep.cli.output import print_json, print_listing, print_table
from leadkeep.domain.automation.campaigns import (
    CampaignProgress,
    all_campaigns,
    campaign_progress,
    with_campaign_details,
)
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.store import wire_timestamp

app = typer.Typer(no_args_is_help=True, help="Smart campaigns.")

COLUMNS = {
    "id": "id",
    "name": "name",
    "program": "program",
    "type": "type",
    "status": "status",
    "stoppedAt": "stopped",
    "stoppedReason": "because it",
}


@app.command("list")
def list_all(data: Data = None, database: Database = None, *, as_json: AsJson = False) -> None:
    """List the campaigns; for a stopped campaign, also when and why it was stopped."""
    with opened(data, database) as (store, _):
        found = store.read_now(lambda tx: with_campaign_details(tx, all_campaigns(tx)))
    items = [
        {
            "id": each.campaign.id,
            "name": each.campaign.name,
            "program": each.program_name,
            "type": each.campaign.type.value,
            "status": each.status,
            "stoppedAt": wire_timestamp(each.campaign.stopped_at),
            "stoppedReason": each.campaign.stopped_reason,
        }
        for each in found
    ]
    print_listing(COLUMNS, items, as_json=as_json)


@app.command("show")
def show(
    campaign: Annotated[int, typer.Argument(help="The campaign's id.", show_default=False)],
    data: Data = None,
    database: Database = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show a campaign's steps with the leads at them, its runs and failed deliveries."""
    with opened(data, database) as (store, _):
        found = store.read_snapshot(
            lambda tx: campaign_progress(Work(tx, operator_access(tx)), campaign)
        )
    item = _progress_item(found)
    if as_json:
        print_json(item)
        return
    steps = [
        ("step", f"{e['number']}. {e['step']}", e["waiting"], e["reached"]) for e in item["steps"]
    ]
    runs = [("run", each["runAt"], None, each["entered"]) for each in item["runs"]]
    failures = [
        (
            "failed",
            f"{each['at']} {each['name']} of lead {each['leadId']}: {each['error']}",
            None,
            None,
        )
        for each in item["failures"]
    ]
    print_table(("what", "which", "waiting", "in 7 days"), [*steps, *runs, *failures])


def _progress_item(found: CampaignProgress) -> dict[str, Any]:
    return {
        "steps": [
            {
                "number": each.number,
                "step": each.title,
                "arguments": each.arguments,
                "choices": [{"if": words, "arguments": own} for words, own in each.choices],
                "waiting": each.waiting,
                "reached": each.reached,
            }
            for each in found.steps
        ],
        "entered": found.entered,
        "finished": found.finished,
        "left": found.left,
        "runs": [
            {
                "kind": each.kind,
                "runAt": wire_timestamp(each.run_at),
                "entered": each.entered,
                "finishedAt": wire_timestamp(each.finished_at),
            }
            for each in found.runs
        ],
        "failures": [
            {
                "leadId": each.lead_id,
                "at": wire_timestamp(each.happened_at),
                "name": each.name,
                "error": each.error,
                "response": each.response,
                "request": each.request,
                "sent": each.sent and asdict(each.sent),
            }
            for each in found.failures
        ],
    }
