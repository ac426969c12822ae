"""A request of a browser as it came, before its page is known."""

from collections.abc import Mapping
from dataclasses import dataclass

from leadkeep.console.sessions import SESSION_COOKIE


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its path and parameters, its cookies, and where it comes from."""

    request_id: str
    method: str
    path: str
    """Below ``/console``, without the suffix of a twin."""
    twin: str
    """``.json``, ``.csv``, or empty for the page itself."""
    query: dict[str, list[str]]
    headers: Mapping[bytes, bytes]
    cookies: Mapping[str, str]
    machine: str
    """The address that the request comes from."""
    is_local: bool
    is_secure: bool

    @property
    def token(self) -> str:
        """The token of the session; empty without one."""
        return self.cookies.get(SESSION_COOKIE, "")
