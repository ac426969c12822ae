"""Tag Identity: the token endpoint (behaviour.md 2.1)."""

from typing import Literal

from leadkeep.api import params
from leadkeep.api.declarations import Declarations
from leadkeep.api.request import Request
from leadkeep.api.structs import ReplyItem
from leadkeep.domain.instance.access import issue_token, present_token
from leadkeep.errors import Reason, Refusal

GRANT_TYPE = "client_credentials"

serves = Declarations()


class Token(ReplyItem, rename=None):
    """An access token, and the number of seconds until it expires."""

    access_token: str
    token_type: Literal["bearer"]
    expires_in: int
    """Seconds until the token expires."""
    scope: str
    """The email address of the API user."""


class TokenRefusal(ReplyItem, rename=None):
    """Why the token endpoint issued no token."""

    error: str
    error_description: str


@serves("identityUsingGET", "identityUsingPOST", item=Token)
async def token(request: Request) -> Token:
    """Identity: issue an access token to an API client; the reply has no envelope.

    Raises:
        Refusal: sent as an error of the token endpoint, with HTTP status 400 or 401.
    """
    grant_type = params.text(request, "grant_type")
    if grant_type is None:
        raise Refusal(Reason.MISSING_GRANT_TYPE)
    if grant_type != GRANT_TYPE:
        raise Refusal(Reason.UNSUPPORTED_GRANT_TYPE, grant_type)
    client_id = params.text(request, "client_id") or ""
    secret = params.text(request, "client_secret") or ""
    key, store = request.server.key, request.server.store
    issued = await store.read(lambda tx: present_token(tx, key, client_id, secret))
    if issued is None:
        issued = await store.write(lambda tx: issue_token(tx, key, client_id, secret))
    return Token(issued.text, "bearer", issued.seconds_left, issued.user)
