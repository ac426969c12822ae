"""Ask an OpenID Connect provider who somebody is (docs/decisions/0166).

Nothing is stored between the two requests of a sign-in: the browser has a cookie with a random
text, and state, nonce and verifier are keyed digests of it.
"""

import asyncio
import base64
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from leadkeep import ids
from leadkeep.asgi import is_loopback
from leadkeep.clock import Clock
from leadkeep.connectors.webhooks import HttpWebhooks, read_networks
from leadkeep.domain.automation.services import Webhook
from leadkeep.errors import SetupError
from leadkeep.settings import Settings

T = TypeVar("T")

DISCOVERY = "/.well-known/openid-configuration"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""Signatures that are accepted: none that the client's secret could make."""
ATTEMPT_LIFE = timedelta(minutes=10)
CACHE_LIFE = timedelta(minutes=10)
FAILURE_LIFE = timedelta(seconds=10)
THREADS = 4
LEEWAY_SECONDS = 60
"""How far the provider's clock may be off."""
ANYWHERE = read_networks(("0.0.0.0/0", "::/0"))
"""The operator names the provider, which may be in a private network."""
HINT = "oidc_issuer needs Authlib: pip install 'leadkeep[oidc]'"


class NotProven(Exception):  # noqa: N818 -- ends a sign-in
    """The provider has not proven who somebody is; the text says why, for the log."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sign-in by the provider, from the leave of the browser to its return."""

    key: bytes
    cookie: str
    """A random text, the moment of the leave, and where to go on to."""

    @property
    def state(self) -> str:
        """What the provider sends back, so that the return belongs to this browser."""
        return self._digest("state")

    @property
    def nonce(self) -> str:
        """What the provider's token has, so that it is none of another sign-in."""
        return self._digest("nonce")

    @property
    def verifier(self) -> str:
        """What only the process that sent the browser away can say (PKCE)."""
        return self._digest("verifier")

    def _digest(self, purpose: str) -> str:
        return ids.keyed_digest(self.key, f"console oidc {purpose}", self.cookie).hex()


class Provider:
    """The provider of the settings; its metadata and keys are read when they are needed."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        """Use the provider that the settings name.

        Raises:
            SetupError: the settings do not fit, or Authlib is not installed.
        """
        _check(settings)
        try:
            import authlib.oidc.core  # noqa: F401, PLC0415 -- an extra
        except ImportError:
            raise SetupError(HINT) from None
        self.issuer = settings.oidc_issuer or ""
        self._client_id = settings.oidc_client_id or ""
        secret = settings.oidc_client_secret
        self._secret = None if secret is None else secret.get_secret_value()
        self._clock = clock
        self._http = HttpWebhooks(ANYWHERE)
        self._lock = threading.Lock()
        self._cached: dict[str, tuple[Mapping[str, Any], datetime]] = {}
        self._failed_at: datetime | None = None
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="leadkeep-provider")

    async def ask(self, function: Callable[..., T], *arguments: object) -> T:
        """Call a method of this provider on a thread: a slow one keeps nothing else waiting."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)

    @property
    def host(self) -> str:
        """The provider's host, for people."""
        return urlsplit(self.issuer).hostname or self.issuer

    def address(self, attempt: Attempt, return_to: str) -> str:
        """Return the address at the provider that asks who somebody is.

        Raises:
            NotProven: the provider does not respond as one.
        """
        from authlib.oauth2.rfc7636 import (  # noqa: PLC0415 -- an extra
            create_s256_code_challenge,
        )

        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": return_to,
            "scope": "openid email",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": create_s256_code_challenge(attempt.verifier),
            "code_challenge_method": "S256",
        }
        endpoint = self._endpoint("authorization_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"

    def claims(self, attempt: Attempt, code: str, return_to: str) -> Mapping[str, Any]:
        """Exchange the code of a return for what the provider says of the user.

        Raises:
            NotProven: the provider refuses, or its token is not for this sign-in.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": return_to,
            "code_verifier": attempt.verifier,
            "client_id": self._client_id,
        }
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        if self._secret is not None:
            methods = self._metadata().get("token_endpoint_auth_methods_supported")
            if methods and "client_secret_basic" not in methods:
                form["client_secret"] = self._secret
            else:
                pair = f"{quote(self._client_id, safe='')}:{quote(self._secret, safe='')}"
                encoded = base64.b64encode(pair.encode()).decode()
                headers["Authorization"] = f"Basic {encoded}"
        body = urlencode(form).encode()
        found = self._fetch(Webhook(self._endpoint("token_endpoint"), "POST", headers, body))
        token = found.get("id_token")
        if not isinstance(token, str):
            raise NotProven("the reply has no ID token")
        return self._checked(token, attempt.nonce)

    def _checked(self, text: str, nonce: str) -> Mapping[str, Any]:
        """Return the claims of an ID token, after signature, issuer, audience, times and nonce."""
        from authlib.oidc.core import CodeIDToken  # noqa: PLC0415 -- an extra
        from joserfc import jwt  # noqa: PLC0415 -- comes with Authlib
        from joserfc.errors import JoseError  # noqa: PLC0415
        from joserfc.jwk import KeySet  # noqa: PLC0415

        def decode(*, is_fresh: bool) -> jwt.Token:
            keys: Any = self._load("keys", self._endpoint("jwks_uri"), is_fresh=is_fresh)
            return jwt.decode(text, KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))

        try:
            try:
                token = decode(is_fresh=False)
            except (JoseError, ValueError):
                token = decode(is_fresh=True)  # the provider may have another key by now
            claims = CodeIDToken(
                token.claims,
                token.header,
                {
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self._client_id},
                },
                {"nonce": nonce, "client_id": self._client_id},
            )
            claims.validate(int(self._clock.now().timestamp()), LEEWAY_SECONDS)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise NotProven(f"the ID token is not valid: {error!r}") from None
        return dict(claims)

    # -- what the provider publishes --------------------------------------------------------------

    def _metadata(self) -> Mapping[str, Any]:
        found = self._load("metadata", self.issuer.rstrip("/") + DISCOVERY)
        if found.get("issuer") != self.issuer:
            raise NotProven(f"the metadata is of another issuer: {found.get('issuer')!r}")
        return found

    def _endpoint(self, name: str) -> str:
        url = self._metadata().get(name)
        is_like_issuer = isinstance(url, str) and (
            url.startswith("https://") or urlsplit(self.issuer).scheme == "http"
        )
        if not is_like_issuer:
            raise NotProven(f"the metadata has no {name} over HTTPS")
        return str(url)

    def _load(self, name: str, url: str, *, is_fresh: bool = False) -> Mapping[str, Any]:
        with self._lock:
            now = self._clock.now()
            known = self._cached.get(name)
            if known is not None and not is_fresh and known[1] <= now < known[1] + CACHE_LIFE:
                return known[0]
            # Anybody may ask for the provider's address: a dead one is not waited for each time.
            failed_at = self._failed_at
            if failed_at is not None and failed_at <= now < failed_at + FAILURE_LIFE:
                raise NotProven("the provider has just failed")
            try:
                found = self._fetch(Webhook(url, "GET", {"Accept": "application/json"}))
            except NotProven:
                self._failed_at = self._clock.now()
                raise
            self._cached[name] = (found, now)
            return found

    def _fetch(self, request: Webhook) -> Mapping[str, Any]:
        response = self._http.send(request, ids.new_nonce())
        if not response.is_success:
            why = response.failure or f"HTTP {response.status}"
            raise NotProven(f"{urlsplit(request.url).path}: {why}")
        try:
            return msgspec.json.decode(response.body, type=dict[str, Any])
        except msgspec.DecodeError:
            raise NotProven(f"{urlsplit(request.url).path}: the reply is no JSON object") from None


def _check(settings: Settings) -> None:
    """Refuse settings by which anybody could sign in, or nobody.

    Raises:
        SetupError: the issuer has no TLS, there is no client id, or a role but no domains.
    """
    parts = urlsplit(settings.oidc_issuer or "")
    is_local = parts.scheme == "http" and is_loopback(parts.hostname or "")
    if not (parts.scheme == "https" or is_local) or not parts.hostname:
        raise SetupError("oidc_issuer: expected an address that begins with https://")
    if not settings.oidc_client_id:
        raise SetupError("oidc_issuer needs oidc_client_id")
    if settings.oidc_role is not None and not settings.oidc_domains:
        raise SetupError(
            "oidc_role needs oidc_domains: else everybody at the provider could sign in"
        )
