"""A browser without a screen: pages of the console, forms, cookies."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from leadkeep.console.sessions import SESSION_COOKIE, csrf_token
from leadkeep.domain.instance.access import ALL_PERMISSIONS_ROLE
from leadkeep.domain.instance.users import NewUser, add_user, open_session
from leadkeep.testing import Rehearsal
from leadkeep.testing.rehearsal import KEY, Response

PREFIX = "/console"


@dataclass
class Browser:
    """Requests of one user, with the cookies that came before."""

    server: Rehearsal
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Response:
        """Load a page; ``path`` is below the console, with its query."""
        return self._send("GET", path, None, headers)

    def post(self, path: str, action: str = "", **values: Any) -> Response:  # noqa: ANN401
        """Send a form of a page, with the token that the page has."""
        form = {"csrf": self.csrf, "action": action, **values}
        return self._send("POST", path, form, {})

    def send(self, path: str, form: dict[str, Any], **headers: str) -> Response:
        """Send a form as it is."""
        return self._send("POST", path, form, headers)

    def send_body(self, path: str, body: bytes, **headers: str) -> Response:
        """Send a body as it is."""
        return self._send("POST", path, None, headers, body)

    @property
    def csrf(self) -> str:
        return csrf_token(KEY, self.cookies.get(SESSION_COOKIE, ""))

    def _send(
        self,
        method: str,
        path: str,
        form: dict[str, Any] | None,
        headers: dict[str, str],
        body: bytes = b"",
    ) -> Response:
        target, _, query = path.partition("?")
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent_body: dict[str, Any] = {"form": form} if form is not None else {}
        if body:
            sent_body = {"content": body}
        response = self.server.request(
            method, PREFIX + target, query, headers=sent, token="", **sent_body
        )
        for name, value in re.findall(
            r"(leadkeep_\w+)=([^;]*)", response.headers.get("set-cookie", "")
        ):
            self.cookies[name] = value.strip('"')
        return response

    def follow(self, response: Response) -> Response:
        """Load the page to which a form leads."""
        assert response.status == 303, response.content
        parts = urlsplit(response.headers["location"])
        return self.get(f"{parts.path.removeprefix(PREFIX)}?{parts.query}")


def signed_in(
    server: Rehearsal,
    email: str = "ada@example.com",
    role: str = ALL_PERMISSIONS_ROLE,
    *workspaces: str,
) -> Browser:
    """Add a user; return a browser with a session."""

    def add(tx: Any) -> str:  # noqa: ANN401
        return open_session(tx, KEY, add_user(tx, NewUser(email, None, role, workspaces)))

    return Browser(server, {SESSION_COOKIE: server.store.write_now(add)})


def text_of(response: Response) -> str:
    """Return a page as text; fails unless it is one."""
    assert response.headers["content-type"].startswith("text/html"), response.headers
    return response.content.decode()
