"""All benchmarks by name."""

from collections.abc import Callable

from benchmarks import (
    activities,
    bulk,
    campaigns,
    console,
    growth,
    jobs,
    lists,
    merge,
    objects,
    postgres,
    programs,
    reads,
    webevents,
    writes,
)
from benchmarks.figures import Row, Run

SUITE: dict[str, Callable[[Run], list[Row]]] = {
    "sync-create": writes.sync_create,
    "sync-update": writes.sync_update,
    "get": reads.get,
    "filter": reads.filter_,
    "get-while-sync": reads.get_while_sync,
    "single-upsert": writes.single_upsert,
    "bulk-import": bulk.imports,
    "bulk-extract": bulk.extracts,
    "bulk-command": bulk.command,
    "growth": growth.growth,
    "lists": lists.lists,
    "programs": programs.programs,
    "campaigns": campaigns.campaigns,
    "objects": objects.objects,
    "console": console.console,
    "console-demo": console.demo,
    "smart-lists": console.smart_lists,
    "webevents": webevents.webevents,
    "merge": merge.merge,
    "activities": activities.embedded,
    "jobs": jobs.embedded,
    "memory": growth.memory,
    "start": growth.start,
    "postgres-sync": postgres.sync,
    "postgres-get": postgres.get,
    "postgres-workers": postgres.workers,
    "postgres-activities": activities.production,
    "postgres-jobs": jobs.production,
}
"""The order of the table."""
