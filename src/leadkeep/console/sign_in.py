"""Sign in, sign out, add the first user: what needs no session (docs/decisions/0161)."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, unquote

from starlette.responses import RedirectResponse, Response

from leadkeep import ids
from leadkeep.console import sessions
from leadkeep.console.asked import Asked
from leadkeep.console.provider import ATTEMPT_LIFE, Attempt, NotProven, Provider
from leadkeep.console.render import render
from leadkeep.console.shared import Shared
from leadkeep.console.visit import PREFIX, address, as_number
from leadkeep.domain.instance.access import ALL_PERMISSIONS_ROLE
from leadkeep.domain.instance.users import (
    NewUser,
    SignIn,
    accept_code,
    add_user,
    close_session,
    count_attempt,
    find_sign_in,
    forget_attempts,
    has_link,
    has_password,
    hash_password,
    open_session,
    use_link,
)
from leadkeep.store import Transaction

logger = logging.getLogger("leadkeep")

SIGN_IN, SIGN_OUT, START = "/sign-in", "/sign-out", "/start"
LEAVE, RETURN = "/sign-in/provider", "/sign-in/return"
PATHS = frozenset({SIGN_IN, SIGN_OUT, START, LEAVE, RETURN})
HTML = "text/html; charset=utf-8"

Fields = Mapping[str, Sequence[str]]

WRONG = "Address, password or code is not right."
TOO_MANY = "Too many attempts. Try again in a quarter of an hour."
NOT_PROVEN = "The provider did not confirm who you are. Try again."
NOT_VERIFIED = "The provider has not verified your email address."
NOT_ADMITTED = "Nobody with your address may sign in here. Ask an administrator to add you."
GONE = "This link has been used, or is more than an hour old: restart the server for a new one."


async def respond(shared: Shared, asked: Asked, sent: Fields) -> Response:
    """Respond to a request that needs no session."""
    if asked.path == SIGN_OUT:
        return await _sign_out(shared, asked, sent)
    if asked.path == START:
        return await _start(shared, asked, sent)
    if asked.path in {LEAVE, RETURN}:
        if shared.provider is None:
            return Response(status_code=404)
        leads_on = _leave if asked.path == LEAVE else _return
        return await leads_on(shared, shared.provider, asked)
    if asked.method != "POST":
        return _form(shared, asked, _field(asked.query, "next"))
    return await _sign_in(shared, asked, sent)


def _field(values: Fields, name: str) -> str:
    found = values.get(name)
    return found[-1] if found else ""


def _form(
    shared: Shared, asked: Asked, following: str, wrong: str = "", status: int = 200
) -> Response:
    provider, following = shared.provider, sessions.safe_next(following)
    values = {
        "provider": provider and provider.host,
        "leave": address(LEAVE, {"next": following}),
        "title": "Sign in",
        "next": following,
        "wrong": wrong,
        "notice": sessions.notice(asked.cookies),
    }
    return Response(render("sign_in", values), status, media_type=HTML)


async def _sign_in(shared: Shared, asked: Asked, sent: Fields) -> Response:
    email, following = _field(sent, "email").strip(), _field(sent, "next")
    names = (f"user {email.lower()}", f"machine {asked.machine}")

    def admit(tx: Transaction) -> tuple[bool, SignIn | None]:
        return count_attempt(tx, shared.key, *names), find_sign_in(tx, email)

    is_admitted, found = await shared.store.write(admit)
    if not is_admitted:
        return _form(shared, asked, following, TOO_MANY, 429)
    stored = found.password_hash if found else None
    is_right = await asyncio.to_thread(has_password, _field(sent, "password"), stored)
    if found is None or not is_right:
        return _form(shared, asked, following, WRONG, 403)

    def enter(tx: Transaction) -> str | None:
        present = find_sign_in(tx, email)
        if present is None or present.password_hash != stored:
            return None  # the password was changed meanwhile
        if not accept_code(tx, shared.key, present.user_id, _field(sent, "code")):
            return None
        forget_attempts(tx, shared.key, *names)
        close_session(tx, shared.key, asked.token)
        return open_session(tx, shared.key, present.user_id)

    token = await shared.store.write(enter)
    if token is None:
        return _form(shared, asked, following, WRONG, 403)
    return _entered(asked, token, sessions.safe_next(following))


async def _leave(shared: Shared, provider: Provider, asked: Asked) -> Response:
    """Send the browser to the provider, with a cookie that its return must have."""
    following = sessions.safe_next(_field(asked.query, "next"))
    now = int(shared.clock.now().timestamp())
    cookie = f"{ids.new_nonce()}.{now}.{quote(following, safe='')}"
    try:
        target = await provider.ask(
            provider.address, Attempt(shared.key, cookie), _return_to(asked)
        )
    except NotProven as error:
        logger.warning("sign-in by the provider failed: %s", error)
        return _form(shared, asked, following, NOT_PROVEN, 502)
    response = RedirectResponse(target, 303)
    sessions.set_attempt(response, cookie, ATTEMPT_LIFE, is_secure=asked.is_secure)
    return response


async def _return(shared: Shared, provider: Provider, asked: Asked) -> Response:
    """Sign in the user whom the provider names; an attempt that was judged leaves no cookie."""
    machine = f"machine {asked.machine}"
    cookie = asked.cookies.get(sessions.ATTEMPT_COOKIE, "")
    _, _, rest = cookie.partition(".")
    started, _, quoted = rest.partition(".")
    following = sessions.safe_next(unquote(quoted))
    if not await shared.store.write(lambda tx: count_attempt(tx, shared.key, machine)):
        return _form(shared, asked, following, TOO_MANY, 429)
    judged = await _judge(shared, provider, asked, cookie, as_number(started), machine)
    if judged.token is None:
        response = _form(shared, asked, following, judged.wrong, 403)
    else:
        response = _entered(asked, judged.token, following)
    sessions.set_attempt(response, "", timedelta(0), is_secure=asked.is_secure)
    return response


@dataclass(frozen=True, slots=True)
class _Judged:
    """What became of an attempt: the token of a session, or what was wrong."""

    token: str | None = None
    wrong: str = ""


async def _judge(
    shared: Shared, provider: Provider, asked: Asked, cookie: str, started: int, machine: str
) -> _Judged:
    """Open a session for the user whom the provider names, if the return belongs to this browser.

    ``started`` is when the attempt began, in seconds since 1970.
    """
    attempt = Attempt(shared.key, cookie)
    age = int(shared.clock.now().timestamp()) - started
    is_ours = ids.same(_field(asked.query, "state"), attempt.state)
    issuer = _field(asked.query, "iss") or provider.issuer
    if not is_ours or not 0 <= age <= ATTEMPT_LIFE.total_seconds() or issuer != provider.issuer:
        return _Judged(wrong=NOT_PROVEN)
    try:
        claims = await provider.ask(
            provider.claims, attempt, _field(asked.query, "code"), _return_to(asked)
        )
    except NotProven as error:
        logger.warning("sign-in by the provider failed: %s", error)
        return _Judged(wrong=NOT_PROVEN)
    email = claims.get("email")
    if not isinstance(email, str) or claims.get("email_verified") is not True:
        return _Judged(wrong=NOT_VERIFIED)
    token = await shared.store.write(lambda tx: _admit(tx, shared, asked, email, machine))
    return _Judged(token, NOT_ADMITTED)


def _admit(tx: Transaction, shared: Shared, asked: Asked, email: str, machine: str) -> str | None:
    """Open a session for the user with an address that the provider has verified."""
    settings = shared.settings
    domain = email.strip().rpartition("@")[2].casefold()
    if settings.oidc_domains and domain not in {each.casefold() for each in settings.oidc_domains}:
        return None
    found = find_sign_in(tx, email)
    if found is not None:
        user_id = found.user_id
    elif settings.oidc_role is None:
        return None
    else:
        try:
            user_id = add_user(tx, NewUser(email, None, settings.oidc_role))
        except (LookupError, ValueError) as error:
            logger.warning("the provider's user is not added: %s", error)
            return None
    forget_attempts(tx, shared.key, machine)
    close_session(tx, shared.key, asked.token)
    return open_session(tx, shared.key, user_id)


def _return_to(asked: Asked) -> str:
    host = asked.headers.get(b"host", b"").decode("latin-1")
    return f"{'https' if asked.is_secure else 'http'}://{host}{address(RETURN)}"


def _entered(asked: Asked, token: str, following: str) -> Response:
    response = RedirectResponse(following, 303)
    sessions.set_session(response, token, is_secure=asked.is_secure)
    return response


async def _sign_out(shared: Shared, asked: Asked, sent: Fields) -> Response:
    response = RedirectResponse(address(SIGN_IN), 303)
    expected = sessions.csrf_token(shared.key, asked.token)
    if asked.method != "POST" or not ids.same(_field(sent, "csrf"), expected):
        return RedirectResponse(PREFIX, 303)
    await shared.store.write(lambda tx: close_session(tx, shared.key, asked.token))
    sessions.drop_session(response, is_secure=asked.is_secure)
    return response


async def _start(shared: Shared, asked: Asked, sent: Fields) -> Response:
    """Add the first user by a link that works once."""
    token = _field(sent, "token") or _field(asked.query, "token")
    email = _field(sent, "email")

    def form(wrong: str, status: int, *, is_open: bool = True) -> Response:
        values: dict[str, object] = {"title": "The first user"}
        values |= {"token": token, "email": email, "wrong": wrong, "is_open": is_open}
        return Response(render("start", values), status, media_type=HTML)

    if not await shared.store.read(lambda tx: has_link(tx, shared.key, token)):
        return form(GONE, 403, is_open=False)
    if asked.method != "POST":
        return form("", 200)
    try:
        stored = await asyncio.to_thread(hash_password, _field(sent, "password"))
        session = await shared.store.write(
            lambda tx: _add_first(tx, shared.key, token, email, stored)
        )
    except (LookupError, ValueError) as error:
        return form(str(error), 422)
    if session is None:
        return form(GONE, 403, is_open=False)
    return _entered(asked, session, PREFIX)


def _add_first(tx: Transaction, key: bytes, token: str, email: str, stored: str) -> str | None:
    if not use_link(tx, key, token):
        return None
    return open_session(tx, key, add_user(tx, NewUser(email, stored, ALL_PERMISSIONS_ROLE)))
