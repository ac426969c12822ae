"""Send spans by OpenTelemetry's SDK: OTLP over HTTP, as the standard variables ``OTEL_*`` say."""

import threading

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from leadkeep import __version__
from leadkeep.tracing.span import Kind, Span

SERVICE = "leadkeep"
CLOSE_LIMIT_SECONDS = 3.0
"""A receiver that does not answer delays the stop of a process no longer than that."""
SECOND_NS = 1_000_000_000
KINDS = {
    Kind.SERVER: trace.SpanKind.SERVER,
    Kind.CLIENT: trace.SpanKind.CLIENT,
    Kind.INTERNAL: trace.SpanKind.INTERNAL,
}


class OtelTracer:
    """Takes spans and sends them in batches, on a thread of the SDK."""

    is_on = True

    def __init__(self, exporter: SpanExporter | None = None) -> None:
        """Send to ``exporter``; without one, to the receiver that the variables name."""
        own = Resource.create({"service.name": SERVICE, "service.version": __version__})
        # Of the process's environment, which comes first.
        resource = own.merge(OTELResourceDetector().detect())
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter or OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer(SERVICE, __version__)
        self._propagator = TraceContextTextMapPropagator()

    def record(self, span: Span) -> None:
        """Take a span; the SDK drops it if its queue is full."""
        start = int(span.began_at.timestamp() * SECOND_NS)
        context = None
        if span.parent is not None:
            context = self._propagator.extract({"traceparent": span.parent})
        made = self._tracer.start_span(
            span.name, context, KINDS[span.kind], span.attributes, start_time=start
        )
        if span.has_failed:
            made.set_status(trace.StatusCode.ERROR)
        made.end(start + int(span.seconds * SECOND_NS))

    def close(self) -> None:
        """Send what waits."""
        closing = threading.Thread(target=self._provider.shutdown, daemon=True)
        closing.start()
        closing.join(CLOSE_LIMIT_SECONDS)
