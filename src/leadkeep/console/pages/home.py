"""The first page: how the instance is doing."""

from collections import Counter
from datetime import timedelta

from leadkeep.bulk import newest_jobs
from leadkeep.console.page import EVERYBODY, Model, Page, reads
from leadkeep.console.visit import Visit
from leadkeep.domain.automation.campaigns import stopped_campaigns
from leadkeep.domain.instance.access import Work
from leadkeep.domain.instance.usage import errors_by_day, usage_by_day
from leadkeep.domain.leads import lead_growth
from leadkeep.jobs import State, count_jobs
from leadkeep.store import wire_timestamp

DAYS_OF_GROWTH = 30
STOPPED_LIMIT = 10
BULK_JOB_LIMIT = 5


def view(visit: Visit, work: Work) -> Model:
    """Show requests, errors, jobs, imports and extracts, and campaigns that stopped themselves."""
    may_administer = visit.user.is_administrator
    return {
        "mayAdminister": may_administer,
        "growth": _growth(work) if visit.may(reads("Lead")) else None,
        "requests": _requests(visit, work) if may_administer else None,
        "jobs": _jobs(work) if may_administer else None,
        "bulkJobs": _bulk_jobs(work) if may_administer else None,
        "stopped": _stopped(work) if visit.may(reads("Assets")) else None,
    }


def _growth(work: Work) -> Model:
    found = lead_growth(work, DAYS_OF_GROWTH)
    return {
        "count": found.total,
        "new": sum(count for _, count in found.days),
        "days": [(day.isoformat(), count) for day, count in found.days],
    }


def _requests(visit: Visit, work: Work) -> Model:
    (calls,), (errors,) = usage_by_day(work.tx), errors_by_day(work.tx)
    meanings = visit.shared.external.meanings()
    return {
        "day": calls.day,
        "total": calls.total,
        "byUser": [{"user": user, "count": count} for user, count in calls.counts],
        "errors": errors.total,
        "byCode": [
            {"code": code, "count": count, "meaning": meanings.get(code, ("", ""))[0]}
            for code, count in errors.counts
        ],
    }


def _jobs(work: Work) -> Model:
    counts: Counter[str] = Counter()
    for each in count_jobs(work.tx):
        counts[each.state] += each.count
    return {each.value: counts[each.value] for each in State}


def _bulk_jobs(work: Work) -> list[Model]:
    return [
        {
            "createdAt": wire_timestamp(each.created_at),
            "direction": each.direction.value,
            "kind": each.object_name or each.kind,
            "owner": each.owner,
            "state": each.state.value,
            "done": each.rows_done,
            "failed": each.rows_failed,
        }
        for each in newest_jobs(work.tx, BULK_JOB_LIMIT)
    ]


def _stopped(work: Work) -> list[Model]:
    since = work.tx.now - timedelta(days=DAYS_OF_GROWTH)
    found = stopped_campaigns(work.tx, work.access.workspace_ids, since, STOPPED_LIMIT)
    return [
        {
            "id": each.id,
            "name": each.name,
            "stoppedAt": wire_timestamp(each.stopped_at),
            "reason": each.stopped_reason,
        }
        for each in found
    ]


PAGES = (Page("home", "", "Home", EVERYBODY, view, menu="Home", key="h", needs_counts=True),)
