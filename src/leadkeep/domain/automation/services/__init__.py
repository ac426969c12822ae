"""What leadkeep asks of services outside: webhooks that are called, mails that are sent.

Here are the protocols and what goes over them; who speaks them really stands in ``connectors``.
Entry points: :class:`Services`, which a job's handler is made with. Imports nothing.
"""

from leadkeep.domain.automation.services.bundle import Services
from leadkeep.domain.automation.services.mail import Mail, MailOutcome, Mails, MailStatus
from leadkeep.domain.automation.services.webhook import (
    Webhook,
    WebhookAnswer,
    WebhookFailure,
    Webhooks,
)

__all__ = [
    "Mail",
    "MailOutcome",
    "MailStatus",
    "Mails",
    "Services",
    "Webhook",
    "WebhookAnswer",
    "WebhookFailure",
    "Webhooks",
]
