"""The tracking script that web pages load (behaviour.md 8).

Its source is ``munchkin.js``; ``tools/generate.py`` minifies it to ``munchkin.min.js``, which is
sent.
"""

import hashlib
from importlib.resources import files

from starlette.responses import Response

SCRIPT_PATH = "/munchkin.js"
CACHE_SECONDS = 3_600
"""How long a browser caches the script before it checks for a new version."""


_SCRIPT = files(__package__).joinpath("munchkin.min.js").read_bytes()
_TAG = f'"{hashlib.sha256(_SCRIPT).hexdigest()[:16]}"'
_FRESH = {
    # Weak, because the response may be compressed on its way.
    "etag": f"W/{_TAG}",
    "cache-control": f"public, max-age={CACHE_SECONDS}",
    # Pages of any origin may load it, also those that need CORS or are isolated.
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
}
_HEADERS = {
    "content-type": "text/javascript;charset=UTF-8",
    "x-content-type-options": "nosniff",
    **_FRESH,
}


def script_page(method: str, if_none_match: str) -> Response:
    """Return the response to a request for the tracking script.

    The server removes the body of a response to HEAD.

    Args:
        method: the request's method; 405 unless it is GET or HEAD.
        if_none_match: the header If-None-Match: the version that the browser has, or an empty text.
    """
    if method not in {"GET", "HEAD"}:
        return Response(status_code=405, headers={"allow": "GET, HEAD"})
    known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    if known & {_TAG, "*"}:
        return Response(status_code=304, headers=_FRESH | {"vary": "Accept-Encoding"})
    return Response(_SCRIPT, headers=_HEADERS)
