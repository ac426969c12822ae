"""Model a request to a webhook, and its response or failure (behaviour.md 9.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Webhook:
    """A request to a webhook, with its tokens replaced.

    The caller has quoted special characters in ``url`` and ``headers``; blanks and non-ASCII
    letters of the URL are quoted when the request is sent. The caller does not set ``Host``,
    ``Content-Length``, ``Transfer-Encoding`` or ``Connection``.
    """

    url: str
    method: Literal["GET", "POST"] = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request to a webhook as it was sent, or was to be sent."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class WebhookFailure(StrEnum):
    """Why a webhook request got no usable response."""

    BAD_REQUEST = "the URL or a header cannot be sent"
    NOT_ALLOWED = "the address is in a network that webhooks may not reach"
    UNREACHABLE = "the host cannot be found or does not respond"
    NOT_TRUSTED = "the host's certificate is not trusted"
    TIMED_OUT = "there was no response in time"
    TOO_LARGE = "the response is too large"
    BAD_RESPONSE = "the response is not HTTP"


@dataclass(frozen=True, slots=True)
class WebhookResponse:
    """The result of a webhook request: status, headers (names in lower case), body; or failure."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: WebhookFailure | None = None
    request_headers: Mapping[str, str] = field(default_factory=dict, compare=False)
    """All headers of the request that it answers; none if it could not be sent."""

    @property
    def is_success(self) -> bool:
        """Is the status 2xx, so that the body may be used?"""
        return self.failure is None and 200 <= self.status <= 299  # noqa: PLR2004 -- as it says


class Webhooks(Protocol):
    """The protocol of a service that sends requests to webhooks."""

    def send(self, webhook: Webhook, key: str) -> WebhookResponse:
        """Send a request and wait at most 30 seconds for the response.

        ``key`` is sent as ``Idempotency-Key``, the same when the request is sent again. Expected
        failures are returned in the response, not raised as an exception.
        """
        ...
