"""Webhooks that nobody calls: each call is noted and answered as told."""

from collections import deque

from leadkeep.domain.automation.services import Webhook, WebhookAnswer

MOST_NOTED = 10_000


class NullWebhooks:
    """Notes calls and answers all of them alike."""

    def __init__(self, answer: WebhookAnswer | None = None) -> None:
        """Answer as told, else 200 with nothing in it."""
        self.answer = answer or WebhookAnswer(200)
        self.calls: deque[tuple[Webhook, str]] = deque(maxlen=MOST_NOTED)

    def call(self, webhook: Webhook, key: str) -> WebhookAnswer:
        """Note the call."""
        self.calls.append((webhook, key))
        return self.answer
