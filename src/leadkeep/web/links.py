"""Build the addresses to which clicks on tracked links are redirected."""

from urllib.parse import quote, urlsplit, urlunsplit

CLICK_TOKEN = "mkt_tok"  # noqa: S105 -- a parameter's name

_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


def with_token(address: str, token: str) -> str:
    """Add a click token to an address, as the parameter ``mkt_tok``.

    The tracking script on the page reads the token and sends it with its web events, so that the
    visitor is identified as the link's lead.
    """
    parts = urlsplit(address)
    query = "&".join(filter(None, (parts.query, f"{CLICK_TOKEN}={token}")))
    return urlunsplit(parts._replace(query=query))


def escaped(address: str) -> bytes:
    """Return an address percent-encoded, as a ``Location`` header needs it."""
    return quote(address, safe=_SAFE).encode("ascii")
