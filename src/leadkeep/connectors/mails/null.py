"""Mail delivery that sends nothing: the default until a mail server is configured."""

import logging
from collections import deque

from leadkeep.domain.automation.services import Mail, MailOutcome, MailStatus

logger = logging.getLogger(__name__)

RECORDED_MAIL_LIMIT = 1_000


class NullMails:
    """Records mails instead of sending them."""

    def __init__(self) -> None:
        """Create an empty list of recorded mails."""
        self.mails: deque[tuple[Mail, str]] = deque(maxlen=RECORDED_MAIL_LIMIT)

    def send(self, mail: Mail, key: str) -> MailOutcome:
        """Record the mail without sending it; return an outcome that says so."""
        self.mails.append((mail, key))
        logger.info("mail %s would have been sent: no mail server is set", key)
        return MailOutcome(MailStatus.WITHHELD)
