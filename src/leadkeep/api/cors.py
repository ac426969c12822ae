"""Calls from pages of browsers: allowed for the origins that the settings list, and no others."""

from collections.abc import Iterable

from leadkeep.api.transport import Answer, Headers, Scope

ANY_ORIGIN = "*"
METHODS = b"GET, POST, DELETE"
PREFLIGHT_KEPT_SECONDS = 600


class Cors:
    """The rules that a browser asks for and follows. False when no origin is listed."""

    def __init__(self, origins: Iterable[str]) -> None:
        """Let pages of these origins call; ``*`` lets all."""
        self._origins = {origin.rstrip("/").encode() for origin in origins}
        self._is_open = ANY_ORIGIN.encode() in self._origins

    def __bool__(self) -> bool:
        """Return whether any origin is let in."""
        return bool(self._origins)

    def preflight(self, scope: Scope) -> Answer | None:
        """Answer what a browser asks before the call itself; None when this is no such question."""
        if scope["method"] != "OPTIONS":
            return None
        sent: dict[bytes, bytes] = dict(scope["headers"])
        if b"access-control-request-method" not in sent or not self._allows(sent.get(b"origin")):
            return None
        headers = [
            (b"access-control-allow-methods", METHODS),
            (b"access-control-max-age", str(PREFLIGHT_KEPT_SECONDS).encode()),
        ]
        asked = sent.get(b"access-control-request-headers")
        if asked:
            headers.append((b"access-control-allow-headers", asked))
        return Answer(b"", headers=headers)

    def headers(self, scope: Scope) -> Headers:
        """Return what every reply carries: caches must keep the replies to origins apart."""
        vary = (b"vary", b"Origin")
        for name, value in scope["headers"]:
            if name == b"origin" and self._allows(value):
                return [(b"access-control-allow-origin", value), vary]
        return [vary]

    def _allows(self, origin: bytes | None) -> bool:
        return origin is not None and (self._is_open or origin in self._origins)
