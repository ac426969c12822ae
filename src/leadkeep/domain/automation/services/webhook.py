"""A call of somebody's webhook, and what came of it (behaviour.md 9.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Webhook:
    """A call to make, its tokens replaced already.

    In ``url`` and ``headers`` whatever has a meaning of its own must be quoted by the caller;
    blanks and letters beyond ASCII in the URL are quoted on the way. ``Host``,
    ``Content-Length``, ``Transfer-Encoding`` and ``Connection`` are the caller's to leave alone:
    they are set as the call needs them.
    """

    url: str
    method: Literal["GET", "POST"] = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class WebhookFailure(StrEnum):
    """Why there is no answer, or none that can be used."""

    BAD_REQUEST = "the URL or a header cannot be sent"
    NOT_ALLOWED = "the address is in a network that webhooks may not reach"
    UNREACHABLE = "the host cannot be found or does not answer"
    NOT_TRUSTED = "the host's certificate is not trusted"
    TIMED_OUT = "there was no answer in time"
    TOO_LARGE = "the answer is too large"
    BAD_ANSWER = "the answer is no HTTP"


@dataclass(frozen=True, slots=True)
class WebhookAnswer:
    """What came back: a status with headers (names in lower case) and body, or a failure."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: WebhookFailure | None = None

    @property
    def is_success(self) -> bool:
        """Is it one of the answers whose content counts: 2xx?"""
        return self.failure is None and 200 <= self.status <= 299  # noqa: PLR2004 -- as it says


class Webhooks(Protocol):
    """Calls webhooks."""

    def call(self, webhook: Webhook, key: str) -> WebhookAnswer:
        """Make a call and wait for its end, 30 seconds at most.

        ``key`` goes along as ``Idempotency-Key``: it is the same when the same call is made again.
        Nothing is raised for what may go wrong in ordinary life.
        """
        ...
