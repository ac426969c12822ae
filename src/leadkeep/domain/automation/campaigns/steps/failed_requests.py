"""Keep the latest failed requests to webhooks as they were sent, for those who repair them.

A row has values of a lead, so it is deleted with the lead, and after :data:`RETENTION`; and a
campaign has :data:`REQUEST_LIMIT` of them, whatever number of its requests fails.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote_plus, urlsplit, urlunsplit

import msgspec
from sqlalchemy import bindparam, delete, select

from leadkeep.domain.automation.campaigns.tables import failed_webhook
from leadkeep.domain.automation.services import SentRequest
from leadkeep.store import Insert, Statement, Transaction, any_of

REQUEST_LIMIT = 50
"""Limit: failed requests of a campaign that are stored, about; the oldest ones go first."""
RETENTION = timedelta(days=30)
LONGEST_URL_CHARACTERS = 2_000
LONGEST_BODY_CHARACTERS = 10_000
MASK = "***"
PLAIN_HEADERS = frozenset(
    {
        *("accept", "accept-charset", "accept-encoding", "accept-language", "connection"),
        *("content-encoding", "content-language", "content-length", "content-type", "date"),
        *("host", "idempotency-key", "user-agent"),
    }
)
"""Headers whose values are stored. Any other header may be a secret, whatever its name is."""
_SECRET = re.compile(r"(?i)auth|code|cred|key|pass|pwd|secret|sig|token")
"""Matches the name of a parameter of a URL whose value may be a secret."""

_decode = msgspec.json.Decoder(dict[str, str]).decode

_f = failed_webhook.c
_ADD = Insert(
    failed_webhook,
    [
        *("lead_id", "activity_id", "campaign_id", "failed_at"),
        *("method", "url", "headers", "body"),
    ],
)
_OLDEST = Statement(
    select(_f.failed_at)
    .where(_f.campaign_id == bindparam("wanted_campaign"))
    .order_by(_f.failed_at.desc())
    .limit(1)
    .offset(REQUEST_LIMIT - 1)
)
_TRIM = Statement(
    delete(failed_webhook).where(
        _f.campaign_id == bindparam("wanted_campaign"), _f.failed_at < bindparam("oldest")
    )
)
_PRUNE = Statement(delete(failed_webhook).where(_f.failed_at < bindparam("oldest")))
_OF_ACTIVITIES = Statement(
    select(_f.activity_id, _f.method, _f.url, _f.headers, _f.body)
    .where(_f.campaign_id == bindparam("wanted_campaign"), any_of(_f.activity_id, "activity_ids"))
    .order_by(_f.activity_id)
)


@dataclass(frozen=True, slots=True)
class FailedRequest:
    """A request to a webhook as it was sent."""

    method: str
    url: str
    headers: Mapping[str, str]
    """By name; values that may be secret are :data:`MASK`."""
    body: str | None
    """The beginning of the body; None if there was none."""


def store_failed_request(
    tx: Transaction,
    campaign_id: int,
    lead_id: int,
    activity_id: int,
    failed_at: datetime,
    sent: SentRequest,
) -> None:
    """Store a request that failed; delete the oldest ones of too many."""
    body = sent.body.decode("utf-8", "replace").replace("\0", "")[:LONGEST_BODY_CHARACTERS]
    url = masked_url(sent.url).replace("\0", "")[:LONGEST_URL_CHARACTERS]
    headers = msgspec.json.encode(masked_headers(sent.headers)).decode()
    row = (lead_id, activity_id, campaign_id, failed_at, sent.method, url, headers, body or None)
    tx.insert(_ADD, [row])
    if found := tx.row(_OLDEST, wanted_campaign=campaign_id):
        tx.run(_TRIM, wanted_campaign=campaign_id, oldest=found[0])


def failed_requests(
    tx: Transaction, campaign_id: int, activity_ids: Collection[int]
) -> dict[int, FailedRequest]:
    """Return by the id of their activity those of the requests of a campaign that are stored."""
    if not activity_ids:
        return {}
    rows = tx.rows(_OF_ACTIVITIES, wanted_campaign=campaign_id, activity_ids=list(activity_ids))
    return {row[0]: FailedRequest(row[1], row[2], _decode(row[3]), row[4]) for row in rows}


def prune_failed_requests(tx: Transaction) -> None:
    """Delete the failed requests that are older than :data:`RETENTION`."""
    tx.run(_PRUNE, oldest=tx.now - RETENTION)


def masked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers with :data:`MASK` for values that may be secret."""
    return {
        name: value.replace("\0", "") if name.lower() in PLAIN_HEADERS else MASK
        for name, value in headers.items()
    }


def masked_url(url: str) -> str:
    """Return a URL, which may have tokens, with :data:`MASK` for parameters that may be secret."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return MASK
    query = "&".join(map(_masked_parameter, parts.query.split("&")))
    host = parts.netloc.rpartition("@")[2]  # a password before the host was refused, not sent
    return urlunsplit((parts.scheme, host, parts.path, query, ""))


def _masked_parameter(parameter: str) -> str:
    name, equals, _ = parameter.partition("=")
    return f"{name}={quote_plus(MASK, safe='*')}" if equals and _SECRET.search(name) else parameter
