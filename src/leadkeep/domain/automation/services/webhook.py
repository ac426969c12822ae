"""A request to a webhook, and the response or failure (behaviour.md 9.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Webhook:
    """A request with its tokens replaced.

    The caller quotes characters with a meaning of their own in ``url`` and ``headers``; blanks and
    letters beyond ASCII in the URL are quoted when it is sent. The caller does not set ``Host``,
    ``Content-Length``, ``Transfer-Encoding`` or ``Connection``.
    """

    url: str
    method: Literal["GET", "POST"] = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class WebhookFailure(StrEnum):
    """Why there is no response, or none that can be used."""

    BAD_REQUEST = "the URL or a header cannot be sent"
    NOT_ALLOWED = "the address is in a network that webhooks may not reach"
    UNREACHABLE = "the host cannot be found or does not answer"
    NOT_TRUSTED = "the host's certificate is not trusted"
    TIMED_OUT = "there was no answer in time"
    TOO_LARGE = "the answer is too large"
    BAD_ANSWER = "the answer is no HTTP"


@dataclass(frozen=True, slots=True)
class WebhookAnswer:
    """A response: status, headers (names in lower case) and body; or a failure."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: WebhookFailure | None = None

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx, so that the content counts."""
        return self.failure is None and 200 <= self.status <= 299  # noqa: PLR2004 -- as it says


class Webhooks(Protocol):
    """Sends requests to webhooks."""

    def call(self, webhook: Webhook, key: str) -> WebhookAnswer:
        """Send a request and wait for the response, 30 seconds at most.

        ``key`` is sent as ``Idempotency-Key``: it is the same when the request is sent again.
        What may go wrong in ordinary operation is a failure in the answer, not an exception.
        """
        ...
