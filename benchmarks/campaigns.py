"""Smart campaigns: from a push into a campaign, and a batch campaign of three steps."""

import asyncio
import json
import time
from contextlib import closing
from datetime import datetime
from statistics import median, quantiles

from pydantic import SecretStr
from sqlalchemy import select

from benchmarks import people, servers
from benchmarks.client import Load, drive
from benchmarks.figures import Row, Run
from benchmarks.lists import post
from benchmarks.people import calls
from benchmarks.writes import send
from leadkeep.assembly import assemble_worker, open_prepared_store
from leadkeep.blueprint import apply_blueprint
from leadkeep.blueprint.file import parse_blueprint
from leadkeep.domain.assets.engine import assets_named
from leadkeep.domain.automation.campaigns import CAMPAIGN, start_run
from leadkeep.domain.automation.campaigns.tables import campaign_member
from leadkeep.domain.fields.tables import lead
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.settings import Settings
from leadkeep.store import Store, Transaction

LEADS, LEADS_QUICK = 100_000, 20_000
PUSHES_A_SECOND = 50
PUSH_SECONDS, PUSH_SECONDS_QUICK = 30, 8
SLOWEST_ENTRY_MS = 500.0
LEAST_RATE = 0.2
CONNECTIONS = 4

BLUEPRINT = """
programs: [{name: Bench, type: Default, channel: Online Advertising}]
lists: [{name: Batched}]
campaigns:
- name: Pushed
  active: true
  triggers: [{type: Lead is Pushed to Marketo}]
  filters: [{field: leadSource, operator: is not empty}]
  flow: [{changeScore: {field: leadScore, change: "+1"}}]
- name: Batch
  filters: [{field: country, operator: is not empty}]
  flow:
  - changeDataValue: {field: leadStatus, value: Batched}
  - changeScore: {field: leadScore, change: "+5"}
  - addToList: {list: Batched}
"""


def campaigns(run: Run) -> list[Row]:
    """Push Lead at 50 calls a second into a campaign; 100,000 leads through three steps.

    A push is a call of one new lead; from its moment to that of the lead's entry, as the store
    holds both. The batch campaign has a filter, and changes a value, a score and a list: one worker
    runs it, durable, beside Sync Leads of the same leads into the same store, 300 a call.
    """
    count = run.sized(LEADS, LEADS_QUICK)
    settings = Settings(data=run.folder / "data", secret_key=SecretStr(servers.SECRET_KEY))
    with closing(open_prepared_store(settings)) as store:
        blueprint = parse_blueprint("bench.yaml", BLUEPRINT.encode())
        apply_blueprint(store, blueprint, servers.SECRET_KEY.encode())
    with servers.leadkeep(run.folder) as server:
        sync_rate = send(server, calls(people.people(0, count)), CONNECTIONS, b'"created"')
        run.say(f"synced {count:,} leads, {sync_rate:,.0f} a second")
        _push(run, server, count)
        time.sleep(1.0)
    with closing(open_prepared_store(settings)) as store:
        rows = [_entry_row(store)]
        rate = _batch(store, settings)
    ratio = rate / sync_rate
    return [
        *rows,
        Row(
            what=f"Batch campaign of three steps, {count:,} leads",
            figure=f"{rate:,.0f} leads/s",
            floor=f"{sync_rate:,.0f} leads/s of Sync Leads",
            ratio=ratio,
            goal=f">= {LEAST_RATE:.2f}",
            is_reached=ratio >= LEAST_RATE,
        ),
    ]


def _push(run: Run, server: servers.Server, first: int) -> None:
    seconds = run.sized(PUSH_SECONDS, PUSH_SECONDS_QUICK)
    token = server.token()
    requests = []
    for number in range(first, first + PUSHES_A_SECOND * seconds):
        body = {"programName": "Bench", "lookupField": "email", "input": [people.person(number)]}
        requests.append(post("/rest/v1/leads/push.json", token, json.dumps(body).encode()))
    load = Load(server.port, requests, CONNECTIONS, b'"status":"created"', rate=PUSHES_A_SECOND)
    measured = drive(load)
    assert measured.needles == len(requests)


def _entry_row(store: Store) -> Row:
    query = select(lead.c.createdAt, campaign_member.c.created_at).join(
        campaign_member, campaign_member.c.lead_id == lead.c.id
    )
    pairs: list[tuple[datetime, datetime]] = store.read_now(
        lambda tx: [(row[0], row[1]) for row in tx.execute(query.order_by(lead.c.id))]
    )
    taken = [(entered - made).total_seconds() * 1_000 for made, entered in pairs]
    slowest = quantiles(taken, n=100)[98]
    return Row(
        what=f"Push Lead to lead in campaign, {PUSHES_A_SECOND} a second, p99",
        figure=f"{slowest:,.1f} ms",
        floor=f"{median(taken):,.1f} ms median",
        goal=f"< {SLOWEST_ENTRY_MS:,.0f} ms",
        is_reached=slowest < SLOWEST_ENTRY_MS,
        note=f"{len(taken):,} pushes",
    )


def _batch(store: Store, settings: Settings) -> float:
    """Run the batch campaign to its end; return leads a second."""

    def start(tx: Transaction) -> int:
        (batch,) = assets_named(Work(tx, operator_access(tx)), CAMPAIGN.rows, "Batch")
        start_run(tx, batch.id, {})
        return batch.id

    batch_id = store.write_now(start)
    worker = assemble_worker(store, settings, store.clock)

    async def run_all() -> None:
        while await worker.run_due():
            pass

    before = time.perf_counter()
    asyncio.run(run_all())
    seconds = time.perf_counter() - before
    c = campaign_member.c
    query = select(c.lead_id).where(c.campaign_id == batch_id, c.position.is_(None))
    entered = len(store.read_now(lambda tx: tx.execute(query.order_by(c.lead_id)).all()))
    return entered / seconds
