"""Parse Munchkin cookies, and the cookie field of leads (behaviour.md 8.1)."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

_TOKEN = re.compile(r"_mch-[A-Za-z0-9.-]{1,253}-[0-9a-fA-F]{1,64}").fullmatch
"""Matches a visitor token: ``_mch``, a host name and a random part, both of limited length."""
_COOKIE_NAME = "_mkto_trk="

TOKEN_LIMIT = 100
"""Limit: visitor tokens of one lead, which keeps the newest. Each browser has one token for each
domain. Our choice."""


def cookie_token(cookie: str, munchkin_id: str) -> str:
    """Return the visitor token in a cookie value.

    The value may be the token alone or the whole cookie, URL-encoded or plain, with its parts in
    any order. The Munchkin id may be missing; if it is there, it must be this instance's.

    Raises:
        ValueError: the text is no cookie value of this instance (1012).
    """
    token, owner = cookie_parts(cookie)
    if owner is not None and owner.upper() != munchkin_id.upper():
        raise ValueError(cookie)
    return token


def cookie_parts(cookie: str) -> tuple[str, str | None]:
    """Return visitor token and Munchkin id of a cookie value; None for a missing Munchkin id.

    Raises:
        ValueError: the text is no cookie value.
    """
    plain = unquote(cookie).strip().removeprefix(_COOKIE_NAME)
    if _TOKEN(plain):
        return plain, None
    parts = dict(part.strip().partition(":")[::2] for part in plain.split("&"))
    token = parts.get("token", "")
    if not _TOKEN(token):
        raise ValueError(cookie)
    return token, parts.get("id")


def tokens_of(stored: str | None) -> list[str]:
    """Return the visitor tokens in a lead's cookie field, oldest first."""
    return stored.split(",") if stored else []


def joined_tokens(tokens: Iterable[str]) -> str | None:
    """Return the cookie field of a lead with these visitor tokens; None if there are none.

    Each token is in it once; only the newest ones are kept (:data:`MOST_TOKENS`).
    """
    # Tokens that differ only in letter case are equal, like every other key.
    newest_first = {token.casefold(): token for token in tokens}
    return ",".join(list(newest_first.values())[-TOKEN_LIMIT:]) or None
