"""Tag Named Account Lists (behaviour.md 7.2)."""

from typing import Any

import msgspec

from leadkeep.api import params
from leadkeep.api.envelope import Reply
from leadkeep.api.operations.object_records import (
    NOUN,
    ObjectRecords,
    outcomes,
    paged,
    plain_delete,
    plain_sync,
)
from leadkeep.api.request import Request
from leadkeep.domain.objects.engine import RecordAction
from leadkeep.domain.objects.standard import (
    NAMED_ACCOUNT_LIST,
    accounts_on_list,
    add_to_named_account_list,
    remove_from_named_account_list,
)

MEMBERS_ENDPOINT = "namedAccountList/{}"

RECORDS = ObjectRecords(
    kind=lambda _tx, _request: NAMED_ACCOUNT_LIST,
    endpoint=lambda _request: "namedAccountLists",
    sync_verb=plain_sync,
    delete_verb=plain_delete,
    default_action=RecordAction.CREATE_ONLY,
    actions=frozenset({RecordAction.CREATE_ONLY, RecordAction.UPDATE_ONLY}),
)


class MembersBody(msgspec.Struct):
    """The body of adding to a list and of removing from it."""

    input: list[dict[str, Any]] | None = None


async def get_members(request: Request) -> Reply:
    """Get Named Account List Members."""
    list_id = request.path_params["id"]
    endpoint, names = MEMBERS_ENDPOINT.format(list_id), params.array(request, "fields")
    after, size = params.position(request, endpoint), params.page_size(request)
    page = await request.read_long(
        lambda work: accounts_on_list(work.tx, list_id, names, after, size)
    )
    return paged(request, endpoint, page)


async def add(request: Request) -> Reply:
    """Add Named Account List Members."""
    list_id = request.path_params["id"]
    records = params.records(params.body(request, MembersBody).input, noun=NOUN)
    added = await request.write(lambda work: add_to_named_account_list(work.tx, list_id, records))
    return outcomes(added, is_id_last=False)


async def remove(request: Request) -> Reply:
    """Remove Named Account List Members."""
    list_id = request.path_params["id"]
    records = params.records(params.body(request, MembersBody).input, noun=NOUN)
    removed = await request.write(
        lambda work: remove_from_named_account_list(work.tx, list_id, records)
    )
    return outcomes(removed, is_id_last=False)
