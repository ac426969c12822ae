"""Tag Static Lists, and the lists of a lead (behaviour.md 3.4, 3.11, 4.1)."""

from collections.abc import Callable, Sequence
from typing import Any

from leadkeep.api import envelope, params
from leadkeep.api.envelope import Reply
from leadkeep.api.paging import decode_place, encode_place, encode_position
from leadkeep.api.request import Request
from leadkeep.api.routes.leads import CELLS_READ_INLINE, lead_ids
from leadkeep.domain.assets.engine import AssetFilter
from leadkeep.domain.assets.lists import (
    FIRST_PAGE,
    ListPage,
    Membership,
    StaticList,
    add_to_list,
    are_members,
    list_members,
    lists_after,
    lists_of_lead,
    present_list,
    remove_from_list,
    with_names,
)
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import LeadOutcome
from leadkeep.store import wire_timestamp

LISTS_ENDPOINT = "lists"
MEMBERS_ENDPOINT = "list {}"
MEMBERSHIP_ENDPOINT = "lists of lead {}"


async def get_lists(request: Request) -> Reply:
    """Get Lists (behaviour.md 4.1)."""
    wanted = AssetFilter(
        ids=sent_values(request, "id", params.number),
        names=sent_values(request, "name"),
        program_names=sent_values(request, "programName"),
        workspace_names=sent_values(request, "workspaceName"),
    )
    after, size = params.position(request, LISTS_ENDPOINT), params.page_size(request)
    page = await request.read(lists_after, wanted, after, size)
    token = None
    if page.next_after is not None:
        token = encode_position(request.server.key, LISTS_ENDPOINT, str(page.next_after))
    return Reply([_item(each, page) for each in page.lists], token)


def sent_values(request: Request, name: str, parse: Callable[[str], Any] = str) -> list[Any] | None:
    """Return the values of a filter; None when it was not sent."""
    values = params.array(request, name)
    params.check_count(len(values))
    return [parse(value) for value in values] or None


def _item(of: StaticList, page: ListPage) -> dict[str, Any]:
    item: dict[str, Any] = {"id": of.id, "name": of.name}
    if of.description:
        item["description"] = of.description
    if of.program_id in page.program_names:
        item["programName"] = page.program_names[of.program_id]
    return item | {
        "workspaceId": of.workspace_id,
        "workspaceName": page.workspace_names[of.workspace_id],
        "createdAt": wire_timestamp(of.created_at),
        "updatedAt": wire_timestamp(of.updated_at),
    }


async def get_list(request: Request) -> Reply:
    """Get List by Id (behaviour.md 4.1)."""
    list_id = params.path_number(request, "listId")
    page = await request.read(lambda work: with_names(work.tx, [present_list(work, list_id)]))
    return Reply([_item(each, page) for each in page.lists])


async def get_leads(request: Request) -> Reply:
    """Get Leads By List Id (behaviour.md 3.4)."""
    list_id, access = params.path_number(request, "listId"), request.caller
    endpoint = MEMBERS_ENDPOINT.format(list_id)
    names = params.array(request, "fields")
    after, size = params.position(request, endpoint), params.page_size(request)
    # Where not all leads are within reach, a page may have to look at many more.
    is_small = access.partition_ids is None and size * (len(names) + 6) <= CELLS_READ_INLINE
    read = request.read if is_small else request.read_long
    page = await read(list_members, list_id, names, after, size)
    token = None
    if page.next_after is not None:
        token = encode_position(request.server.key, endpoint, str(page.next_after))
    return Reply(envelope.leads(page), token)


async def add(request: Request) -> Reply:
    """Add to List (behaviour.md 4.1)."""
    list_id, leads = params.path_number(request, "listId"), lead_ids(request)
    return _outcomes(await request.write(add_to_list, list_id, leads))


async def remove(request: Request) -> Reply:
    """Remove from List (behaviour.md 4.1)."""
    list_id, leads = params.path_number(request, "listId"), lead_ids(request)
    return _outcomes(await request.write(remove_from_list, list_id, leads))


async def is_member(request: Request) -> Reply:
    """Member of List (behaviour.md 4.1)."""
    list_id, leads = params.path_number(request, "listId"), lead_ids(request)
    return _outcomes(await request.read(are_members, list_id, leads))


def _outcomes(of: Sequence[LeadOutcome]) -> Reply:
    return Reply([envelope.outcome(each) for each in of])


async def get_lists_of_lead(request: Request) -> Reply:
    """Get Lists by Lead Id, of the tag Leads (behaviour.md 3.11)."""
    lead_id = params.path_number(request, "leadId")
    endpoint = MEMBERSHIP_ENDPOINT.format(lead_id)
    behind, size = _behind(request, endpoint), params.page_size(request)

    def verb(work: Work) -> tuple[list[Membership], bool]:
        return lists_of_lead(work, lead_id, behind, size)

    page, more = await request.read(verb)
    token, last = None, page[-1] if more else None
    if last is not None:
        token = encode_place(request.server.key, endpoint, last.created_at, last.list_id)
    items = [
        {
            "listId": each.list_id,
            "createdAt": wire_timestamp(each.created_at),
            "updatedAt": wire_timestamp(each.updated_at),
        }
        for each in page
    ]
    return Reply(items, token, more)


def _behind(request: Request, endpoint: str) -> Membership:
    """Return the membership that the page starts behind."""
    token = params.text(request, "nextPageToken")
    if token is None:
        return FIRST_PAGE
    moment, list_id = decode_place(request.server.key, endpoint, token)
    return Membership(list_id, moment, moment)
