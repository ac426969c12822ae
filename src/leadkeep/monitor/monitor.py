"""The pages ``/livez``, ``/readyz`` and ``/metrics``."""

import asyncio
import logging
from typing import TYPE_CHECKING

import msgspec
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from leadkeep.api.request_log import RequestLog
from leadkeep.clock import set_within
from leadkeep.jobs import count_jobs
from leadkeep.monitor.health import check_readiness, lag_seconds
from leadkeep.settings import Settings
from leadkeep.store import Store
from leadkeep.web import Web

if TYPE_CHECKING:
    from leadkeep.monitor.metrics import Metrics

logger = logging.getLogger("leadkeep")

LIVE, READY, METRICS = "/livez", "/readyz", "/metrics"
UPDATE_EVERY_SECONDS = 1.0
TEXT = "text/plain;charset=UTF-8"


class Monitor:
    """Health and metrics of one server process."""

    def __init__(self, store: Store, settings: Settings, log: RequestLog, web: Web) -> None:
        """Read what the process counts from its parts; load no metrics unless a setting asks."""
        self._store = store
        self._log = log
        self._web = web
        self._lag_limit = settings.ready_job_lag_seconds
        self._port = settings.metrics_port
        self.has_port = self._port is not None
        """Whether the monitor has a port of its own."""
        self._is_public = settings.public_metrics
        has_metrics = self.has_port or self._is_public
        self._metrics = _new_metrics() if has_metrics else None

    async def run(self, stopping: asyncio.Event) -> None:
        """Share the counts of this process with the others each second, until ``stopping``."""
        while self._metrics is not None and not await set_within(stopping, UPDATE_EVERY_SECONDS):
            self._update(self._metrics)

    def _update(self, metrics: "Metrics") -> None:
        metrics.add_requests(self._log.take_tallies())
        metrics.add_store(self._store.counters)
        metrics.set_web_events(len(self._web.events))

    def is_at_port(self, scope: Scope) -> bool:
        """Return whether a request came to the monitor's own port."""
        server = scope.get("server")
        return server is not None and server[1] == self._port

    async def respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request at the monitor's own port."""
        response = await self._response(scope["path"], is_public=False)
        await response(scope, receive, send)

    async def public_response(self, path: str) -> Response | None:
        """Return the response at the API's port; None if the monitor has no such page there."""
        if path not in {LIVE, READY} and (path != METRICS or not self._is_public):
            return None
        return await self._response(path, is_public=True)

    async def _response(self, path: str, *, is_public: bool) -> Response:
        if path == LIVE:
            return PlainTextResponse("ok\n", media_type=TEXT)
        if path == READY:
            return await self._readiness(is_public=is_public)
        if path == METRICS and self._metrics is not None:
            return await self._read(self._metrics)
        return Response(status_code=404)

    async def _readiness(self, *, is_public: bool) -> Response:
        found = await check_readiness(self._store, self._lag_limit)
        status = 200 if found.is_ready else 503
        if is_public:
            text = "ready\n" if found.is_ready else "not ready\n"
            return PlainTextResponse(text, status, media_type=TEXT)
        content = {
            "ready": found.is_ready,
            "database": found.database,
            "schema": found.schema,
            "jobLagSeconds": found.lag_seconds,
        }
        return Response(msgspec.json.encode(content), status, media_type="application/json")

    async def _read(self, metrics: "Metrics") -> Response:
        from leadkeep.monitor.metrics import CONTENT_TYPE, jobs_text  # noqa: PLC0415 -- as above

        self._update(metrics)
        text = await asyncio.to_thread(metrics.text)
        try:
            counts = await self._store.read_long(count_jobs)
        except Exception as error:
            logger.warning("the metrics of jobs cannot be read", exc_info=error)
        else:
            jobs = [(each.name, each.state, each.count) for each in counts]
            text += jobs_text(jobs, lag_seconds(counts, self._store.clock.now()))
        return Response(text, media_type=CONTENT_TYPE)


def _new_metrics() -> "Metrics":
    from leadkeep.monitor.metrics import Metrics  # noqa: PLC0415 -- loads the client of Prometheus

    return Metrics()
