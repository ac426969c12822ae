"""Traces: what this process has done, as spans of OpenTelemetry; none unless a setting asks.

Entry points: :func:`open_tracer`, :class:`Tracer`, :func:`traced`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from leadkeep.clock import Clock, elapsed
from leadkeep.errors import SetupError
from leadkeep.tracing.span import Attributes, Kind, Span


class Tracer(Protocol):
    """What takes the spans of a process."""

    @property
    def is_on(self) -> bool:
        """Are spans taken? Otherwise none need be made."""
        ...

    def record(self, span: Span) -> None:
        """Take a span; it is sent later, on a thread."""
        ...

    def close(self) -> None:
        """Send what waits, for a few seconds at most."""
        ...


class NullTracer:
    """Takes no spans."""

    is_on = False

    def record(self, span: Span) -> None:
        """Drop a span."""

    def close(self) -> None:
        """Do nothing."""


def open_tracer(*, is_on: bool) -> Tracer:
    """Return a tracer; if it is on, one that sends spans where the variables ``OTEL_*`` say.

    Raises:
        SetupError: the packages of the extra ``otel`` are not installed.
    """
    if not is_on:
        return NullTracer()
    try:
        from leadkeep.tracing.otel import OtelTracer  # noqa: PLC0415 -- an extra
    except ImportError:
        raise SetupError(
            "settings: traces needs more packages: pip install 'leadkeep[otel]'"
        ) from None
    return OtelTracer()


@contextmanager
def traced(
    tracer: Tracer, clock: Clock, name: str, kind: Kind, attributes: Attributes
) -> Iterator[None]:
    """Record the block as a span; ``attributes`` may get more inside it."""
    if not tracer.is_on:
        yield
        return
    began_at, started = clock.now(), elapsed()
    has_failed = True
    try:
        yield
        has_failed = False
    finally:
        seconds = elapsed() - started
        tracer.record(Span(name, kind, began_at, seconds, attributes, has_failed))


__all__ = ["Attributes", "Kind", "NullTracer", "Span", "Tracer", "open_tracer", "traced"]
