"""The Munchkin cookie's value (behaviour.md 8.1)."""

import re
from urllib.parse import unquote

_TOKEN = re.compile(r"_mch-[A-Za-z0-9.-]+-[0-9a-fA-F]+").fullmatch
_COOKIE_NAME = "_mkto_trk="


def cookie_token(cookie: str, munchkin_id: str) -> str:
    """Return the token of a cookie value: the part that stands for a visitor.

    The value may be the bare token or the whole cookie, URL-encoded or plain, in any order of its
    parts. The Munchkin id may be missing; if it is there, it must be this instance's.

    Raises:
        ValueError: it is not a cookie value of this instance (1012).
    """
    plain = unquote(cookie).strip().removeprefix(_COOKIE_NAME)
    if _TOKEN(plain):
        return plain
    parts = dict(part.strip().partition(":")[::2] for part in plain.split("&"))
    token, owner = parts.get("token", ""), parts.get("id", munchkin_id)
    if not _TOKEN(token) or owner.upper() != munchkin_id.upper():
        raise ValueError(cookie)
    return token
