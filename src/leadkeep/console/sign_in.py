"""Sign in, sign out, add the first user: what needs no session (docs/decisions/0161)."""

import asyncio
from collections.abc import Mapping, Sequence

from starlette.responses import RedirectResponse, Response

from leadkeep import ids
from leadkeep.console import sessions
from leadkeep.console.asked import Asked
from leadkeep.console.render import render
from leadkeep.console.shared import Shared
from leadkeep.console.visit import PREFIX, address
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

SIGN_IN, SIGN_OUT, START = "/sign-in", "/sign-out", "/start"
PATHS = frozenset({SIGN_IN, SIGN_OUT, START})
HTML = "text/html; charset=utf-8"

Fields = Mapping[str, Sequence[str]]

WRONG = "Address, password or code is not right."
TOO_MANY = "Too many attempts. Try again in a quarter of an hour."
GONE = "This link has been used, or is more than an hour old: restart the server for a new one."


async def respond(shared: Shared, asked: Asked, sent: Fields) -> Response:
    """Respond to a request that needs no session."""
    if asked.path == SIGN_OUT:
        return await _sign_out(shared, asked, sent)
    if asked.path == START:
        return await _start(shared, asked, sent)
    if asked.method != "POST":
        return _form(asked, _field(asked.query, "next"))
    return await _sign_in(shared, asked, sent)


def _field(values: Fields, name: str) -> str:
    found = values.get(name)
    return found[-1] if found else ""


def _form(asked: Asked, following: str, wrong: str = "", status: int = 200) -> Response:
    values = {
        "title": "Sign in",
        "next": sessions.safe_next(following),
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
        return _form(asked, following, TOO_MANY, 429)
    stored = found.password_hash if found else None
    is_right = await asyncio.to_thread(has_password, _field(sent, "password"), stored)
    if found is None or not is_right:
        return _form(asked, following, WRONG, 403)

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
        return _form(asked, following, WRONG, 403)
    return _entered(asked, token, sessions.safe_next(following))


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
