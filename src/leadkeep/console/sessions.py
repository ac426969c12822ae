"""Cookies, tokens against forged requests, and what the address of a request proves."""

from collections.abc import Mapping
from datetime import timedelta
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, unquote, urlsplit

from starlette.responses import Response

from leadkeep import ids
from leadkeep.asgi import is_loopback
from leadkeep.console.visit import PREFIX
from leadkeep.domain.instance.users import SESSION_LIFE

SESSION_COOKIE = "leadkeep_session"
NOTICE_COOKIE = "leadkeep_notice"
ATTEMPT_COOKIE = "leadkeep_attempt"
"""Belongs to a sign-in by the provider, until the browser returns from it."""
NOTICE_SECONDS = 60
LONGEST_NOTICE_CHARACTERS = 300
OPEN = "open"
"""What stands for the session token while the console is open to everybody on this machine."""

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
"""The headers of every response: no inline code, no other host, no frame."""


def csrf_token(key: bytes, token: str) -> str:
    """Return what forms of a session carry, so that no other site can send them."""
    return ids.keyed_digest(key, "console form", token).hex()


def cookies(headers: Mapping[bytes, bytes]) -> dict[str, str]:
    """Return the cookies of a request by name."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def set_session(response: Response, token: str, *, is_secure: bool) -> None:
    """Let the browser send a session's token with its requests to the console."""
    seconds = int(SESSION_LIFE.total_seconds())
    _set_cookie(response, SESSION_COOKIE, token, seconds, is_secure=is_secure)


def drop_session(response: Response, *, is_secure: bool) -> None:
    """Let the browser forget its session."""
    _set_cookie(response, SESSION_COOKIE, "", 0, is_secure=is_secure)


def set_attempt(response: Response, value: str, life: timedelta, *, is_secure: bool) -> None:
    """Let the browser send a text with its return from the provider; forget it without a text."""
    _set_cookie(response, ATTEMPT_COOKIE, value, int(life.total_seconds()), is_secure=is_secure)


def set_notice(response: Response, text: str, *, is_secure: bool) -> None:
    """Let the next page show a text once."""
    value = quote(text[:LONGEST_NOTICE_CHARACTERS])
    _set_cookie(response, NOTICE_COOKIE, value, NOTICE_SECONDS if text else 0, is_secure=is_secure)


def notice(sent: Mapping[str, str]) -> str:
    """Return the text that the page before left for this one."""
    return unquote(sent.get(NOTICE_COOKIE, ""))[:LONGEST_NOTICE_CHARACTERS]


def _set_cookie(
    response: Response, name: str, value: str, seconds: int, *, is_secure: bool
) -> None:
    response.set_cookie(
        name, value, max_age=seconds, path=PREFIX, secure=is_secure, httponly=True, samesite="lax"
    )


def is_same_origin(headers: Mapping[bytes, bytes]) -> bool:
    """Return whether a form comes from a page of this server, as far as the browser says."""
    site = headers.get(b"sec-fetch-site", b"same-origin")
    if site not in {b"same-origin", b"none"}:
        return False
    origin = headers.get(b"origin")
    if origin is None:
        return True
    return urlsplit(origin.decode("latin-1")).netloc == headers.get(b"host", b"").decode("latin-1")


def is_on_this_machine(client: tuple[str, int] | None, headers: Mapping[bytes, bytes]) -> bool:
    """Return whether a request was sent by a program on this machine, to a name of this machine.

    The name counts, because a page of another site may let its own name lead here.
    """
    host = urlsplit(f"//{headers.get(b'host', b'').decode('latin-1')}").hostname or ""
    is_local_name = is_loopback(host)
    has_proxy = b"x-forwarded-for" in headers or b"forwarded" in headers
    return is_local_name and not has_proxy and client is not None and is_loopback(client[0])


def safe_next(path: str) -> str:
    """Return a path below the console to go on to after the sign-in; else the first page."""
    is_below = path == PREFIX or path.startswith((f"{PREFIX}/", f"{PREFIX}?"))
    is_plain = not any(each in path for each in ("\\", "//", "\r", "\n", "/."))
    return path if is_below and is_plain else PREFIX
