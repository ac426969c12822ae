"""Jobs: what waits, runs and has failed; retry and drop."""

from leadkeep.console.listing import Column, Row, sorted_listing
from leadkeep.console.page import ADMINISTRATOR, Action, Model, Outcome, Page
from leadkeep.console.visit import Visit
from leadkeep.domain.instance.access import Work
from leadkeep.jobs import count_jobs, dead_jobs, drop_dead_jobs, retry_dead_jobs
from leadkeep.store import wire_timestamp

DEAD_LIMIT = 1_000

COLUMNS = (
    Column("id", "Id", "number"),
    Column("name", "Job", "code"),
    Column("attempts", "Attempts", "number"),
    Column("error", "Error"),
    Column("enqueuedAt", "Enqueued", "moment"),
)


def view(visit: Visit, work: Work) -> Model:
    """Show how many jobs wait and run, and the dead ones."""
    dead = dead_jobs(work.tx, DEAD_LIMIT)
    rows = [
        Row(
            [each.id, each.name, each.attempts, each.error, wire_timestamp(each.enqueued_at)],
            None,
            each.id,
        )
        for each in dead
    ]
    return {
        "counts": [
            {
                "name": each.name,
                "state": each.state,
                "count": each.count,
                "firstDueAt": wire_timestamp(each.first_due_at) if each.first_due_at else None,
            }
            for each in count_jobs(work.tx)
        ],
        "listing": sorted_listing(visit, COLUMNS, rows),
        "deadCount": len(dead),
    }


def _ids(visit: Visit) -> list[int] | None:
    """Return the chosen jobs; None for all dead ones."""
    return None if visit.sent("all") else visit.sent_numbers("job")


def retry(visit: Visit, work: Work) -> Outcome:
    """Set dead jobs back to waiting."""
    revived = retry_dead_jobs(work.tx, _ids(visit), work.moment)
    return Outcome("/jobs", f"{len(revived)} dead jobs wait to run again.")


def drop(visit: Visit, work: Work) -> Outcome:
    """Delete dead jobs."""
    dropped = drop_dead_jobs(work.tx, _ids(visit))
    return Outcome("/jobs", f"{len(dropped)} dead jobs are dropped.")


PAGES = (
    Page(
        "jobs",
        "/jobs",
        "Jobs",
        ADMINISTRATOR,
        view,
        {"retry": Action(ADMINISTRATOR, retry), "drop": Action(ADMINISTRATOR, drop)},
        menu="Jobs",
        key="j",
        has_listing=True,
    ),
)
