"""Store runs of campaigns: token values of a schedule or request, progress of a batch run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, func, insert, select, update

from leadkeep.domain.automation.campaigns.tables import CAMPAIGN_RUN_IDS, campaign_run
from leadkeep.domain.fields import normalised_key
from leadkeep.jobs import NewJob
from leadkeep.store import Statement, Timestamp, Transaction

SWEEP = "campaigns.sweep"

_r = campaign_run.c
_RUN = Statement(
    select(_r.id, _r.campaign_id, _r.run_at, _r.swept_through, _r.entered).where(
        _r.id == bindparam("wanted")
    )
)
_TOKENS = Statement(select(_r.tokens).where(_r.id == bindparam("wanted")))
_SWEPT = Statement(
    update(campaign_run)
    .where(_r.id == bindparam("wanted"))
    .values(
        swept_through=bindparam("through"),
        entered=_r.entered + bindparam("more"),
        started_at=func.coalesce(_r.started_at, bindparam("now", type_=Timestamp)),
        finished_at=bindparam("finished"),
    )
)


_STATE = select(_r.id, _r.campaign_id, _r.kind, _r.run_at, _r.entered, _r.finished_at)
_RUNS_OF_CAMPAIGN = Statement(
    _STATE.where(_r.campaign_id == bindparam("wanted_campaign"))
    .order_by(_r.run_at.desc(), _r.id.desc())
    .limit(bindparam("limit"))
)
_COMING = Statement(
    _STATE.where(_r.kind == bindparam("wanted_kind"), _r.finished_at.is_(None))
    .order_by(_r.run_at, _r.id)
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a batch campaign."""

    id: int
    campaign_id: int
    run_at: datetime
    swept_through: int
    """The id of the last lead that the run has tested."""
    entered: int


def add_run(
    tx: Transaction,
    campaign_id: int,
    kind: str,
    run_at: datetime,
    tokens: Mapping[str, str],
    clone_day: str | None = None,
) -> int:
    """Store a run of a campaign; return the run's id."""
    (number,) = tx.allocate(CAMPAIGN_RUN_IDS, 1)
    values = {normalised_key(name): value for name, value in tokens.items()}
    tx.execute(
        insert(campaign_run).values(
            id=number,
            campaign_id=campaign_id,
            kind=kind,
            run_at=run_at,
            tokens=msgspec.json.encode(values).decode() if values else None,
            clone_day=clone_day,
            swept_through=0,
            entered=0,
            created_at=tx.moment,
        )
    )
    return number


def run_tokens(tx: Transaction, run_id: int) -> dict[str, str]:
    """Return the token values of a run, by token name in lower case."""
    row = tx.row(_TOKENS, wanted=run_id)
    return {} if row is None or row[0] is None else msgspec.json.decode(row[0])


def find_run(tx: Transaction, run_id: int) -> Run | None:
    """Return the run with this id; None if the run was deleted."""
    row = tx.row(_RUN, wanted=run_id)
    return None if row is None else Run(*row)


def note_sweep(tx: Transaction, run_id: int, through: int, entered: int, *, is_last: bool) -> None:
    """Store the last lead id that a run has tested, and add to its number of entered leads."""
    finished = tx.moment if is_last else None
    values = {"through": through, "more": entered, "now": tx.moment, "finished": finished}
    tx.run(_SWEPT, wanted=run_id, **values)


@dataclass(frozen=True, slots=True)
class RunState:
    """A run of a campaign, as people look at it."""

    id: int
    campaign_id: int
    kind: str
    """batch, active or request."""
    run_at: datetime
    entered: int
    finished_at: datetime | None


def runs_of_campaign(tx: Transaction, campaign_id: int, limit: int) -> list[RunState]:
    """Return the runs of a campaign, the newest first."""
    rows = tx.rows(_RUNS_OF_CAMPAIGN, wanted_campaign=campaign_id, limit=limit)
    return [RunState(*row) for row in rows]


def coming_runs(tx: Transaction, kind: str, limit: int) -> list[RunState]:
    """Return the runs of a kind that have not finished, the next one first."""
    return [RunState(*row) for row in tx.rows(_COMING, wanted_kind=kind, limit=limit)]


def clones_on(tx: Transaction, day: str) -> int:
    """Return how many programs were cloned for runs on a day in the US Central time zone."""
    query = select(func.count()).select_from(campaign_run).where(_r.clone_day == day)
    return int(tx.execute(query).scalar_one())


def sweep_job(run_id: int, run_at: datetime | None = None) -> NewJob:
    """Return the job that tests the next leads of a run."""
    return NewJob(SWEEP, {"run": run_id}, run_at)
