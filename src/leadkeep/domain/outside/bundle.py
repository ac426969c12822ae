"""All outside services together, as handlers of jobs are made with them."""

from dataclasses import dataclass

from leadkeep.domain.outside.mail import Mails
from leadkeep.domain.outside.webhook import Webhooks


@dataclass(frozen=True, slots=True)
class Services:
    """Who is asked outside; tests put other ones in."""

    webhooks: Webhooks
    mails: Mails
