"""Mails that nobody sends: the default, until a mail server is set."""

import logging
from collections import deque

from leadkeep.domain.automation.services import Mail, MailOutcome, MailStatus

logger = logging.getLogger(__name__)

MOST_NOTED = 1_000


class NullMails:
    """Notes mails that would have been sent."""

    def __init__(self) -> None:
        """Start with none."""
        self.mails: deque[tuple[Mail, str]] = deque(maxlen=MOST_NOTED)

    def send(self, mail: Mail, key: str) -> MailOutcome:
        """Note the mail."""
        self.mails.append((mail, key))
        logger.info("mail %s would have been sent: no mail server is set", key)
        return MailOutcome(MailStatus.WITHHELD)
