"""``leadkeep jobs``: waiting and running jobs, and jobs that failed for good."""

from collections.abc import Sequence
from typing import Annotated

import typer

from leadkeep.cli.options import AsJson, Data, Database, opened
from leadkeep.cli.output import counted, echo, print_listing
from leadkeep.jobs import count_jobs, dead_jobs, drop_dead_jobs, retry_dead_jobs
from leadkeep.store import wire_timestamp

app = typer.Typer(no_args_is_help=True, help="Jobs: work done in the background.")

DEAD_JOB_LIMIT = 1_000

COUNT_COLUMNS = {"name": "name", "state": "state", "count": "jobs", "firstDueAt": "first due"}
DEAD_COLUMNS = {
    "id": "id",
    "name": "name",
    "attempts": "attempts",
    "enqueuedAt": "enqueued",
    "error": "last error",
}

Ids = Annotated[
    list[int] | None, typer.Argument(help="Ids of dead jobs.", show_default=False, metavar="ID...")
]
All = Annotated[bool, typer.Option("--all", help="All dead jobs.")]


@app.command("list")
def list_all(data: Data = None, database: Database = None, *, as_json: AsJson = False) -> None:
    """Count the jobs by name and state, without those that have ended."""
    with opened(data, database) as (store, _):
        found = store.read_now(count_jobs)
    items = [
        {
            "name": each.name,
            "state": each.state,
            "count": each.count,
            "firstDueAt": wire_timestamp(each.first_due_at),
        }
        for each in found
    ]
    print_listing(COUNT_COLUMNS, items, as_json=as_json)


@app.command("dead")
def list_dead(data: Data = None, database: Database = None, *, as_json: AsJson = False) -> None:
    """List up to 1,000 dead jobs (failed for good), the oldest first."""
    with opened(data, database) as (store, _):
        found = store.read_now(lambda tx: dead_jobs(tx, DEAD_JOB_LIMIT))
    items = [
        {
            "id": each.id,
            "name": each.name,
            "attempts": each.attempts,
            "enqueuedAt": wire_timestamp(each.enqueued_at),
            "error": each.error,
        }
        for each in found
    ]
    print_listing(DEAD_COLUMNS, items, as_json=as_json)


@app.command()
def retry(
    ids: Ids = None, data: Data = None, database: Database = None, *, all_dead: All = False
) -> None:
    """Retry dead jobs."""
    selected = _selected_ids(ids, all_dead=all_dead)
    with opened(data, database) as (store, _):
        done = store.write_now(lambda tx: retry_dead_jobs(tx, selected, store.clock.now()))
    _report("retried", done, selected)


@app.command()
def drop(
    ids: Ids = None, data: Data = None, database: Database = None, *, all_dead: All = False
) -> None:
    """Delete dead jobs without running them."""
    selected = _selected_ids(ids, all_dead=all_dead)
    with opened(data, database) as (store, _):
        done = store.write_now(lambda tx: drop_dead_jobs(tx, selected))
    _report("dropped", done, selected)


def _selected_ids(ids: list[int] | None, *, all_dead: bool) -> list[int] | None:
    """Return the job ids to act on; None stands for all dead jobs.

    Raises:
        ValueError: both ids and ``--all`` were given, or neither.
    """
    if bool(ids) == all_dead:
        raise ValueError("name the ids of dead jobs, or say --all")
    return ids or None


def _report(verb: str, done: Sequence[int], selected: Sequence[int] | None) -> None:
    missing = sorted(set(selected or ()) - set(done))
    text = f"{verb} {counted(len(done), 'jobs')}"
    if missing:
        raise LookupError(f"{text}; there is no dead job {', '.join(map(str, missing))}")
    echo(text)
