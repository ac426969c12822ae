"""Associate Lead, an operation of the tag Leads (behaviour.md 3.8)."""

from leadkeep.api import params
from leadkeep.api.declarations import Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.request import Request
from leadkeep.domain.instance import munchkin_id
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import cookie_token
from leadkeep.domain.visitors import associate_lead
from leadkeep.errors import Reason, Refusal

serves = Declarations()


@serves(
    "associateLeadUsingPOST",
    refuses=(
        Reason.NOT_A_NUMBER,
        Reason.MISSING_PARAMETER,
        Reason.NAMED_LEAD_NOT_FOUND,
        Reason.INVALID_COOKIE,
    ),
)
async def associate(request: Request) -> Reply:
    """Associate Lead: make a lead the owner of a cookie and its web history.

    The body is ignored: clients send an empty object or none.
    """
    lead_id = params.path_number(request, "leadId")
    cookie = params.text(request, "cookie")
    if cookie is None:
        raise Refusal(Reason.MISSING_PARAMETER, "cookie")

    def verb(work: Work) -> None:
        try:
            token = cookie_token(cookie, munchkin_id(work.tx))
        except ValueError:
            raise Refusal(Reason.INVALID_COOKIE, cookie) from None
        associate_lead(work, token, lead_id)

    await request.write(verb)
    return Reply()
