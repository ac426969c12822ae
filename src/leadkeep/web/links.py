"""The addresses that tracked links lead to."""

from urllib.parse import quote, urlsplit, urlunsplit

CLICK_TOKEN = "mkt_tok"  # noqa: S105 -- a parameter's name

_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


def with_token(address: str, token: str) -> str:
    """Return an address with a click token added, which the page's script sends back."""
    parts = urlsplit(address)
    query = "&".join(filter(None, (parts.query, f"{CLICK_TOKEN}={token}")))
    return urlunsplit(parts._replace(query=query))


def escaped(address: str) -> bytes:
    """Return an address percent-encoded for use in a header."""
    return quote(address, safe=_SAFE).encode("ascii")
