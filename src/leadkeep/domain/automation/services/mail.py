"""A mail to send, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, its tokens replaced already; without a sender it comes from the server's own."""

    to: str
    subject: str
    text: str | None = None
    html: str | None = None
    from_address: str | None = None
    from_name: str | None = None
    reply_to: str | None = None


class MailStatus(StrEnum):
    """What became of a mail."""

    ACCEPTED = "accepted"
    """A mail server has taken it over."""
    REFUSED = "refused"
    """A mail server refuses it for good, or its address or subject cannot be sent."""
    WITHHELD = "withheld"
    """It would have been sent, but no mail server is set."""


@dataclass(frozen=True, slots=True)
class MailOutcome:
    """What became of a mail, with the mail server's code and words where it said any."""

    status: MailStatus
    code: int | None = None
    reason: str = ""


class Mails(Protocol):
    """Sends mails."""

    def send(self, mail: Mail, key: str) -> MailOutcome:
        """Hand a mail over. ``key`` becomes its message id, the same when it is sent again.

        Raises:
            OSError: no mail server can be reached, or it refuses for now: to be tried again later.
        """
        ...
