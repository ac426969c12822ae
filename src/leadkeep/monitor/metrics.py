"""The metrics of a server process, and of all processes of a server together.

What a process counts is added to the metrics in bulk: once a second where several processes share
them, and before each reading. So no request pays for them.
"""

import os
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from leadkeep.api.request_log import BUCKETS_SECONDS, OperationTally
from leadkeep.configuration import SHARED_METRICS_VARIABLE
from leadkeep.domain.activities import ACTIVITIES_COUNTED
from leadkeep.jobs import State
from leadkeep.store import Served, StoreCounters

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
COMMIT_BUCKETS = (1, 2, 4, 8, 16, 32, 64)
OK = "ok"
"""The code of requests without an error."""


class BulkHistogram(Histogram):
    """A histogram to which counts are added that were made elsewhere."""

    def add(self, counts: Sequence[int], total: float) -> None:
        """Add the counts of all buckets, the last of which has no bound, and the sum of values."""
        for bucket, count in zip(self._buckets, counts, strict=True):
            if count:
                bucket.inc(count)
        self._sum.inc(total)


class Metrics:
    """What the processes of this server count."""

    def __init__(self) -> None:
        """Create the metrics; if the processes share a folder, they are kept there."""
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "leadkeep_requests",
            "API requests, by operation and error code; ok without an error.",
            ["operation", "code"],
            registry=self.registry,
        )
        self._durations = BulkHistogram(
            "leadkeep_request_duration_seconds",
            "Time from a request's head to its response, by operation.",
            ["operation"],
            buckets=BUCKETS_SECONDS,
            registry=self.registry,
        )
        self._statements = Counter(
            "leadkeep_request_statements",
            "SQL statements of API requests, by operation.",
            ["operation"],
            registry=self.registry,
        )
        self._commits = BulkHistogram(
            "leadkeep_commit_writes",
            "Writes that share a commit.",
            buckets=COMMIT_BUCKETS,
            registry=self.registry,
        )
        self._errors = Counter(
            "leadkeep_database_errors",
            "Errors of the database, by SQLSTATE or the engine's own code.",
            ["sqlstate"],
            registry=self.registry,
        )
        self._lookups = Counter(
            "leadkeep_catalog_lookups",
            "Look-ups in the cache of fields, clients and rules: hit or miss.",
            ["result"],
            registry=self.registry,
        )
        self._behind = Counter(
            "leadkeep_reads_behind",
            "Reads that may lag behind: served by the replica, or why by the primary.",
            ["served"],
            registry=self.registry,
        )
        self._behind.labels(Served.REPLICA)
        self._replica_lag = Gauge(
            "leadkeep_replica_lag_seconds",
            "How far the replica was behind at the last look; 0 without a replica.",
            multiprocess_mode="livemax",
            registry=self.registry,
        )
        self._activities = Counter(
            "leadkeep_activities", "Activities appended to the log.", registry=self.registry
        )
        self._web_events = Gauge(
            "leadkeep_web_events_waiting",
            "Web events in memory that are to be written.",
            multiprocess_mode="livesum",
            registry=self.registry,
        )
        self._before = StoreCounters()

    def add_requests(self, tallies: Mapping[tuple[str, str | None], OperationTally]) -> None:
        """Add finished requests."""
        for (operation, code), tally in tallies.items():
            self._requests.labels(operation, code or OK).inc(tally.requests)
            self._durations.labels(operation).add(tally.buckets, tally.seconds)
            self._statements.labels(operation).inc(tally.statements)

    def add_store(self, counters: StoreCounters) -> None:
        """Add what the store has counted since the last time."""
        before, self._before = self._before, counters.copy()
        now = self._before
        sizes = now.commits - before.commits
        counts = [0] * (len(COMMIT_BUCKETS) + 1)
        for size, count in sizes.items():
            counts[bisect_left(COMMIT_BUCKETS, size)] += count
        self._commits.add(counts, sum(size * count for size, count in sizes.items()))
        for code, count in (now.errors - before.errors).items():
            self._errors.labels(code).inc(count)
        for served, count in (now.behind - before.behind).items():
            self._behind.labels(served).inc(count)
        self._replica_lag.set(now.replica_lag_seconds)
        self._lookups.labels("hit").inc(now.cache_hits - before.cache_hits)
        self._lookups.labels("miss").inc(now.cache_misses - before.cache_misses)
        self._activities.inc((now.counted - before.counted)[ACTIVITIES_COUNTED])

    def set_web_events(self, waiting: int) -> None:
        """Set how many web events wait in this process."""
        self._web_events.set(waiting)

    def text(self) -> bytes:
        """Return the metrics of all processes of this server in the format of Prometheus."""
        if not is_shared():
            return generate_latest(self.registry)
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


def is_shared() -> bool:
    """Return whether several processes share their metrics in a folder."""
    return SHARED_METRICS_VARIABLE in os.environ


def jobs_text(counts: Sequence[tuple[str, str, int]], lag_seconds: float) -> bytes:
    """Return the metrics of the job queue, which is the same for all processes.

    ``counts`` has name, state and number of jobs.
    """
    registry = CollectorRegistry()
    jobs = Gauge(
        "leadkeep_jobs",
        "Jobs in the queue, by name and state.",
        ["name", "state"],
        registry=registry,
    )
    for name, state, count in counts:
        jobs.labels(name, state).set(count)
    dead = sum(count for _, state, count in counts if state == State.DEAD.value)
    Gauge("leadkeep_jobs_dead", "Jobs that failed for good.", registry=registry).set(dead)
    Gauge(
        "leadkeep_job_lag_seconds", "How long the oldest due job has waited.", registry=registry
    ).set(lag_seconds)
    return generate_latest(registry)
