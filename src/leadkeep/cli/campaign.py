"""``leadkeep campaign``: the smart campaigns and their state."""

import typer

from leadkeep.cli.options import AsJson, Data, Database, opened
from leadkeep.cli.output import print_listing
from leadkeep.domain.automation.campaigns import all_campaigns, with_campaign_details
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
