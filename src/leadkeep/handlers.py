"""Which job is run by what: the one place where names of jobs and their handlers meet."""

from leadkeep.clock import Clock
from leadkeep.connectors.mails import MailServer, NullMails, SmtpMails
from leadkeep.connectors.webhooks import HttpWebhooks, read_networks
from leadkeep.domain.automation.campaigns import campaign_handlers
from leadkeep.domain.automation.segmentations import segmentation_handlers
from leadkeep.domain.automation.services import Mails, Services
from leadkeep.errors import SetupError
from leadkeep.jobs import Handlers, Worker
from leadkeep.settings import Settings
from leadkeep.store import Store


def job_handlers(services: Services) -> Handlers:
    """Return every handler by the name of its jobs."""
    return {**campaign_handlers(services), **segmentation_handlers()}


def make_services(settings: Settings, clock: Clock) -> Services:
    """Return the outside services of the settings.

    Raises:
        SetupError: the settings contradict each other, or a network is none.
    """
    try:
        networks = read_networks(settings.webhook_networks)
    except ValueError as error:
        raise SetupError(f"settings: webhook_networks: {error}") from None
    return Services(HttpWebhooks(networks), _mails(settings, clock))


def _mails(settings: Settings, clock: Clock) -> Mails:
    if settings.smtp_host is None:
        return NullMails()
    if settings.mail_from is None:
        raise SetupError("settings: smtp_host wants mail_from too: the address that mails are from")
    password = settings.smtp_password
    server = MailServer(
        settings.smtp_host,
        settings.smtp_port,
        settings.mail_from,
        settings.smtp_security,
        settings.smtp_user,
        password.get_secret_value() if password else None,
    )
    return SmtpMails(server, clock)


def make_worker(
    store: Store, settings: Settings, clock: Clock, services: Services | None = None
) -> Worker:
    """Return a worker for all jobs; without ``services`` with those of the settings.

    Raises:
        SetupError: the settings of the services are wrong.
    """
    return Worker(
        store,
        job_handlers(services or make_services(settings, clock)),
        clock,
        inside_tasks=settings.job_tasks,
        outside_tasks=settings.outside_tasks,
    )
