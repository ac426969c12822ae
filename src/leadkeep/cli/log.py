"""The log format: one line for each message, as text or JSON, without secrets or personal data."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import TYPE_CHECKING, Any

from leadkeep.errors import SetupError
from leadkeep.store.failure import failure_code

if TYPE_CHECKING:
    from structlog.typing import EventDict, WrappedLogger

FRAME_LIMIT = 12
"""At most this many frames of an error's traceback are logged, the innermost first."""

PACKAGE_FOLDER = Path(__file__).parents[1]


class LineFormatter(logging.Formatter):
    """Writes ``2026-01-15T18:00:00.123Z warning leadkeep.store the message``.

    Of an exception it writes type, code and places in the code, not the text: drivers and parsers
    quote the value that failed, and that value may be personal data.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return a log record as one line."""
        parts = [_moment(record), record.levelname.lower(), record.name, record.getMessage()]
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            parts.append(f"error={_described(error)}")
        return " ".join(parts).replace("\r", "\\r").replace("\n", "\\n")


def json_formatter() -> logging.Formatter:
    """Return a formatter that writes each log record as one line with a JSON object."""
    import structlog  # noqa: PLC0415 -- it loads rich and more: text logs start without it

    return structlog.stdlib.ProcessorFormatter(
        processors=[_described_event, structlog.processors.JSONRenderer()]
    )


def _described_event(_logger: "WrappedLogger", level: str, event: "EventDict") -> "EventDict":
    record: logging.LogRecord = event["_record"]
    described = {
        "timestamp": _moment(record),
        "level": level,
        "logger": record.name,
        "event": event["event"],
    }
    error = event["exc_info"][1] if event.get("exc_info") else None
    return described if error is None else {**described, "error": _described(error)}


def _moment(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return f"{moment.isoformat('T', 'milliseconds')[:23]}Z"


def _described(error: BaseException) -> str:
    kind = type(error)
    text = f"{kind.__module__}.{kind.__qualname__}"
    code = failure_code(error)
    if code:
        text += f" code={code}"
    if isinstance(error, SetupError):
        text += f" ({error})"  # these errors are written for operators
    elif isinstance(error, OSError) and error.strerror:
        text += f" ({error.strerror})"
    places = list(_places(error.__traceback__))[::-1][:FRAME_LIMIT]
    cause = error.__cause__
    return " ".join(
        filter(
            None,
            [text, "at", " < ".join(places), f"from error={_described(cause)}" if cause else ""],
        )
    )


def _places(trace: TracebackType | None) -> Iterator[str]:
    for frame, line in walk_tb(trace):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(PACKAGE_FOLDER):
            name = f"leadkeep/{path.relative_to(PACKAGE_FOLDER).as_posix()}"
        else:
            name = f"{path.parent.name}/{path.name}"
        yield f"{name}:{line}"


def log_config(level: str, form: str) -> dict[str, Any]:
    """Return the logging configuration of a server process; ``form`` is ``text`` or ``json``."""
    level = level.upper()
    maker = "json_formatter" if form == "json" else "LineFormatter"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"leadkeep.cli.log.{maker}"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {"leadkeep": {"level": level}, "uvicorn": {"level": level}},
    }
