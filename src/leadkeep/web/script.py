"""The script that web pages load so that their visitors are followed (behaviour.md 8).

Its source is ``munchkin.js``; ``tools/generate.py`` makes ``munchkin.min.js`` of it, which is sent.
"""

import hashlib
from importlib.resources import files

from starlette.responses import Response

SCRIPT_PATH = "/munchkin.js"
KEPT_SECONDS = 3_600
"""How long a browser uses the script before it asks whether there is another one."""


_SCRIPT = files(__package__).joinpath("munchkin.min.js").read_bytes()
_TAG = f'"{hashlib.sha256(_SCRIPT).hexdigest()[:16]}"'
_FRESH = {
    # Weak, since the bytes on the way may be compressed ones.
    "etag": f"W/{_TAG}",
    "cache-control": f"public, max-age={KEPT_SECONDS}",
    # Pages of any origin may load it, those that ask for CORS or are isolated among them.
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
}
_HEADERS = {
    "content-type": "text/javascript;charset=UTF-8",
    "x-content-type-options": "nosniff",
    **_FRESH,
}


def script_page(method: str, if_none_match: str) -> Response:
    """Return the response to a request for the script; the server leaves the body of a HEAD out.

    Args:
        method: of the request; 405 if it is neither GET nor HEAD.
        if_none_match: the header of that name, which says what the browser has; may be empty.
    """
    if method not in {"GET", "HEAD"}:
        return Response(status_code=405, headers={"allow": "GET, HEAD"})
    known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    if known & {_TAG, "*"}:
        return Response(status_code=304, headers=_FRESH | {"vary": "Accept-Encoding"})
    return Response(_SCRIPT, headers=_HEADERS)
