"""Webhook deliveries as spans of traces."""

from leadkeep.clock import Clock
from leadkeep.domain.automation.services import Webhook, WebhookResponse, Webhooks
from leadkeep.tracing import Attributes, Kind, Tracer, traced


class TracedWebhooks:
    """Records each delivery; not its URL, headers and body, which may hold what a lead has."""

    def __init__(self, webhooks: Webhooks, tracer: Tracer, clock: Clock) -> None:
        """Deliver by ``webhooks``."""
        self._webhooks = webhooks
        self._tracer = tracer
        self._clock = clock

    def send(self, webhook: Webhook, key: str) -> WebhookResponse:
        """Deliver a webhook; return the response or the failure."""
        said: Attributes = {"http.request.method": webhook.method, "leadkeep.job": key}
        with traced(self._tracer, self._clock, "webhook", Kind.CLIENT, said):
            response = self._webhooks.send(webhook, key)
            if response.failure is None:
                said["http.response.status_code"] = response.status
            else:
                said["error.type"] = response.failure.name.lower()
        return response
