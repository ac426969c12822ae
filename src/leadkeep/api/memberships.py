"""Shared parts of the operations that list a lead's static lists, programs or campaigns.

See behaviour.md 3.11.
"""

from collections.abc import Callable
from datetime import datetime

from leadkeep.api import params
from leadkeep.api.declarations import PAGE
from leadkeep.api.envelope import Reply
from leadkeep.api.paging import decode_place, encode_place
from leadkeep.api.request import Request
from leadkeep.api.structs import ReplyItem
from leadkeep.domain.leads import FIRST_PLACE, Membership, MembershipFilter, MembershipVerb, Place
from leadkeep.errors import Reason

REFUSES = (Reason.NOT_A_NUMBER, *PAGE, Reason.LEAD_NOT_FOUND)
"""Reasons to refuse such a request."""
DATE_REFUSES = (*REFUSES, Reason.INVALID_PARAMETER)
"""Reasons to refuse such a request if it may have bounds of the last change."""


def changed_between(request: Request) -> tuple[datetime | None, datetime | None]:
    """Return the bounds of the memberships' last change, both inclusive; None for no bound."""
    return (
        params.moment_parameter(request, "earliestUpdatedAt"),
        params.moment_parameter(request, "latestUpdatedAt"),
    )


async def memberships_of_lead(
    request: Request,
    noun: str,
    verb: MembershipVerb,
    item: Callable[[Membership], ReplyItem],
    *,
    has_bounds: bool = False,
) -> Reply:
    """Return a page of a lead's memberships in what ``noun`` names, such as lists.

    ``verb`` reads the memberships, ``item`` renders one. Page tokens are valid for the same lead
    and ``noun`` only. If ``has_bounds`` is true, the request may limit the time of the last change.
    """
    lead_id = params.path_number(request, "leadId")
    endpoint = f"{noun} of lead {lead_id}"
    bounds = changed_between(request) if has_bounds else (None, None)
    behind = _behind(request, endpoint)
    wanted = MembershipFilter(behind, params.page_size(request), *bounds)
    page = await request.read(verb, lead_id, wanted)
    token = None
    if page.next_behind is not None:
        token = encode_place(request.server.key, endpoint, *page.next_behind)
    return Reply([item(each) for each in page.memberships], token, token is not None)


def _behind(request: Request, endpoint: str) -> Place:
    token = params.text(request, "nextPageToken")
    return FIRST_PLACE if token is None else decode_place(request.server.key, endpoint, token)
