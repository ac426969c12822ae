"""Tag Identity: the token endpoint (behaviour.md 2.1)."""

from typing import Any

from leadkeep.api import params
from leadkeep.api.request import Request
from leadkeep.domain.instance.access import issue_token, present_token
from leadkeep.errors import Reason, Refusal

GRANT_TYPE = "client_credentials"


async def token(request: Request) -> dict[str, Any]:
    """Identity: give a client its token, in its own form without an envelope.

    Raises:
        Refusal: in the token endpoint's own form, HTTP 400 or 401.
    """
    grant_type = params.text(request, "grant_type")
    if grant_type is None:
        raise Refusal(Reason.MISSING_GRANT_TYPE)
    if grant_type != GRANT_TYPE:
        raise Refusal(Reason.UNSUPPORTED_GRANT_TYPE, grant_type)
    client_id = params.text(request, "client_id") or ""
    secret = params.text(request, "client_secret") or ""
    key = request.server.key
    issued = await request.server.store.read(lambda tx: present_token(tx, key, client_id, secret))
    if issued is None:
        issued = await request.server.store.write(
            lambda tx: issue_token(tx, key, client_id, secret)
        )
    return {
        "access_token": issued.text,
        "token_type": "bearer",
        "expires_in": issued.seconds_left,
        "scope": issued.user,
    }
