"""Tag Static Lists: lists, their leads, and the lists of a lead (behaviour.md 3.4, 3.11, 4.1)."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import UNSET, UnsetType

from leadkeep.api import envelope, memberships, params
from leadkeep.api.declarations import PAGE, Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.memberships import memberships_of_lead
from leadkeep.api.operations.leads import IDS_REFUSES, lead_ids
from leadkeep.api.outcomes import RecordOutcome, outcomes_reply
from leadkeep.api.paging import encode_position
from leadkeep.api.records import LEAD
from leadkeep.api.request import CELLS_READ_INLINE, Request
from leadkeep.api.structs import Id, IdsBody, Moment, ReplyItem
from leadkeep.domain.assets.engine import AssetFilter
from leadkeep.domain.assets.lists import (
    ListPage,
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
from leadkeep.domain.leads import LeadOutcome, Membership
from leadkeep.errors import Reason
from leadkeep.store import wire_timestamp

serves = Declarations()

LISTS_ENDPOINT = "lists"
MEMBERS_ENDPOINT = "list {}"

_ONE = (Reason.NOT_A_NUMBER, Reason.OBJECT_NOT_FOUND)
_MEMBERS = (*IDS_REFUSES, Reason.OBJECT_NOT_FOUND)

# -- lists -----------------------------------------------------------------------------------------


class List(ReplyItem, kw_only=True):
    """A static list."""

    id: Id
    name: str
    description: str | UnsetType = UNSET
    program_name: str | UnsetType = UNSET
    """The program that contains the list, if there is one."""
    workspace_id: Id
    workspace_name: str
    created_at: Moment
    updated_at: Moment


@serves("getListsUsingGET", item=List, refuses=(*PAGE, Reason.NOT_A_NUMBER, Reason.TOO_MANY))
async def get_lists(request: Request) -> Reply:
    """Get Lists: return a page of static lists by filters (behaviour.md 4.1)."""
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
    """Parse the values of an array parameter; return None if it was not sent.

    Raises:
        Refusal: 1003, there are more than 300 values.
    """
    values = params.array(request, name)
    params.check_count(len(values))
    return [parse(value) for value in values] or None


def _item(static_list: StaticList, page: ListPage) -> List:
    return List(
        id=static_list.id,
        name=static_list.name,
        description=static_list.description or UNSET,
        program_name=page.program_names.get(static_list.program_id or 0, UNSET),
        workspace_id=static_list.workspace_id,
        workspace_name=page.workspace_names[static_list.workspace_id],
        created_at=wire_timestamp(static_list.created_at),
        updated_at=wire_timestamp(static_list.updated_at),
    )


@serves("getListByIdUsingGET", item=List, refuses=_ONE)
async def get_list(request: Request) -> Reply:
    """Get List by Id: return one static list (behaviour.md 4.1)."""
    list_id = params.path_number(request, "listId")
    page = await request.read(lambda work: with_names(work.tx, [present_list(work, list_id)]))
    return Reply([_item(each, page) for each in page.lists])


@serves(
    "getLeadsByListIdUsingGET",
    "getLeadsByListIdUsingGET_1",
    item=LEAD,
    refuses=(*_ONE, *PAGE, Reason.FIELD_NOT_FOUND),
)
async def get_leads(request: Request) -> Reply:
    """Get Leads By List Id: return a page of the leads on a static list (behaviour.md 3.4)."""
    list_id, access = params.path_number(request, "listId"), request.caller
    endpoint = MEMBERS_ENDPOINT.format(list_id)
    names = params.array(request, "fields")
    after, size = params.position(request, endpoint), params.page_size(request)
    # If the caller sees only some partitions, a page may have to read many more members.
    is_small = access.partition_ids is None and size * (len(names) + 6) <= CELLS_READ_INLINE
    read = request.read if is_small else request.read_long
    page = await read(list_members, list_id, names, after, size)
    token = None
    if page.next_after is not None:
        token = encode_position(request.server.key, endpoint, str(page.next_after))
    return Reply(envelope.leads(page), token)


# -- members ---------------------------------------------------------------------------------------


def _serve_members(
    operation_id: str,
    verb: Callable[[Work, int, Sequence[int]], Sequence[LeadOutcome]],
    *skips: Reason,
    is_read: bool = False,
) -> None:
    """Declare an operation that adds leads to a list, removes them, or says which are members.

    See behaviour.md 4.1.
    """

    @serves(
        operation_id,
        item=RecordOutcome,
        body=IdsBody,
        refuses=_MEMBERS,
        skips=(Reason.LEAD_NOT_FOUND, *skips),
    )
    async def members(request: Request) -> Reply:
        list_id, leads = params.path_number(request, "listId"), lead_ids(request)
        run = request.read if is_read else request.write
        return outcomes_reply(await run(verb, list_id, leads))


_serve_members("addLeadsToListUsingPOST", add_to_list)
_serve_members("removeLeadsFromListUsingDELETE", remove_from_list, Reason.LEAD_NOT_IN_LIST)
_serve_members("areLeadsMemberOfListUsingGET", are_members, is_read=True)


# -- the lists of a lead ---------------------------------------------------------------------------


class ListMembership(ReplyItem):
    """A static list that the lead is a member of."""

    list_id: Id
    created_at: Moment
    """When the lead was added to the list."""
    updated_at: Moment


@serves("getListMembershipUsingGET", item=ListMembership, refuses=memberships.REFUSES)
async def get_lists_of_lead(request: Request) -> Reply:
    """Get Lists by Lead Id: return a page of the lead's static lists (behaviour.md 3.11)."""
    return await memberships_of_lead(request, "lists", lists_of_lead, _membership)


def _membership(membership: Membership) -> ListMembership:
    return ListMembership(
        membership.asset_id,
        wire_timestamp(membership.created_at),
        wire_timestamp(membership.updated_at),
    )
