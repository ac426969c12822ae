"""All outside services together, as handlers of jobs are made with them."""

from dataclasses import dataclass

from leadkeep.domain.automation.services.mail import Mails
from leadkeep.domain.automation.services.webhook import Webhooks


@dataclass(frozen=True, slots=True)
class Services:
    """Who is asked outside; tests put other ones in."""

    webhooks: Webhooks
    mails: Mails
