"""Find out what a request's access token may do; cache it until fields, clients or roles change."""

from datetime import datetime

from leadkeep.api.received import Received
from leadkeep.api.request import Server
from leadkeep.domain.instance.access import Access, authenticate
from leadkeep.errors import Reason, Refusal

TOKENS_CACHED = 10_000
CACHED_HEADER_BYTES = 512
"""Limit: a longer header is taken apart each time, since blanks around a token have no limit."""


class Authentication:
    """Maps access tokens to the access that they grant, with a cache in this process."""

    def __init__(self, server: Server) -> None:
        """Create an empty cache."""
        self._server = server
        self._tokens: dict[str, Access] = {}
        self._headers: dict[bytes, Access] = {}
        """By the value of the header, which has the token and wins over parameters."""

    def cached_access(self, request: Received, now: datetime) -> Access | None:
        """Return the access of a header that was accepted before; None if :meth:`access` must look.

        A request costs one look-up, without taking its header apart.
        """
        access = self._headers.get(request.headers.get(b"authorization", b""))
        return None if access is None or access.expires_at <= now else access

    async def access(self, request: Received) -> Access:
        """Return the access that the request's token grants: the client, its permissions and scope.

        Raises:
            Refusal: the token is missing, invalid or expired (600, 601, 602).
        """
        token = self._token(request)
        access = self._tokens.get(token)
        now = self._server.clock.now()
        if access is None or access.expires_at <= now:
            key = self._server.key
            access = await self._server.store.read(lambda tx: authenticate(tx, key, token))
            if len(self._tokens) >= TOKENS_CACHED:
                self._tokens.clear()
            self._tokens[token] = access
        if access.expires_at <= now:
            raise Refusal(Reason.ACCESS_TOKEN_EXPIRED)
        sent = request.headers.get(b"authorization", b"")
        if self._header_token(request) and len(sent) <= CACHED_HEADER_BYTES:
            if len(self._headers) >= TOKENS_CACHED:
                self._headers.clear()
            self._headers[sent] = access
        return access

    def has_token(self, request: Received) -> bool:
        """Return whether head or parameters have a token, valid or not."""
        return bool(self._find_token(request))

    def _token(self, request: Received) -> str:
        token = self._find_token(request)
        if not token:
            raise Refusal(Reason.ACCESS_TOKEN_EMPTY)
        return token

    def _find_token(self, request: Received) -> str:
        """Return the token of the header, else of the parameters (behaviour.md 2.2), or none."""
        token = self._header_token(request)
        if not token and self._server.settings.accept_query_tokens:
            token = request.query.get("access_token", [""])[0]
        return token

    def _header_token(self, request: Received) -> str:
        sent = request.headers.get(b"authorization", b"").decode("latin-1")
        scheme, _, token = sent.partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    async def is_current(self, access: Access) -> bool:
        """Return whether fields, clients and roles are still as when the access was read."""
        return await self._server.store.read(lambda tx: tx.version) == access.version

    def clear_cache(self) -> None:
        """Empty the cache: each token is read from the store again."""
        self._tokens.clear()
        self._headers.clear()
