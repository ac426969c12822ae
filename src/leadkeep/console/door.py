"""The chain of a request to the console: :meth:`Console.respond` lists its steps in order."""

import asyncio
import logging
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

import msgspec
from starlette.requests import ClientDisconnect
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from leadkeep import __version__, ids
from leadkeep.asgi import NotGzip, PartsResponse, TooLarge, read_body, send_response
from leadkeep.bulk import read_part
from leadkeep.console import sessions
from leadkeep.console.asked import Asked
from leadkeep.console.forms import BadForm, FileTooLarge, parse_fields, read_form
from leadkeep.console.listing import AFTER, csv_file
from leadkeep.console.page import FILE_TYPES, Action, Download, Model, NotFound, Outcome, Page
from leadkeep.console.shared import Shared
from leadkeep.console.uploads import receive_upload
from leadkeep.console.visit import PREFIX, Visit, address
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.instance.users import Session, find_session, is_administrator
from leadkeep.errors import Refusal
from leadkeep.files import BrokenFile, MissingPyarrow
from leadkeep.multipart import MULTIPART_TYPE
from leadkeep.store import Transaction

logger = logging.getLogger("leadkeep")

LONGEST_QUERY_BYTES = 8_192
LARGEST_FORM_BYTES = 1_048_576
LARGEST_SIGN_IN_BYTES = 16_384
"""Limit of a form that needs no session: anybody can send such forms, on all connections."""
UPLOAD_LIMIT = 4
"""Limit: files that are received at the same time; others wait."""
UPLOAD_WAIT_SECONDS = 60
HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
TWIN_JSON, TWIN_CSV = ".json", ".csv"
SIGN_IN, STATIC = "/sign-in", "/static/"
OK = 200

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class _Content:
    """What a page has to say: type and content."""

    type: str
    content: bytes = b""
    name: str = ""
    """The name of a file to download."""
    stored: Download | None = None
    """The file, if it is one of a job."""


class _SignedOut(Exception):  # noqa: N818 -- ends a request
    """Nobody is signed in, or the session has ended."""


class _Stopped(Exception):  # noqa: N818 -- ends a request
    """The request ends with a page that says why, such as ``forbidden``."""

    def __init__(self, name: str, status: int) -> None:
        """Set the template and the HTTP status."""
        super().__init__(name, status)
        self.name, self.status = name, status


class _NotTaken(Exception):  # noqa: N818 -- ends a request
    """A file is not taken."""

    def __init__(self, text: str, status: int) -> None:
        """Set what people read, and the HTTP status."""
        super().__init__(text, status)
        self.text, self.status = text, status


EXPECTED = (Refusal, LookupError, ValueError, BrokenFile, MissingPyarrow)
"""The errors by which verbs say what they refuse."""
FORBIDDEN, NOT_FOUND, FORGED = ("forbidden", 403), ("not_found", 404), ("forged", 403)


class Console:
    """The console of one server process."""

    def __init__(self, shared: Shared) -> None:
        """Serve pages over a store; nothing of them is loaded before the first request."""
        self._shared = shared
        self._mode = shared.settings.console
        self._uploads = asyncio.Semaphore(UPLOAD_LIMIT)

    @property
    def is_on(self) -> bool:
        """Is there a console?"""
        return self._mode != "off"

    def serves(self, path: bytes) -> bool:
        """Return whether a path belongs to the console."""
        is_below = path.startswith(b"/console") and path[8:9] in (b"", b"/")
        return is_below and self.is_on

    async def respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request through these steps.

        1. sizes, path, twin, cookies
        2. files that all pages load
        3. sign-in and sign-out, which need no session
        4. page for the path, session, permission
        5. a form: same origin, token of its session, size, action in a transaction
        6. the view in a transaction, the template; headers
        """
        try:
            response = await self._response(scope, receive)
        except TooLarge as too_large:
            response = Response(status_code=too_large.status)
        except (ClientDisconnect, NotGzip, BadForm):
            response = Response(status_code=400)
        except Exception:
            request_id = ids.request_id(self._shared.clock.now())
            logger.exception("console request %s failed: %r", request_id, scope["path"])
            text = f"Something went wrong. The log of the server has more under {request_id}."
            response = Response(text, 500, media_type="text/plain; charset=utf-8")
        for name, value in sessions.HEADERS.items():
            response.headers[name] = value
        response.headers.setdefault("cache-control", "no-store")
        await send_response(response, scope, receive, send)

    async def _response(self, scope: Scope, receive: Receive) -> Response:
        asked = self._asked(scope)
        if asked.method not in {"GET", "HEAD", "POST"}:
            return Response(status_code=405, headers={"allow": "GET, HEAD, POST"})
        if asked.path.startswith(STATIC):
            return _asset(asked.path.removeprefix(STATIC))
        from leadkeep.console import sign_in  # noqa: PLC0415 -- loads templates

        if asked.path in sign_in.PATHS:
            body = await self._body(scope, receive, asked, LARGEST_SIGN_IN_BYTES)
            return await sign_in.respond(self._shared, asked, body)
        try:
            return await self._page_response(scope, receive, asked)
        except _SignedOut:
            return _to_sign_in(asked)

    async def _page_response(self, scope: Scope, receive: Receive, asked: Asked) -> Response:
        """Find the page of a request, and show it or do what a form asks for.

        Raises:
            _SignedOut: nobody is signed in.
        """
        from leadkeep.console.pages import find_page  # noqa: PLC0415 -- loads all pages

        found = find_page(asked.path)
        session = await self._recognise(asked)
        if found is None:
            return self._plain_page(asked, session, *NOT_FOUND)
        page, numbers = found
        visit = Visit(self._shared, asked.request_id, asked.path, numbers, asked.query)
        visit.session = session
        try:
            if asked.method == "POST":
                return await self._act(scope, receive, asked, page, visit)
            return await self._show(asked, page, visit)
        except _Stopped as stopped:
            return self._plain_page(asked, session, stopped.name, stopped.status)
        except NotFound:
            return self._plain_page(asked, session, *NOT_FOUND)
        except _NotTaken as refused:
            problem: Model = {"problem": {"code": None, "message": refused.text}}
            return self._plain_page(asked, session, "refused", refused.status, problem)

    def _asked(self, scope: Scope) -> Asked:
        query: bytes = scope["query_string"]
        if len(scope["raw_path"]) + len(query) > LONGEST_QUERY_BYTES:
            raise TooLarge(414)
        headers: dict[bytes, bytes] = dict(scope["headers"])
        path = str(scope["path"]).removeprefix(PREFIX).rstrip("/")
        twin = next((each for each in (TWIN_JSON, TWIN_CSV) if path.endswith(each)), "")
        if path.startswith(STATIC):
            twin = ""
        client = scope.get("client")
        return Asked(
            ids.request_id(self._shared.clock.now()),
            scope["method"],
            path.removesuffix(twin),
            twin,
            parse_fields(query),
            headers,
            sessions.cookies(headers),
            client[0] if client else "",
            sessions.is_on_this_machine(client, headers),
            scope.get("scheme") == "https",
        )

    # -- the session ------------------------------------------------------------------------------

    def _session(self, tx: Transaction, asked: Asked) -> Session:
        """Return the session of a request.

        Raises:
            _SignedOut: there is none.
        """
        if asked.token:
            found = find_session(tx, self._shared.key, asked.token)
            if found is not None:
                return found
        if self._mode == "open" and asked.is_local:
            access = operator_access(tx)
            return Session(0, access, is_administrator(tx, access))
        raise _SignedOut

    async def _recognise(self, asked: Asked) -> Session:
        return await self._shared.store.read(lambda tx: self._session(tx, asked))

    def _csrf(self, asked: Asked, session: Session) -> str:
        token = asked.token if session.user_id else sessions.OPEN
        return sessions.csrf_token(self._shared.key, token)

    def _work(self, tx: Transaction, asked: Asked, page: Page, visit: Visit) -> Work:
        """Return the work of a view or action, by the access that the user has now.

        Raises:
            _SignedOut: the session has ended.
            _Stopped: the user may not see the page.
        """
        visit.session = self._session(tx, asked)
        visit.csrf = self._csrf(asked, visit.session)
        if not (visit.may(page.needs) and visit.may(page.also)):
            raise _Stopped(*FORBIDDEN)
        return Work(tx, visit.session.access, visit.cause())

    # -- pages ------------------------------------------------------------------------------------

    async def _show(
        self,
        asked: Asked,
        page: Page,
        visit: Visit,
        problem: Model | None = None,
        status: int = OK,
    ) -> Response:
        if asked.twin == TWIN_CSV and not page.has_listing:
            raise _Stopped(*NOT_FOUND)
        if page.needs_counts:
            await self._shared.external.store_counts()
        note = sessions.notice(asked.cookies)
        try:
            access = visit.user.access
            shown = await self._shared.store.read_behind(
                lambda tx: self._content(tx, asked, page, visit, problem, note),
                access.user,
                access.version,
                is_long=True,
            )
        except EXPECTED as error:
            values = {"problem": self._problem(error)}
            return self._plain_page(asked, visit.user, "refused", 422, values)
        response = self._response_of(shown, status)
        if shown.name:
            response.headers["content-disposition"] = f'attachment; filename="{shown.name}"'
        if note and not asked.twin:
            sessions.set_notice(response, "", is_secure=asked.is_secure)
        return response

    def _response_of(self, shown: _Content, status: int) -> Response:
        file, store = shown.stored, self._shared.store
        if file is None:
            return Response(shown.content, status, media_type=shown.type)

        async def read(start: int, end: int) -> bytes:
            return await store.read_long(
                lambda tx: read_part(tx, file.job_id, file.part, start, end)
            )

        kind = (b"content-type", file.type.encode())
        return PartsResponse(status, [kind], read, 0, file.size)

    def _content(
        self,
        tx: Transaction,
        asked: Asked,
        page: Page,
        visit: Visit,
        problem: Model | None,
        note: str,
    ) -> _Content:
        work = self._work(tx, asked, page, visit)
        if asked.twin == TWIN_CSV:
            if not visit.may(page.listing_needs):
                raise _Stopped(*FORBIDDEN)
            return _Content(FILE_TYPES["csv"], _csv(page, visit, work), f"{page.name}.csv")
        model = page.view(visit, work)
        if isinstance(stored := model.get("download"), Download):
            return _Content(stored.type, name=stored.name, stored=stored)
        if "download" in model:
            return _Content(model["type"], model["download"].encode(), model["name"])
        if asked.twin == TWIN_JSON:
            return _Content(JSON, _encode(model))
        from leadkeep.console.render import render  # noqa: PLC0415 -- loads templates

        values = self._common(asked, visit.user, page) | model
        values |= {"visit": visit, "problem": problem, "notice": note}
        return _Content(HTML, render(page.name, values))

    def _common(self, asked: Asked, session: Session, page: Page | None) -> Model:
        """Return what the frame of every page shows."""
        from leadkeep.console.pages import menu  # noqa: PLC0415 -- loads pages

        return {
            "title": page.title if page else "",
            "menu": menu(session, page),
            "user": session.user,
            "is_open": session.user_id == 0,
            "csrf": self._csrf(asked, session),
            "version": __version__,
            "problem": None,
            "notice": "",
            "twin": address(f"{asked.path or '/index'}{TWIN_JSON}", asked.query),
        }

    def _plain_page(
        self, asked: Asked, session: Session, name: str, status: int, values: Model | None = None
    ) -> Response:
        if asked.twin:
            return Response(_encode(values or {"error": name}), status, media_type=JSON)
        from leadkeep.console.render import render  # noqa: PLC0415 -- loads templates

        common = self._common(asked, session, None) | (values or {})
        return Response(render(name, common), status, media_type=HTML)

    # -- actions ----------------------------------------------------------------------------------

    async def _act(
        self, scope: Scope, receive: Receive, asked: Asked, page: Page, visit: Visit
    ) -> Response:
        if self._is_upload(asked, page):
            await self._wait_for_turn()
            try:
                with TemporaryFile() as file:
                    await self._take_file(scope, receive, asked, page, visit, file)
                    return await self._do(asked, page, visit)
            finally:
                self._uploads.release()
        visit.form = await self._body(scope, receive, asked, LARGEST_FORM_BYTES)
        return await self._do(asked, page, visit)

    async def _wait_for_turn(self) -> None:
        """Wait until few enough files are received.

        Raises:
            _NotTaken: that takes too long.
        """
        try:
            async with asyncio.timeout(UPLOAD_WAIT_SECONDS):
                await self._uploads.acquire()
        except TimeoutError:
            text = "Other files are being uploaded. Try again in a minute."
            raise _NotTaken(text, 503) from None

    def _is_upload(self, asked: Asked, page: Page) -> bool:
        kind = asked.headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
        takes_files = any(each.takes_file for each in page.actions.values())
        return takes_files and kind.decode("latin-1") == MULTIPART_TYPE

    async def _take_file(
        self,
        scope: Scope,
        receive: Receive,
        asked: Asked,
        page: Page,
        visit: Visit,
        file: IO[bytes],
    ) -> None:
        """Receive the file of a form, once the fields before it say that it may be sent."""
        if not sessions.is_same_origin(asked.headers):
            raise BadForm

        def admit(fields: dict[str, list[str]]) -> None:
            visit.form = fields
            if not self._admitted(asked, page, visit).takes_file:
                raise BadForm

        settings = self._shared.settings
        limit = settings.console_upload_bytes
        try:
            visit.form, visit.upload = await receive_upload(scope, receive, file, limit, admit)
        except FileTooLarge:
            text = f"The file is larger than {settings.console_upload_mib} MiB."
            raise _NotTaken(text, 413) from None

    def _admitted(self, asked: Asked, page: Page, visit: Visit) -> Action:
        """Return the action that a form asks for.

        Raises:
            _Stopped: the form is not of this session, or the user may not do this.
        """
        if not ids.same(visit.sent("csrf"), self._csrf(asked, visit.user)):
            raise _Stopped(*FORGED)
        action = page.actions.get(visit.sent("action"))
        if action is None:
            raise _Stopped(*NOT_FOUND)
        if not visit.may(page.needs) or not visit.may(action.needs):
            raise _Stopped(*FORBIDDEN)
        return action

    async def _do(self, asked: Asked, page: Page, visit: Visit) -> Response:
        action = self._admitted(asked, page, visit)
        try:
            outcome = await self._run(asked, page, action, visit)
        except EXPECTED as error:
            problem = self._problem(error)
            if asked.twin:
                return Response(_encode({"problem": problem}), 422, media_type=JSON)
            return await self._show(asked, page, visit, problem, 422)
        return self._done(asked, outcome)

    async def _run(self, asked: Asked, page: Page, action: Action, visit: Visit) -> Outcome:
        if action.first is not None:
            visit.first = await asyncio.to_thread(action.first, visit)

        def run(tx: Transaction) -> Outcome:
            work = self._work(tx, asked, page, visit)
            if not visit.may(action.needs):
                raise _Stopped(*FORBIDDEN)
            tx.client = work.access.user
            return action.run(visit, work)

        return await self._shared.store.write(run)

    def _done(self, asked: Asked, outcome: Outcome) -> Response:
        if asked.twin:
            return Response(_encode({"notice": outcome.notice, **outcome.values}), media_type=JSON)
        if outcome.values:
            from leadkeep.console.render import render  # noqa: PLC0415 -- loads templates

            values: Model = {"title": "Shown once", "notice": outcome.notice}
            values |= {"next": address(outcome.path), "values": outcome.values}
            return Response(render("once", values), media_type=HTML)
        response = RedirectResponse(address(outcome.path), 303)
        sessions.set_notice(response, outcome.notice, is_secure=asked.is_secure)
        return response

    def _problem(self, error: Exception) -> Model:
        """Return what a verb refused, for people; raise what is a defect.

        Verbs raise LookupError and ValueError on purpose; their subclasses are defects.
        """
        if type(error) not in EXPECTED:
            raise error
        if isinstance(error, Refusal):
            code, text = self._shared.external.explain(error.problem)
            return {"code": code, "message": text}
        return {"code": None, "message": str(error)}

    async def _body(
        self, scope: Scope, receive: Receive, asked: Asked, limit: int
    ) -> dict[str, list[str]]:
        """Return the fields of the form of a POST.

        Raises:
            BadForm: it is none, or another site sends it.
        """
        if asked.method != "POST":
            return {}
        if not sessions.is_same_origin(asked.headers):
            raise BadForm
        body = await read_body(scope, receive, asked.headers, limit)
        kind = asked.headers.get(b"content-type", b"").decode("latin-1")
        return await asyncio.to_thread(read_form, body, kind)


def _csv(page: Page, visit: Visit, work: Work) -> bytes:
    query = visit.query

    def load(after: object, size: int) -> dict[str, Any]:
        visit.query = {**query, AFTER: [str(after)], "size": [str(size)]}
        shown: dict[str, Any] = page.view(visit, work)["listing"]
        return shown

    try:
        return csv_file(load)
    finally:
        visit.query = query  # the read may run again, from its beginning


def _to_sign_in(asked: Asked) -> Response:
    if asked.twin:
        return Response(_encode({"error": "signed out"}), 401, media_type=JSON)
    here = address(asked.path, asked.query) if asked.method != "POST" else address(asked.path)
    return RedirectResponse(address(SIGN_IN, {"next": here}), 303)


def _asset(name: str) -> Response:
    from leadkeep.console.render import assets  # noqa: PLC0415 -- loads templates

    found = assets().get(name)
    if found is None:
        return Response(status_code=404)
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(found.content, media_type=found.type, headers=headers)
