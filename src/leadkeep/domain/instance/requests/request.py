"""A logged request: what is known of it, never what a lead holds."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One API request that has its response."""

    started_at: datetime
    request_id: str
    """As in the response, such as ``6227#17d4f044661``."""
    client_name: str | None
    """None if the request had no valid token."""
    operation: str
    """The operation's id; of a request that none serves its method and path."""
    code: str | None
    """The error code of a refused request, else that of the first skipped record."""
    records: int
    """Items in the result."""
    skipped: int
    """Records that were refused while the request was carried out."""
    milliseconds: float
    statements: int
    """SQL statements."""
    request_body: str | None = None
    """Parameters and body with masked values, if they were logged for the client."""
    response_body: str | None = None


@dataclass(frozen=True, slots=True)
class FoundRequest:
    """A logged request, with its number in the log: later requests have higher numbers."""

    number: int
    request: LoggedRequest
