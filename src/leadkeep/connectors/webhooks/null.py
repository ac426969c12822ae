"""Webhook delivery that sends nothing: it records deliveries and returns a fixed response."""

from collections import deque

from leadkeep.domain.automation.services import Webhook, WebhookResponse

RECORDED_DELIVERY_LIMIT = 10_000


class NullWebhooks:
    """Records deliveries and returns the same response to each."""

    def __init__(self, response: WebhookResponse | None = None) -> None:
        """Return ``response`` for each delivery; without it, status 200 with an empty body."""
        self.response = response or WebhookResponse(200)
        self.deliveries: deque[tuple[Webhook, str]] = deque(maxlen=RECORDED_DELIVERY_LIMIT)

    def send(self, webhook: Webhook, key: str) -> WebhookResponse:
        """Record the delivery and return the fixed response."""
        self.deliveries.append((webhook, key))
        return self.response
