"""Webhook delivery over HTTP.

Entry points: :class:`HttpWebhooks`, :class:`NullWebhooks`, :class:`TracedWebhooks`.
"""

from leadkeep.connectors.webhooks.http import HttpWebhooks
from leadkeep.connectors.webhooks.networks import read_networks
from leadkeep.connectors.webhooks.null import NullWebhooks
from leadkeep.connectors.webhooks.traced import TracedWebhooks

__all__ = ["HttpWebhooks", "NullWebhooks", "TracedWebhooks", "read_networks"]
