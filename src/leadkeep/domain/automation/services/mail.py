"""Model a mail to send, and the outcome of its delivery."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail with its tokens replaced; the default sender is the address in the settings."""

    to: str
    subject: str
    text: str | None = None
    html: str | None = None
    from_address: str | None = None
    from_name: str | None = None
    reply_to: str | None = None


class MailStatus(StrEnum):
    """The outcome of a mail delivery."""

    ACCEPTED = "accepted"
    """A mail server accepted the mail."""
    REFUSED = "refused"
    """A mail server refused the mail permanently, or its address or subject cannot be sent."""
    WITHHELD = "withheld"
    """The mail was not sent, because no mail server is configured."""


@dataclass(frozen=True, slots=True)
class MailOutcome:
    """The outcome of a mail delivery, with the code and text of the mail server, if any."""

    status: MailStatus
    code: int | None = None
    reason: str = ""


class Mails(Protocol):
    """The protocol of a service that sends mails."""

    def send(self, mail: Mail, key: str) -> MailOutcome:
        """Send a mail and return the outcome; ``key`` is its message id, the same for each attempt.

        Raises:
            OSError: no mail server can be reached, or it refuses temporarily; retry later.
        """
        ...
