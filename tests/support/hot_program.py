"""A server that sends itself writes from the operations table, to the same records as others.

``tests/process/test_hot_keys.py`` runs several at once, each in a process of its own. What a
process has done and what went wrong is its last line, as JSON.
"""

import re
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from leadkeep.api.operations import Operation
from leadkeep.clock import ManualClock, elapsed
from leadkeep.store import Store, open_store
from leadkeep.testing import Rehearsal, Response
from tests.support.hot import NEVER, WRITES, HotRecords, aimed_sample, codes
from tests.support.wire import BULK_PATH, Sample, is_carried_out
from tests.support.worker_processes import say_ready

RENEWAL_SHARE, JOBS_SHARE = 0.05, 0.1
"""How often leads are made again, since others merge and delete them, and how often jobs run."""
USUAL_WEIGHT, DELETION_WEIGHT = 10, 1
"""Assets that were deleted are gone: few deletions leave some of them until the end."""
CLOCK_SPREAD_SECONDS = 3.0
EXPORT = re.compile(r"(/bulk/v1/.*/export)/([^/]+)/(enqueue|cancel)\.json")


class Plan(msgspec.Struct):
    """What all processes are to do."""

    url: str
    hot: list[HotRecords]
    seconds: float


class Done(msgspec.Struct):
    """What a process has done: requests by operation, and replies that say that it failed."""

    sent: dict[str, int]
    carried_out: dict[str, int]
    failures: list[str]


def weight(operation: Operation) -> int:
    """Return how often an operation is chosen, beside others."""
    is_deletion = operation.path.startswith("/rest/asset/") and "/delete" in operation.path
    return DELETION_WEIGHT if is_deletion else USUAL_WEIGHT


class Watched(Rehearsal):
    """A server each of whose replies is looked at, also to requests that prepare others."""

    def __init__(self, store: Store, clock: ManualClock) -> None:
        super().__init__(store, clock)
        self.failures: list[str] = []

    async def send(self, method: str, path: str, *query: Any, **options: Any) -> Response:  # noqa: ANN401
        answer = await super().send(method, path, *query, **options)
        if answer.status >= 500 or codes(answer) & NEVER:
            self.failures.append(f"{method} {path}: {answer.status} {answer.content.decode()}")
        return answer


class Writer:
    """Writes to hot records again and again."""

    def __init__(self, server: Watched, hot: list[HotRecords], seed: int) -> None:
        self.server, self.hot = server, hot
        self.random = Random(seed)
        self.sent: Counter[str] = Counter()
        self.carried_out: Counter[str] = Counter()
        self._exports: dict[str, str] = {}
        self._weights = [weight(each) for each in WRITES]

    def write_for(self, seconds: float) -> None:
        """Write until so many seconds have passed; the clock of this process goes on with them."""
        start = elapsed()
        while (passed := elapsed() - start) < seconds:
            self.write()
            self.server.clock.advance(seconds=elapsed() - start - passed)

    def write(self) -> None:
        """Send one write to a pair of leads and to its assets."""
        (operation,) = self.random.choices(WRITES, self._weights)
        request = self._own_export(aimed_sample(operation, self._hot_records()))
        if not request.path.startswith(BULK_PATH):
            request.prepare(self.server)  # the bulk jobs of the samples are made once for all
        answer = self.server.run(request.send(self.server))
        self.sent[operation.id] += 1
        if is_carried_out(answer):
            self.carried_out[operation.id] += 1
            self._note_export(request, answer)
        if self.random.random() < JOBS_SHARE:
            self.server.run_jobs()

    def _hot_records(self) -> HotRecords:
        number = self.random.randrange(len(self.hot))
        if self.random.random() < RENEWAL_SHARE:
            self.hot[number] = HotRecords.make(self.server, number)
        return self.hot[number]

    def _own_export(self, request: Sample) -> Sample:
        """Aim a request about an extract at the one that this process has made last."""
        found = EXPORT.fullmatch(request.path)
        if found is None or found[1] not in self._exports:
            return request
        path = f"{found[1]}/{self._exports.pop(found[1])}/{found[3]}.json"
        return request._replace(path=path)

    def _note_export(self, request: Sample, answer: Response) -> None:
        if request.path.startswith(BULK_PATH) and request.path.endswith("/export/create.json"):
            kind = request.path.removesuffix("/create.json")
            self._exports[kind] = answer.result[0]["exportId"]


def main(plan: str, seed: str) -> None:
    """Get ready, wait for a line, write as the file ``plan`` says, and say what came of it."""
    chosen = msgspec.json.decode(Path(plan).read_bytes(), type=Plan)
    clock = ManualClock()
    spread = Random(seed).uniform(-CLOCK_SPREAD_SECONDS, CLOCK_SPREAD_SECONDS)
    clock.advance(seconds=spread)
    with (
        closing(open_store(Path(), chosen.url)) as store,
        Watched(store, clock) as server,
    ):
        server.token  # noqa: B018 -- asked for before, because a request for one writes
        writer = Writer(server, chosen.hot, int(seed))
        writer.write()
        say_ready()
        sys.stdin.readline()
        writer.write_for(chosen.seconds)
    report = Done(writer.sent, writer.carried_out, server.failures)
    sys.stdout.write(msgspec.json.encode(report).decode() + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
