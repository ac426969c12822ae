"""Webhook delivery that sends nothing: deliveries are recorded and get a constant response."""

from collections import deque

from leadkeep.domain.automation.services import Webhook, WebhookResponse

RECORDED_DELIVERY_LIMIT = 10_000


class NullWebhooks:
    """Records webhook deliveries instead of sending them, and returns the same response to each."""

    def __init__(self, response: WebhookResponse | None = None) -> None:
        """Set the response to every delivery, by default status 200 with an empty body."""
        self.response = response or WebhookResponse(200)
        self.deliveries: deque[tuple[Webhook, str]] = deque(maxlen=RECORDED_DELIVERY_LIMIT)

    def send(self, webhook: Webhook, key: str) -> WebhookResponse:
        """Record a delivery without sending it; return the response that was set."""
        self.deliveries.append((webhook, key))
        return self.response
