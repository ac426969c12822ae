"""All external services together."""

from dataclasses import dataclass

from leadkeep.domain.automation.services.mail import Mails
from leadkeep.domain.automation.services.webhook import Webhooks


@dataclass(frozen=True, slots=True)
class Services:
    """The external services of a worker; tests pass their own."""

    webhooks: Webhooks
    mails: Mails
