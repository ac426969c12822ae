"""Traces: spans of requests, jobs and deliveries, with nothing of what people's data holds."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from leadkeep.clock import ManualClock
from leadkeep.connectors.webhooks import NullWebhooks, TracedWebhooks
from leadkeep.domain.automation.services import Webhook
from leadkeep.errors import SetupError
from leadkeep.jobs import Handler, Lane, NewJob, Worker, enqueue
from leadkeep.store import Store
from leadkeep.testing import Rehearsal
from leadkeep.tracing import NullTracer, open_tracer
from leadkeep.tracing.otel import OtelTracer
from tests.support.leads import fresh, sync

LEADS = "/rest/v1/leads.json"
SECRET = "secret-value"
PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class Traces:
    """A tracer, and the spans that it has sent."""

    def __init__(self) -> None:
        self._exporter = InMemorySpanExporter()
        self.tracer = OtelTracer(self._exporter)

    def spans(self) -> list[ReadableSpan]:
        self.tracer.close()
        return list(self._exporter.get_finished_spans())


@pytest.fixture
def traces(monkeypatch: pytest.MonkeyPatch) -> Traces:
    monkeypatch.setenv("OTEL_SERVICE_NAME", "leads of a test")
    return Traces()


def said(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def test_a_request_is_a_span_with_operation_code_records_and_statements(
    store: Store, traces: Traces
) -> None:
    with Rehearsal(store, tracer=traces.tracer) as server:
        token = server.token
        sync(server, {"email": fresh()}, {"email": fresh()}, token=token)
        server.get(f"/rest/v1/lead/{SECRET}.json", token=token, headers={"traceparent": PARENT})
        server.get(f"/rest/v1/{SECRET}.json", {SECRET: SECRET}, token=token)
    _, written, refused, unserved = traces.spans()
    assert (written.name, written.kind) == ("syncLeadUsingPOST", SpanKind.SERVER)
    assert said(written)["leadkeep.code"] == "ok"
    assert said(written)["leadkeep.records"] == 2
    assert said(written)["leadkeep.statements"] > 2
    assert said(written)["http.request.method"] == "POST"
    assert written.resource.attributes["service.name"] == "leads of a test"
    assert (refused.name, said(refused)["leadkeep.code"]) == ("getLeadByIdUsingGET", "1001")
    assert refused.status.is_unset  # the client's fault
    assert refused.parent is not None
    assert f"{refused.parent.trace_id:032x}" == PARENT.split("-")[1]
    assert (unserved.name, said(unserved)["leadkeep.code"]) == ("unserved", "610")
    for span in (written, refused, unserved):
        assert SECRET not in span.to_json()
        assert "example.com" not in span.to_json()


def test_a_fault_of_the_server_is_a_failed_span(
    store: Store, traces: Traces, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Rehearsal(store, tracer=traces.tracer) as server:
        token = server.token

        def fail(_: object) -> None:
            raise ValueError(SECRET)

        monkeypatch.setattr("leadkeep.api.operations.leads._encoded", fail)
        assert server.get("/rest/v1/leads/describe.json", token=token).error[0] == "611"
    span = traces.spans()[-1]
    assert not span.status.is_ok
    assert not span.status.is_unset
    assert SECRET not in span.to_json()


def test_jobs_are_spans_that_say_how_many_they_are(store: Store, traces: Traces) -> None:
    def fail(*_: object) -> None:
        raise ValueError(SECRET)

    handlers = {"does": Handler(lambda *_: None), "fails": Handler(fail)}
    with Rehearsal(store) as server:
        worker = Worker(store, handlers, tracer=traces.tracer)
        jobs = [NewJob("does", {"email": SECRET}), NewJob("fails", {"email": SECRET})]
        store.write_now(lambda tx: enqueue(tx, jobs))
        server.run(worker.run_due((Lane.TRIGGER, Lane.BATCH, Lane.UPKEEP)))
    spans = {each.name: each for each in traces.spans()}
    assert said(spans["does"])["leadkeep.jobs"] == 1
    assert spans["does"].status.is_unset
    assert not spans["fails"].status.is_unset
    assert SECRET not in "".join(each.to_json() for each in spans.values())


def test_a_delivery_is_a_span_without_address_and_content(traces: Traces) -> None:
    webhooks = TracedWebhooks(NullWebhooks(), traces.tracer, ManualClock())
    url = f"https://{SECRET}.example.com/{SECRET}?a={SECRET}"
    webhooks.send(Webhook(url, headers={"x": SECRET}, body=SECRET.encode()), "campaigns.ask-7")
    (span,) = traces.spans()
    assert (span.name, span.kind) == ("webhook", SpanKind.CLIENT)
    assert said(span)["leadkeep.job"] == "campaigns.ask-7"
    assert SECRET not in span.to_json()


@contextmanager
def receiver() -> Iterator[tuple[str, list[bytes]]]:
    """Receive traces over HTTP on loopback."""
    received: list[bytes] = []

    class Take(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            received.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Take) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", received
        finally:
            server.shutdown()
            thread.join()


def test_spans_are_sent_where_the_standard_variables_say(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiver() as (url, received):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
        tracer = open_tracer(is_on=True)
        with Rehearsal(store, tracer=tracer) as server:
            sync(server, {"email": fresh()})
        tracer.close()
    sent = ExportTraceServiceRequest.FromString(b"".join(received))
    names = {
        span.name
        for resource in sent.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    }
    assert "syncLeadUsingPOST" in names
    assert b"example.com" not in b"".join(received)


def test_without_the_setting_nothing_is_loaded_and_nothing_recorded() -> None:
    assert isinstance(open_tracer(is_on=False), NullTracer)
    code = "import sys, leadkeep.app; sys.exit('opentelemetry' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_the_extra_the_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "leadkeep.tracing.otel", raising=False)
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(SetupError, match=r"leadkeep\[otel\]"):
        open_tracer(is_on=True)
