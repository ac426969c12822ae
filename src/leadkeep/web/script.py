"""The script that web pages load so that their visitors are followed (behaviour.md 8).

Its source is ``munchkin.js``; ``tools/generate.py`` makes ``munchkin.min.js`` of it, which is sent.
"""

import hashlib
from dataclasses import dataclass
from importlib.resources import files

SCRIPT_PATH = "/munchkin.js"
KEPT_SECONDS = 3_600
"""How long a browser uses the script before it asks whether there is another one."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a browser gets."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


_SCRIPT = files(__package__).joinpath("munchkin.min.js").read_bytes()
_TAG = f'"{hashlib.sha256(_SCRIPT).hexdigest()[:16]}"'.encode()
_FRESH = (
    # Weak, since the bytes on the way may be compressed ones.
    (b"etag", b"W/" + _TAG),
    (b"cache-control", f"public, max-age={KEPT_SECONDS}".encode()),
    # Pages of any origin may load it, those that ask for CORS or are isolated among them.
    (b"access-control-allow-origin", b"*"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
_HEADERS = (
    (b"content-type", b"text/javascript;charset=UTF-8"),
    (b"x-content-type-options", b"nosniff"),
    *_FRESH,
)


def script_page(method: str, if_none_match: bytes) -> Page:
    """Return the answer to a request for the script; the server leaves the body of a HEAD out.

    Args:
        method: of the request; 405 if it is neither GET nor HEAD.
        if_none_match: the header of that name, which says what the browser has; may be empty.
    """
    if method not in {"GET", "HEAD"}:
        return Page(405, ((b"allow", b"GET, HEAD"),), b"")
    known = {tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b",")}
    if known & {_TAG, b"*"}:
        return Page(304, (*_FRESH, (b"vary", b"Accept-Encoding")), b"")
    return Page(200, _HEADERS, _SCRIPT)
