"""External services, webhooks and mail servers: protocols, and the values that they exchange.

The implementations are in ``connectors``. Entry point: :class:`Services`, which the handler of
deliveries gets.
"""

from leadkeep.domain.automation.services.bundle import Services
from leadkeep.domain.automation.services.mail import Mail, MailOutcome, Mails, MailStatus
from leadkeep.domain.automation.services.webhook import (
    SentRequest,
    Webhook,
    WebhookFailure,
    WebhookResponse,
    Webhooks,
)

__all__ = [
    "Mail",
    "MailOutcome",
    "MailStatus",
    "Mails",
    "SentRequest",
    "Services",
    "Webhook",
    "WebhookFailure",
    "WebhookResponse",
    "Webhooks",
]
