"""Mail delivery over SMTP.

Entry points: :class:`SmtpMails`, :class:`NullMails`.
"""

from leadkeep.connectors.mails.null import NullMails
from leadkeep.connectors.mails.smtp import MailServer, SmtpMails

__all__ = ["MailServer", "NullMails", "SmtpMails"]
