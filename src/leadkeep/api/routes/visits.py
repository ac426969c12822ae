"""Associate Lead, of the tag Leads (behaviour.md 3.8)."""

from leadkeep.api import params
from leadkeep.api.call import Call
from leadkeep.api.envelope import Reply
from leadkeep.domain.instance import munchkin_id
from leadkeep.domain.leads import cookie_token
from leadkeep.domain.visitors import associate_lead
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction


async def associate(call: Call) -> Reply:
    """Associate Lead. A body is not looked at: clients send an empty object or none."""
    lead_id = params.path_number(call, "leadId")
    cookie = params.text(call, "cookie")
    if cookie is None:
        raise Refusal(Reason.MISSING_PARAMETER, "cookie")
    access, cause, now = call.caller, call.cause("associateLead"), call.now

    def verb(tx: Transaction) -> None:
        try:
            token = cookie_token(cookie, munchkin_id(tx))
        except ValueError:
            raise Refusal(Reason.INVALID_COOKIE, cookie) from None
        associate_lead(tx, access, token, lead_id, cause, now)

    await call.write(verb)
    return Reply()
