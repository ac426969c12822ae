"""Mail delivery that sends nothing: the default until a mail server is configured."""

import logging
from collections import deque

from leadkeep.domain.automation.services import Mail, MailOutcome, MailStatus

logger = logging.getLogger(__name__)

RECORDED_MAIL_LIMIT = 1_000


class NullMails:
    """Records mails instead of sending them."""

    def __init__(self) -> None:
        """Start without recorded mails."""
        self.mails: deque[tuple[Mail, str]] = deque(maxlen=RECORDED_MAIL_LIMIT)

    def send(self, mail: Mail, key: str) -> MailOutcome:
        """Record the mail."""
        self.mails.append((mail, key))
        logger.info("mail %s would have been sent: no mail server is set", key)
        return MailOutcome(MailStatus.WITHHELD)
