"""``leadkeep jobs``: the work that waits, and the work that failed for good."""

from collections.abc import Sequence
from typing import Annotated

import typer

from leadkeep.cli.options import AsJson, Data, Database, opened
from leadkeep.cli.output import print_listing, tell
from leadkeep.jobs import count_jobs, dead_jobs, drop_dead_jobs, retry_dead_jobs
from leadkeep.store import wire_timestamp

app = typer.Typer(no_args_is_help=True, help="Jobs: work that is done later.")

MOST_SHOWN = 1_000

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
    """Count the jobs by name and state; those that are done are gone."""
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
    """List the jobs that failed for good, the oldest first: 1,000 at most."""
    with opened(data, database) as (store, _):
        found = store.read_now(lambda tx: dead_jobs(tx, MOST_SHOWN))
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
    """Let dead jobs start anew."""
    wanted = _wanted(ids, all_dead=all_dead)
    with opened(data, database) as (store, _):
        done = store.write_now(lambda tx: retry_dead_jobs(tx, wanted, store.clock.now()))
    _tell("retried", done, wanted)


@app.command()
def drop(
    ids: Ids = None, data: Data = None, database: Database = None, *, all_dead: All = False
) -> None:
    """Delete dead jobs for good: their work is not done."""
    wanted = _wanted(ids, all_dead=all_dead)
    with opened(data, database) as (store, _):
        done = store.write_now(lambda tx: drop_dead_jobs(tx, wanted))
    _tell("dropped", done, wanted)


def _wanted(ids: list[int] | None, *, all_dead: bool) -> list[int] | None:
    """Return the ids that were named, or None for all.

    Raises:
        ValueError: neither or both were asked for.
    """
    if bool(ids) == all_dead:
        raise ValueError("name the ids of dead jobs, or say --all")
    return ids or None


def _tell(what: str, done: Sequence[int], wanted: Sequence[int] | None) -> None:
    missing = sorted(set(wanted or ()) - set(done))
    if missing:
        raise LookupError(
            f"{what} {len(done)} jobs; there is no dead job {', '.join(map(str, missing))}"
        )
    tell(f"{what} {len(done)} jobs")
