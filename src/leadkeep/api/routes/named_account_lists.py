"""Tag Named Account Lists (behaviour.md 7.2)."""

from typing import Any

import msgspec

from leadkeep.api import params
from leadkeep.api.call import Call
from leadkeep.api.envelope import Reply
from leadkeep.api.routes.object_records import (
    INPUT_MISSING,
    ObjectRecords,
    outcomes,
    paged,
    plain_delete,
    plain_sync,
)
from leadkeep.domain.objects.engine import RecordAction
from leadkeep.domain.objects.standard import (
    NAMED_ACCOUNT_LIST,
    accounts_on_list,
    add_to_named_account_list,
    remove_from_named_account_list,
)

MEMBERS_ENDPOINT = "namedAccountList/{}"

RECORDS = ObjectRecords(
    kind=lambda _tx, _call: NAMED_ACCOUNT_LIST,
    endpoint=lambda _call: "namedAccountLists",
    sync_verb=plain_sync,
    sync_method="syncNamedAccountLists",
    delete_verb=plain_delete,
    delete_method="deleteNamedAccountLists",
    default_action=RecordAction.CREATE_ONLY,
    actions=frozenset({RecordAction.CREATE_ONLY, RecordAction.UPDATE_ONLY}),
)


class MembersBody(msgspec.Struct):
    """The body of adding to a list and of removing from it."""

    input: list[dict[str, Any]] | None = None


async def get_members(call: Call) -> Reply:
    """Get Named Account List Members."""
    list_id = call.path_params["id"]
    endpoint, names = MEMBERS_ENDPOINT.format(list_id), params.array(call, "fields")
    after, size = params.position(call, endpoint), params.page_size(call)
    page = await call.read_long(lambda tx: accounts_on_list(tx, list_id, names, after, size))
    return paged(call, endpoint, page)


async def add(call: Call) -> Reply:
    """Add Named Account List Members."""
    list_id, now = call.path_params["id"], call.now
    records = params.records(params.body(call, MembersBody).input, INPUT_MISSING)
    added = await call.write(lambda tx: add_to_named_account_list(tx, list_id, records, now))
    return outcomes(added, is_id_last=False)


async def remove(call: Call) -> Reply:
    """Remove Named Account List Members."""
    list_id = call.path_params["id"]
    records = params.records(params.body(call, MembersBody).input, INPUT_MISSING)
    removed = await call.write(lambda tx: remove_from_named_account_list(tx, list_id, records))
    return outcomes(removed, is_id_last=False)
