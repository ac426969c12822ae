"""Tag Static Lists, and the lists of a lead (behaviour.md 3.4, 3.11, 4.1)."""

from collections.abc import Callable, Sequence
from typing import Any

from leadkeep.api import envelope, params
from leadkeep.api.call import Call
from leadkeep.api.envelope import Reply
from leadkeep.api.paging import decode_place, encode_place, encode_position
from leadkeep.api.routes.leads import CELLS_READ_INLINE, lead_ids
from leadkeep.domain.assets.folders import AssetFilter
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
from leadkeep.domain.leads import LeadOutcome
from leadkeep.store import Transaction, wire_timestamp

LISTS_ENDPOINT = "lists"
MEMBERS_ENDPOINT = "list {}"
MEMBERSHIP_ENDPOINT = "lists of lead {}"


async def get_lists(call: Call) -> Reply:
    """Get Lists (behaviour.md 4.1)."""
    wanted = AssetFilter(
        ids=sent_values(call, "id", params.number),
        names=sent_values(call, "name"),
        program_names=sent_values(call, "programName"),
        workspace_names=sent_values(call, "workspaceName"),
    )
    after, size = params.position(call, LISTS_ENDPOINT), params.page_size(call)
    access = call.caller
    page = await call.read(lambda tx: lists_after(tx, access, wanted, after, size))
    token = None
    if page.next_after is not None:
        token = encode_position(call.server.key, LISTS_ENDPOINT, str(page.next_after))
    return Reply([_item(each, page) for each in page.lists], token)


def sent_values(call: Call, name: str, parse: Callable[[str], Any] = str) -> list[Any] | None:
    """Return the values of a filter; None when it was not sent."""
    values = params.array(call, name)
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


async def get_list(call: Call) -> Reply:
    """Get List by Id (behaviour.md 4.1)."""
    list_id, access = params.path_number(call, "listId"), call.caller
    page = await call.read(lambda tx: with_names(tx, [present_list(tx, access, list_id)]))
    return Reply([_item(each, page) for each in page.lists])


async def get_leads(call: Call) -> Reply:
    """Get Leads By List Id (behaviour.md 3.4)."""
    list_id, access = params.path_number(call, "listId"), call.caller
    endpoint = MEMBERS_ENDPOINT.format(list_id)
    names = params.array(call, "fields")
    after, size = params.position(call, endpoint), params.page_size(call)
    # Where not all leads are within reach, a page may have to look at many more.
    is_small = access.partition_ids is None and size * (len(names) + 6) <= CELLS_READ_INLINE
    read = call.read if is_small else call.read_long
    page = await read(lambda tx: list_members(tx, access, list_id, names, after, size))
    token = None
    if page.next_after is not None:
        token = encode_position(call.server.key, endpoint, str(page.next_after))
    return Reply(envelope.leads(page), token)


async def add(call: Call) -> Reply:
    """Add to List (behaviour.md 4.1)."""
    list_id, leads = params.path_number(call, "listId"), lead_ids(call)
    access, cause, now = call.caller, call.cause("addLeadsToList"), call.now
    return _outcomes(
        await call.write(lambda tx: add_to_list(tx, access, list_id, leads, cause, now))
    )


async def remove(call: Call) -> Reply:
    """Remove from List (behaviour.md 4.1)."""
    list_id, leads = params.path_number(call, "listId"), lead_ids(call)
    access, cause, now = call.caller, call.cause("removeLeadsFromList"), call.now
    return _outcomes(
        await call.write(lambda tx: remove_from_list(tx, access, list_id, leads, cause, now))
    )


async def is_member(call: Call) -> Reply:
    """Member of List (behaviour.md 4.1)."""
    list_id, leads = params.path_number(call, "listId"), lead_ids(call)
    access = call.caller
    return _outcomes(await call.read(lambda tx: are_members(tx, access, list_id, leads)))


def _outcomes(of: Sequence[LeadOutcome]) -> Reply:
    return Reply([envelope.outcome(each) for each in of])


async def get_lists_of_lead(call: Call) -> Reply:
    """Get Lists by Lead Id, of the tag Leads (behaviour.md 3.11)."""
    lead_id, access = params.path_number(call, "leadId"), call.caller
    endpoint = MEMBERSHIP_ENDPOINT.format(lead_id)
    behind, size = _behind(call, endpoint), params.page_size(call)

    def verb(tx: Transaction) -> tuple[list[Membership], bool]:
        return lists_of_lead(tx, access, lead_id, behind, size)

    page, more = await call.read(verb)
    token, last = None, page[-1] if more else None
    if last is not None:
        token = encode_place(call.server.key, endpoint, last.created_at, last.list_id)
    items = [
        {
            "listId": each.list_id,
            "createdAt": wire_timestamp(each.created_at),
            "updatedAt": wire_timestamp(each.updated_at),
        }
        for each in page
    ]
    return Reply(items, token, more)


def _behind(call: Call, endpoint: str) -> Membership:
    """Return the membership that the page starts behind."""
    token = params.text(call, "nextPageToken")
    if token is None:
        return FIRST_PAGE
    moment, list_id = decode_place(call.server.key, endpoint, token)
    return Membership(list_id, moment, moment)
