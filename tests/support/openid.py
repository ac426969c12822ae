"""An OpenID Connect provider on loopback, which says what a test wants it to say."""

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.support.external_services import Exchange, http_server

CLIENT_ID, SECRET = "leadkeep-console", "a secret of the provider"
CODE = "code-that-works-once"


@cache
def key(name: str) -> RSAKey:
    """Return a key by name; a provider has the one that is named first."""
    return RSAKey.generate_key(2048, {"kid": name, "alg": "RS256", "use": "sig"})


@dataclass
class OpenIdProvider:
    """What a provider knows of the sign-in that is under way, and how it lies."""

    port: int = 0
    seen: list[Exchange] = field(default_factory=list)
    asked: Mapping[str, str] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    """Claims that a token has beside or instead of the right ones; None leaves one out."""
    metadata: dict[str, Any] = field(default_factory=dict)
    signed_by: str = "first"
    published: str = "first"
    now: float = 0
    is_down: bool = False

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def arrive(self, location: str) -> None:
        """Take a browser that was sent here."""
        parts = urlsplit(location)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize"
        self.asked = {name: values[0] for name, values in parse_qs(parts.query).items()}

    def respond(self, write: Callable[[bytes], Any]) -> None:
        exchange = self.seen[-1]
        path = exchange.head.split(" ")[1]
        status, body = self._reply(path, exchange)
        content = msgspec.json.encode(body)
        head = f"HTTP/1.1 {status} X\r\ncontent-length: {len(content)}\r\nconnection: close\r\n\r\n"
        write(head.encode() + content)

    def _reply(self, path: str, exchange: Exchange) -> tuple[int, Any]:
        if self.is_down:
            return 500, {}
        if path == "/.well-known/openid-configuration":
            known = {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
            return 200, known | self.metadata
        if path == "/keys":
            return 200, {"keys": [key(self.published).as_dict(private=False)]}
        form = {name: values[0] for name, values in parse_qs(exchange.body.decode()).items()}
        return self._token(form, exchange.headers.get("authorization", ""))

    def _token(self, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        challenge = hashlib.sha256(form["code_verifier"].encode()).digest()
        encoded = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        is_right = (
            form["code"] == CODE
            and encoded == self.asked["code_challenge"]
            and form["redirect_uri"] == self.asked["redirect_uri"]
            and pair == f"{CLIENT_ID}:{SECRET.replace(' ', '%20')}"
        )
        if not is_right:
            return 400, {"error": "invalid_grant"}
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "user-7",
            "iat": int(self.now),
            "exp": int(self.now) + 300,
            "nonce": self.asked["nonce"],
            "email": "ada@example.com",
            "email_verified": True,
        } | self.claims
        sent = {name: value for name, value in claims.items() if value is not None}
        signer = key(self.signed_by)
        header = {"alg": "RS256", "kid": key(self.signed_by).kid}
        return 200, {"id_token": jwt.encode(header, sent, signer), "token_type": "Bearer"}


@contextmanager
def openid_provider() -> Iterator[OpenIdProvider]:
    """Run a provider during the block."""
    provider = OpenIdProvider()
    with http_server(provider.respond) as (port, seen):
        provider.port, provider.seen = port, seen
        yield provider
