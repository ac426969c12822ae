"""Mail delivery through a mail server, with the standard library."""

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal

from leadkeep.clock import Clock
from leadkeep.domain.automation.services import Mail, MailOutcome, MailStatus

TIME_LIMIT_SECONDS = 30.0
"""Time limit for each command of the SMTP conversation."""
FIRST_PERMANENT_CODE = 500
"""SMTP reply codes from 500 on are permanent failures; lower codes of refusals are temporary."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server's address, security and account, and the email address of the sender."""

    host: str
    port: int
    from_address: str
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password: str | None = None


class SmtpMails:
    """Sends each mail over a new connection to the mail server."""

    def __init__(self, server: MailServer, clock: Clock) -> None:
        """Set the mail server, and the clock that gives each mail its date."""
        self._server = server
        self._clock = clock

    def send(self, mail: Mail, key: str) -> MailOutcome:
        """Send a mail and return the outcome; ``services.Mails`` has the arguments and errors."""
        try:
            message = self._message(mail, key)
        except (ValueError, IndexError):  # line breaks in a header, an invalid address
            return MailOutcome(MailStatus.REFUSED, reason="the mail cannot be written")
        connection = self._connection()
        try:
            connection.send_message(message, self._server.from_address, [mail.to])
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            return _permanent_failure(code, reason)
        except smtplib.SMTPDataError as error:
            return _permanent_failure(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError:
            return MailOutcome(MailStatus.REFUSED, reason="the mail server takes ASCII only")
        finally:
            with contextlib.suppress(OSError):  # its reply to QUIT does not matter
                connection.quit()
            connection.close()
        return MailOutcome(MailStatus.ACCEPTED)

    def _connection(self) -> smtplib.SMTP:
        server = self._server
        if server.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host,
                server.port,
                timeout=TIME_LIMIT_SECONDS,
                context=ssl.create_default_context(),
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=TIME_LIMIT_SECONDS)
        try:
            if server.security == "starttls":
                connection.starttls(context=ssl.create_default_context())
            if server.user is not None:
                connection.login(server.user, server.password or "")
        except BaseException:
            connection.close()
            raise
        return connection

    def _message(self, mail: Mail, key: str) -> EmailMessage:
        sender = mail.from_address or self._server.from_address
        message = EmailMessage()
        message["Date"] = format_datetime(self._clock.now())
        message["Message-ID"] = f"<{key}@{self._server.from_address.partition('@')[2]}>"
        message["From"] = Address(mail.from_name or "", addr_spec=sender)
        message["To"] = Address(addr_spec=mail.to)
        if mail.reply_to:
            message["Reply-To"] = Address(addr_spec=mail.reply_to)
        message["Subject"] = mail.subject
        if mail.text is not None or mail.html is None:
            message.set_content(mail.text or "")
            if mail.html is not None:
                message.add_alternative(mail.html, subtype="html")
        else:
            message.set_content(mail.html, subtype="html")
        return message


def _permanent_failure(code: int, reason: bytes | str) -> MailOutcome:
    """Return the outcome of a mail that the server refused with a permanent SMTP reply code.

    Raises:
        OSError: the code is below 500: the failure is temporary.
    """
    if code < FIRST_PERMANENT_CODE:
        raise OSError(f"the mail server takes no mail now: {code}")
    text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason
    return MailOutcome(MailStatus.REFUSED, code, text)
