"""Bundle all external services."""

from dataclasses import dataclass

from leadkeep.domain.automation.services.mail import Mails
from leadkeep.domain.automation.services.webhook import Webhooks


@dataclass(frozen=True, slots=True)
class Services:
    """The external services that a worker uses: webhooks and mail servers. Tests pass their own."""

    webhooks: Webhooks
    mails: Mails
