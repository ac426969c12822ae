"""Parse web events of the tracking script into visits (behaviour.md 8.2)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import unquote_plus

from leadkeep.domain.activities import ActivityType
from leadkeep.domain.leads import cookie_parts
from leadkeep.domain.visitors import Visit

LONGEST_ADDRESS_CHARACTERS = 1_000
LONGEST_QUERY_CHARACTERS = 1_000
LONGEST_AGENT_CHARACTERS = 500
LONGEST_TITLE_CHARACTERS = 255
PARAMETER_LIMIT = 200
VISITS_PER_VISITOR = 50
"""The most visits kept of one visitor in a batch: nobody views more pages in half a second."""

KINDS = {
    "visitWebPage": ActivityType.VISIT_WEB_PAGE,
    "clickLink": ActivityType.CLICK_LINK,
}
IGNORED = frozenset({"associateLead", "debug"})
"""Event kinds that are accepted and ignored: ``associateLead`` was withdrawn, ``debug`` is for the
vendor's own use."""

_BOTS = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|archiver|facebookexternalhit|mediapartners|preview|pingdom"
    r"|monitoring|validator|lighthouse|scanner",
    re.IGNORECASE,
).search
_CLICK_TOKEN = re.compile(r"(^|[?&#])mkt_tok=[^&#]*&?", re.IGNORECASE)
_CLICK_TOKEN_NAME = "mkt_tok"  # noqa: S105 -- a parameter's name
_READ_PARAMETERS = frozenset(
    {
        *("_mchTk", "_mchHo", "_mchRu", "_mchQp", "_mchRe", "_mchCn", "_mchHr", "_mchLr"),
        _CLICK_TOKEN_NAME,
    }
)
CACHED_AGENTS = CACHED_VALUES = 1_000
"""Cache sizes for texts that many visitors send, such as user agents; each text is short."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@lru_cache(CACHED_AGENTS)
def is_bot(user_agent: str) -> bool:
    """Return whether a User-Agent header names a bot."""
    return _BOTS(user_agent) is not None


@dataclass(frozen=True, slots=True)
class RawEvent:
    """A web event as received; it is parsed when its batch is written."""

    kind: ActivityType
    moment: datetime
    query: bytes
    body: bytes
    client_address: str
    user_agent: bytes

    @property
    def size(self) -> int:
        """The number of bytes that the event counts towards the queue's limit."""
        return len(self.query) + len(self.body) + len(self.user_agent) + 200


def visits_of(events: Iterable[RawEvent | Visit]) -> list[Visit]:
    """Parse events into visits, in order; keep ``VISITS_PER_VISITOR`` of each visitor."""
    counts: dict[str, int] = {}
    found = []
    for event in events:
        visit = event if isinstance(event, Visit) else read_event(event)
        if visit is None:
            continue
        mark = visit.token or f"lead {visit.lead_id}"
        counts[mark] = counts.get(mark, 0) + 1
        if counts[mark] <= VISITS_PER_VISITOR:
            found.append(visit)
    return found


def read_event(event: RawEvent) -> Visit | None:
    """Parse an event into a visit; return None if it is from a bot, or has no token or address."""
    user_agent = event.user_agent.decode("latin-1")[:LONGEST_AGENT_CHARACTERS]
    if is_bot(user_agent):
        return None
    sent = _parameters(event.query) | _parameters(event.body)
    try:
        token, _ = cookie_parts(sent.get("_mchTk", ""))
    except ValueError:
        return None
    host, path = sent.get("_mchHo", "").strip().lower(), sent.get("_mchRu", "").strip()
    query = sent.get("_mchQp", "").replace("__-__", "&").lstrip("?&")
    page = _cut(f"{host}{path}", LONGEST_ADDRESS_CHARACTERS)
    link = sent.get("_mchHr") or sent.get("_mchLr") or ""
    address = page if event.kind is ActivityType.VISIT_WEB_PAGE else _without_token(link)
    if not address.strip():
        return None
    return Visit(
        kind=event.kind,
        moment=event.moment,
        address=_cut(address, LONGEST_ADDRESS_CHARACTERS),
        page=page,
        token=token,
        click_token=sent.get(_CLICK_TOKEN_NAME) or _click_token(query),
        title=_cut(sent.get("_mchCn", ""), LONGEST_TITLE_CHARACTERS),
        path=_cut(path, LONGEST_ADDRESS_CHARACTERS),
        query=_cut(_without_token(query), LONGEST_QUERY_CHARACTERS),
        referrer=_cut(_without_token(sent.get("_mchRe", "")), LONGEST_ADDRESS_CHARACTERS),
        client_address=_cut(event.client_address, 45),
        user_agent=_cut(user_agent, LONGEST_AGENT_CHARACTERS),
    )


def _click_token(query: str) -> str | None:
    """Return the click token ``mkt_tok`` in the query of a page's address; None without one."""
    return (
        _parameters(query.encode()).get(_CLICK_TOKEN_NAME) if _CLICK_TOKEN_NAME in query else None
    )


def _parameters(encoded: bytes) -> dict[str, str]:
    """Decode a query string or form body; return the first value of each parameter that is used.

    Parameters after the first ``PARAMETER_LIMIT`` are ignored.
    """
    found: dict[str, str] = {}
    if not encoded:
        return found
    for piece in encoded.decode("utf-8", "replace").split("&", PARAMETER_LIMIT)[:PARAMETER_LIMIT]:
        name, _, value = piece.partition("=")
        name = _plain(name)
        if value and name in _READ_PARAMETERS and name not in found:
            found[name] = _plain(value)
    return found


@lru_cache(CACHED_VALUES)
def _plain(encoded: str) -> str:
    # Most values need no decoding, and this check costs less than decoding.
    return unquote_plus(encoded) if "%" in encoded or "+" in encoded else encoded


def _without_token(text: str) -> str:
    """Return an address without click tokens, which identify a lead."""
    if _CLICK_TOKEN_NAME not in text.lower():
        return text
    return _CLICK_TOKEN.sub(lambda found: found.group(1), text).rstrip("?&")


def _cut(text: str, limit: int) -> str:
    text = text[:limit]
    return (text if text.isprintable() else _CONTROL.sub("", text)).strip()
