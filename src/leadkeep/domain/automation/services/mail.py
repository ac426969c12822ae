"""A mail to send, and its outcome."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail with its tokens replaced; without a sender it is from the address of the settings."""

    to: str
    subject: str
    text: str | None = None
    html: str | None = None
    from_address: str | None = None
    from_name: str | None = None
    reply_to: str | None = None


class MailStatus(StrEnum):
    """The outcome of a mail."""

    ACCEPTED = "accepted"
    """A mail server has accepted it."""
    REFUSED = "refused"
    """A mail server refuses it for good, or its address or subject cannot be sent."""
    WITHHELD = "withheld"
    """It would have been sent, but no mail server is set."""


@dataclass(frozen=True, slots=True)
class MailOutcome:
    """The outcome of a mail, with code and text of the mail server if it sent any."""

    status: MailStatus
    code: int | None = None
    reason: str = ""


class Mails(Protocol):
    """Sends mails."""

    def send(self, mail: Mail, key: str) -> MailOutcome:
        """Send a mail. ``key`` becomes its message id, the same when it is sent again.

        Raises:
            OSError: no mail server can be reached, or it refuses for now: try again later.
        """
        ...
