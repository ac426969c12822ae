"""Whose token a request has: read from the store once, and cached while nothing changes."""

from leadkeep.api.received import Received
from leadkeep.api.request import Server
from leadkeep.domain.instance.access import Access, authenticate
from leadkeep.errors import Reason, Refusal

TOKENS_CACHED = 10_000


class Authentication:
    """The tokens that this process has seen."""

    def __init__(self, server: Server) -> None:
        """Know no token yet."""
        self._server = server
        self._tokens: dict[str, Access] = {}

    async def access(self, request: Received) -> Access:
        """Return the access that the request's token gives.

        Raises:
            Refusal: there is no token, or none of ours (600, 601, 602).
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
        return access

    def _token(self, request: Received) -> str:
        """Return the token: the header wins over the query (behaviour.md 2.2)."""
        scheme, _, sent = request.authorization.partition(" ")
        token = sent.strip() if scheme.lower() == "bearer" else ""
        if not token and self._server.settings.accept_query_tokens:
            token = request.query.get("access_token", [""])[0]
        if not token:
            raise Refusal(Reason.ACCESS_TOKEN_EMPTY)
        return token

    async def is_current(self, access: Access) -> bool:
        """Return whether nothing has changed since the access was read."""
        return await self._server.store.read(lambda tx: tx.version) == access.version

    def clear_cache(self) -> None:
        """Read each token from the store again."""
        self._tokens.clear()
