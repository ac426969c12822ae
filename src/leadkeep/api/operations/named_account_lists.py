"""Tag Named Account Lists: lists of named accounts, and their members (behaviour.md 7.2)."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from msgspec import Meta

from leadkeep.api import params
from leadkeep.api.declarations import PAGE, RECORDS_BODY, Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.operations.named_accounts import ACCOUNT
from leadkeep.api.operations.object_records import (
    NOUN,
    ChangedRecord,
    ObjectRecords,
    outcomes,
    paged,
    record_of,
)
from leadkeep.api.request import Request
from leadkeep.api.structs import Body
from leadkeep.domain.fields import Record
from leadkeep.domain.objects.engine import GUID, RecordAction, Synced
from leadkeep.domain.objects.standard import (
    NAMED_ACCOUNT_LIST,
    accounts_on_list,
    add_to_named_account_list,
    remove_from_named_account_list,
)
from leadkeep.errors import Reason
from leadkeep.store import Transaction

MEMBERS_ENDPOINT = "namedAccountList/{}"

serves = Declarations()

ObjectRecords(
    record=record_of(NAMED_ACCOUNT_LIST, {"name": "Customers"}),
    kind=lambda _tx, _request: NAMED_ACCOUNT_LIST,
    endpoint=lambda _request: "namedAccountLists",
    actions=(RecordAction.CREATE_ONLY, RecordAction.UPDATE_ONLY),
    deletes_carry_id=True,
).serve(
    serves,
    query="getNamedAccountListsUsingGET",
    sync="syncNamedAccountListsUsingPOST",
    delete="deleteNamedAccountListsUsingPOST",
)


AccountKey = Annotated[
    dict[str, Any], Meta(extra_json_schema={"properties": {GUID: {"type": "string"}}})
]
"""A named account, identified by its GUID."""


class NamedAccountsBody(Body):
    """Named accounts to add to a list or to remove from it, identified by ``marketoGUID``."""

    input: list[AccountKey] | None = None


@serves(
    "getNamedAccountListMembersUsingGET",
    item=ACCOUNT,
    refuses=(*PAGE, Reason.FIELD_NOT_FOUND, Reason.OBJECT_NOT_FOUND),
)
async def get_members(request: Request) -> Reply:
    """Get Named Account List Members: return a page of the named accounts on a list."""
    list_id = request.path_params["id"]
    endpoint, names = MEMBERS_ENDPOINT.format(list_id), params.array(request, "fields")
    after, size = params.position(request, endpoint), params.page_size(request)
    page = await request.read_long(
        lambda work: accounts_on_list(work.tx, list_id, names, after, size)
    )
    return paged(request, endpoint, page)


MemberVerb = Callable[[Transaction, str, Sequence[Record]], Synced]


def _serve_change(operation_id: str, verb: MemberVerb) -> None:
    """Declare an operation that adds named accounts to a list or removes them."""

    @serves(
        operation_id,
        item=ChangedRecord,
        body=NamedAccountsBody,
        refuses=(*RECORDS_BODY, Reason.OBJECT_NOT_FOUND),
        skips=(Reason.REQUIRED_VALUE, Reason.INVALID_VALUE, Reason.OBJECT_NOT_FOUND),
    )
    async def change(request: Request) -> Reply:
        list_id = request.path_params["id"]
        records = params.records(params.body(request, NamedAccountsBody).input, noun=NOUN)
        changed = await request.write(lambda work: verb(work.tx, list_id, records))
        return outcomes(ChangedRecord, changed)


_serve_change("addNamedAccountListMembersUsingPOST", add_to_named_account_list)
_serve_change("removeNamedAccountListMembersUsingPOST", remove_from_named_account_list)
