"""A webhook's server that accepts the connection and stays silent."""

import threading

from leadkeep.connectors.mails import NullMails
from leadkeep.connectors.webhooks import HttpWebhooks, read_networks
from leadkeep.domain.automation.services import Services, Webhook, WebhookResponse
from leadkeep.store import Store
from leadkeep.testing import Rehearsal
from tests.support.campaigns import campaign, people, request, told
from tests.support.external_services import http_server
from tests.support.jobs import PATIENCE_SECONDS, until, while_running

LOOPBACK = read_networks(["127.0.0.0/8", "::1/128"])
LIMIT_SECONDS = 0.2
CALL_WEBHOOK = 110


class Gated:
    """Webhooks that are sent, and whose outcome comes only once a gate is open."""

    def __init__(self, webhooks: HttpWebhooks) -> None:
        self.webhooks = webhooks
        self.gate = threading.Event()

    def send(self, webhook: Webhook, key: str) -> WebhookResponse:
        response = self.webhooks.send(webhook, key)
        assert self.gate.wait(PATIENCE_SECONDS)
        return response


def test_a_silent_service_is_left_in_time_and_delays_no_other_job(store: Store) -> None:
    silence = threading.Event()
    webhooks = Gated(HttpWebhooks(LOOPBACK, LIMIT_SECONDS))
    services = Services(webhooks, NullMails())
    with (
        http_server(lambda _: bool(silence.wait(PATIENCE_SECONDS))) as (port, seen),
        Rehearsal(store, services=services) as server,
    ):
        flow = f"[{{callWebhook: {{name: Silent, url: 'http://127.0.0.1:{port}/'}}}}]"
        silent, quick = (
            campaign(server, flow),
            campaign(server, "[{changeScore: {field: leadScore, change: '+1'}}]"),
        )
        leads = people(server, 9)
        for number in (silent, quick):
            assert request(server, number, *leads).result

        def failed() -> bool:
            outcomes = [told(server, silent, each) for each in leads]
            return all(CALL_WEBHOOK in [entry.type_id for entry in each] for each in outcomes)

        async def work() -> None:
            await until(lambda: all(told(server, quick, each) for each in leads))
            await until(lambda: len(seen) >= 1)
            assert not failed()
            webhooks.gate.set()
            await until(failed)

        server.run(while_running(server.application.worker, work))
        silence.set()
        (entry, *_) = told(server, silent, leads[0])
    assert entry.attributes["Error Type"]
    assert len(seen) == len(leads)
