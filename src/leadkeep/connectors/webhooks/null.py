"""Webhook delivery that sends nothing: it records deliveries and returns a fixed response."""

from collections import deque

from leadkeep.domain.automation.services import Webhook, WebhookAnswer

MOST_NOTED = 10_000


class NullWebhooks:
    """Records deliveries and returns the same response to each."""

    def __init__(self, answer: WebhookAnswer | None = None) -> None:
        """Return ``answer`` for each delivery; without it, status 200 with an empty body."""
        self.answer = answer or WebhookAnswer(200)
        self.calls: deque[tuple[Webhook, str]] = deque(maxlen=MOST_NOTED)

    def call(self, webhook: Webhook, key: str) -> WebhookAnswer:
        """Record the delivery and return the fixed response."""
        self.calls.append((webhook, key))
        return self.answer
