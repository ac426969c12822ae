"""The addresses of links that leads are sent."""

from urllib.parse import quote, urlsplit, urlunsplit

CLICK_TOKEN = "mkt_tok"  # noqa: S105 -- a parameter's name

_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


def with_token(address: str, token: str) -> str:
    """Return an address that bears a click token, for the script of its page to pass on."""
    parts = urlsplit(address)
    query = "&".join(filter(None, (parts.query, f"{CLICK_TOKEN}={token}")))
    return urlunsplit(parts._replace(query=query))


def escaped(address: str) -> bytes:
    """Return an address as a header may hold it."""
    return quote(address, safe=_SAFE).encode("ascii")
