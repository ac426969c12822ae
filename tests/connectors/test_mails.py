"""Mails, to a real mail server on loopback that keeps what it gets."""

import email
import ssl
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from leadkeep.assembly import external_services
from leadkeep.clock import ManualClock
from leadkeep.connectors.mails import MailServer, NullMails, SmtpMails
from leadkeep.domain.automation.services import Mail, MailOutcome, MailStatus
from leadkeep.errors import SetupError
from leadkeep.settings import load_settings
from tests.support.external_services import MailSink, served

MAIL = Mail("ada@example.com", "Grüße", "Hello", "<p>Hello</p>", reply_to="team@example.com")


def send(sink: MailSink, mail: Mail = MAIL, **options: Any) -> MailOutcome:  # noqa: ANN401
    with served(sink.handler()) as port:
        server = MailServer("127.0.0.1", port, "crm@example.com", **{"security": "none", **options})
        return SmtpMails(server, ManualClock()).send(mail, "job-7")


def received(sink: MailSink) -> EmailMessage:
    (text,) = sink.mails
    message = email.message_from_bytes(text, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_mail_is_handed_over() -> None:
    sink = MailSink()
    assert send(sink) == MailOutcome(MailStatus.ACCEPTED)
    assert "mail FROM:<crm@example.com>" in " ".join(sink.lines)
    assert "rcpt TO:<ada@example.com>" in sink.lines
    message = received(sink)
    assert message["subject"] == "Grüße"
    assert message["from"] == "crm@example.com"
    assert message["reply-to"] == "team@example.com"
    assert message["message-id"] == "<job-7@example.com>"
    assert message["date"] == "Thu, 15 Jan 2026 18:00:00 +0000"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_a_mail_may_come_from_somebody() -> None:
    sink = MailSink()
    mail = Mail(
        "ada@example.com", "S", html="<p>H</p>", from_address="b@example.com", from_name="B, C"
    )
    assert send(sink, mail).status is MailStatus.ACCEPTED
    message = received(sink)
    assert message["from"] == '"B, C" <b@example.com>'
    assert message.get_content_type() == "text/html"
    assert "mail FROM:<crm@example.com>" in " ".join(sink.lines)  # bounces go there


def test_a_refusal_for_good_is_an_outcome() -> None:
    outcome = send(MailSink(recipient_answer=b"550 no such user\r\n"))
    assert outcome == MailOutcome(MailStatus.REFUSED, 550, "no such user")
    outcome = send(MailSink(data_answer=b"554 spam\r\n"))
    assert outcome == MailOutcome(MailStatus.REFUSED, 554, "spam")


def test_a_refusal_for_now_is_tried_again() -> None:
    with pytest.raises(OSError, match="450"):
        send(MailSink(recipient_answer=b"450 later\r\n"))
    with pytest.raises(OSError, match="451"):
        send(MailSink(data_answer=b"451 later\r\n"))


def test_nobody_there_is_tried_again() -> None:
    with served(MailSink().handler()) as port:
        pass
    server = MailServer("127.0.0.1", port, "crm@example.com", "none")
    with pytest.raises(OSError, match="refused"):
        SmtpMails(server, ManualClock()).send(MAIL, "job-7")


def test_what_is_said_after_the_mail_was_taken_changes_nothing() -> None:
    assert send(MailSink(goodbye=b"500 what\r\n")).status is MailStatus.ACCEPTED


def test_no_password_goes_over_an_open_line() -> None:
    sink = MailSink(greeting=b"250-sink\r\n250 AUTH PLAIN\r\n")
    with pytest.raises(OSError, match="STARTTLS"):
        send(sink, security="starttls", user="u", password="p")
    assert not any(line.startswith("AUTH") for line in sink.lines)


def test_the_mail_server_must_be_trusted() -> None:
    with served(MailSink().handler(), is_secure=True) as port:
        server = MailServer("127.0.0.1", port, "crm@example.com", "tls")
        with pytest.raises(ssl.SSLCertVerificationError):
            SmtpMails(server, ManualClock()).send(MAIL, "job-7")


def test_a_user_is_named() -> None:
    sink = MailSink(greeting=b"250-sink\r\n250 AUTH PLAIN\r\n")
    with pytest.raises(OSError, match="250"):  # the sink says 250 to all, and 235 would be right
        send(sink, user="u", password="p")
    assert any(line.startswith("AUTH PLAIN") for line in sink.lines)


@pytest.mark.parametrize(
    "mail",
    [
        Mail("ada@example.com", "a\r\nBcc: eve@example.com"),
        Mail("ada@example.com\r\nBcc: eve@example.com", "a"),
        Mail("", "a"),
        Mail("ada", "a", from_address="no address at all"),
        Mail("ada@example.com, eve@example.com", "a"),
        Mail("ada@example.com", "a", from_name="a\nb"),
    ],
    ids=["subject", "recipient", "empty", "sender", "two", "name"],
)
def test_a_value_cannot_add_headers_or_recipients(mail: Mail) -> None:
    sink = MailSink()
    assert send(sink, mail).status is MailStatus.REFUSED
    assert sink.mails == []


def test_letters_beyond_ascii_in_an_address_are_refused_where_the_server_cannot() -> None:
    outcome = send(MailSink(), Mail("ädä@example.com", "a"))
    assert outcome.status is MailStatus.REFUSED


def test_without_a_mail_server_mails_are_noted() -> None:
    mails = external_services(load_settings(), ManualClock()).mails
    assert isinstance(mails, NullMails)
    assert mails.send(MAIL, "job-7") == MailOutcome(MailStatus.WITHHELD)
    assert list(mails.mails) == [(MAIL, "job-7")]


def test_settings_make_services() -> None:
    settings = load_settings(smtp_host="mail.example.com", mail_from="crm@example.com")
    assert isinstance(external_services(settings, ManualClock()).mails, SmtpMails)
    with pytest.raises(SetupError, match="mail_from"):
        external_services(load_settings(smtp_host="mail.example.com"), ManualClock())
    with pytest.raises(SetupError, match="webhook_networks"):
        external_services(load_settings(webhook_networks=["the inside"]), ManualClock())
