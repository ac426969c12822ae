"""Merging leads with long histories, beside reading one lead."""

from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks import people, servers
from benchmarks.client import Load, drive
from benchmarks.figures import Row, Run
from benchmarks.lists import post
from benchmarks.writes import send
from leadkeep.assembly import open_prepared_store
from leadkeep.domain.activities import ActivityBatch, NewActivity, append_activities
from leadkeep.settings import Settings
from leadkeep.store import Transaction

HISTORY = 10_000
"""Activities of each lead before it is merged."""
PAIRS, PAIRS_QUICK = 100, 20
READ_SECONDS = 0.05
TYPE = 13
ATTRIBUTES = '[{"name":"Reason","value":"Web service API"},{"name":"Source","value":"A source"}]'
WHEN = datetime(2025, 1, 1, tzinfo=UTC)
MOST_READS = 50.0


def merge(run: Run) -> list[Row]:
    """Merge Leads of two leads with 10,000 activities each, one connection, each pair once.

    Beside it Get Lead by Id on the same server, one connection, in turn. Median latencies; a merge
    is committed and synced to disk before it is answered.
    """
    pairs = run.sized(PAIRS, PAIRS_QUICK)
    with servers.leadkeep(run.folder) as server:
        send(server, people.calls(people.people(0, 2 * pairs)), 4, b'"created"')
    _fill(run.folder / "data", 2 * pairs)
    with servers.leadkeep(run.folder) as server:
        token = server.token()
        merges = [
            post(f"/rest/v1/leads/{2 * each + 1}/merge.json?leadId={2 * each + 2}", token)
            for each in range(pairs)
        ]
        read = [people.get(f"/rest/v1/lead/{2 * each + 1}.json", token) for each in range(pairs)]
        merging, reading = [], []
        for request in merges:
            found = drive(Load(server.port, read, 1, b'"success":true', READ_SECONDS))
            reading.append(found.percentile(50))
            found = drive(Load(server.port, [request], 1, b'"success":true'))
            assert found.needles == 1
            merging.append(found.percentile(50))
            run.say(f"{merging[-1] * 1_000:.2f} ms / {reading[-1] * 1_000:.3f} ms")
    ours, beside = median(merging), median(reading)
    return [
        Row(
            what=f"Merge Leads, {HISTORY:,} activities each",
            figure=f"{ours * 1_000:.2f} ms",
            floor=f"{beside * 1_000:.3f} ms of Get Lead by Id",
            ratio=ours / beside,
            goal=f"< {MOST_READS:g}",
            is_reached=ours / beside < MOST_READS,
        )
    ]


def _fill(data: Path, leads: int) -> None:
    """Give each of the first leads its history."""
    with closing(open_prepared_store(Settings(data=data))) as store:
        for lead_id in range(1, leads + 1):
            store.write_now(partial(_append, lead_id=lead_id))


def _append(tx: Transaction, lead_id: int) -> None:
    rows: list[NewActivity] = [(lead_id, 57, "Phone Number", ATTRIBUTES)] * HISTORY
    append_activities(tx, [ActivityBatch(TYPE, WHEN, None, rows)])
