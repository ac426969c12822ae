"""Webhook delivery over HTTP.

Entry points: :class:`HttpWebhooks`, :class:`NullWebhooks`.
"""

from leadkeep.connectors.webhooks.http import HttpWebhooks
from leadkeep.connectors.webhooks.networks import read_networks
from leadkeep.connectors.webhooks.null import NullWebhooks

__all__ = ["HttpWebhooks", "NullWebhooks", "read_networks"]
