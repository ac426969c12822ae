"""Webhook delivery that sends nothing: deliveries are recorded and get a constant response."""

from collections import deque

from leadkeep.domain.automation.services import Webhook, WebhookAnswer

MOST_NOTED = 10_000


class NullWebhooks:
    """Records webhook deliveries instead of sending them, and returns the same response to each."""

    def __init__(self, answer: WebhookAnswer | None = None) -> None:
        """Set the response to every delivery, by default status 200 with an empty body."""
        self.answer = answer or WebhookAnswer(200)
        self.calls: deque[tuple[Webhook, str]] = deque(maxlen=MOST_NOTED)

    def call(self, webhook: Webhook, key: str) -> WebhookAnswer:
        """Record a delivery without sending it; return the response that was set."""
        self.calls.append((webhook, key))
        return self.answer
