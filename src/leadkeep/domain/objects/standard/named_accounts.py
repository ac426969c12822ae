"""Define named accounts and named account lists (behaviour.md 7.2)."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import bindparam, delete, select

from leadkeep.domain.fields import ObjectSchema, Record
from leadkeep.domain.objects.engine import (
    GUID,
    Kind,
    RecordOutcome,
    RecordPage,
    Synced,
    catalog_of,
    fields_to_read,
    id_of_guid,
    key_of_id,
    lock_records,
    read_page,
    read_records,
)
from leadkeep.domain.objects.standard.tables import (
    NAMED_ACCOUNT_IDS,
    NAMED_ACCOUNT_LIST_IDS,
    named_account,
    named_account_list,
)
from leadkeep.domain.objects.standard.tables import named_account_list_member as member
from leadkeep.errors import Problem, Reason, Refusal
from leadkeep.store import Insert, Statement, Transaction, any_of

_named_kind = partial(Kind, id_name=GUID, dedupe=("name",), is_renamed=True)

NAMED_ACCOUNT = _named_kind(
    schema=ObjectSchema("namedAccount", named_account.name, 0),
    title="Named Account",
    description="Marketo standard account attribute map",
    ids=NAMED_ACCOUNT_IDS,
    searchable=(
        *("annualRevenue", "city", "country", "domainName", "industry", "logoUrl"),
        *("membershipCount", "numberOfEmployees", "opptyAmount", "opptyCount"),
        *(f"score{number}" for number in range(1, 6)),
        *("sicCode", "state"),
    ),
)

NAMED_ACCOUNT_LIST = _named_kind(
    schema=ObjectSchema("namedAccountList", named_account_list.name, 0),
    title="Named Account List",
    ids=NAMED_ACCOUNT_LIST_IDS,
    default_fields=("type", "updateable"),
    initial={"type": "default", "updateable": True},
)

_m = member.c
_PAGE = Statement(
    select(_m.account_id)
    .where(_m.list_id == bindparam("wanted_list"), _m.account_id > bindparam("after"))
    .order_by(_m.account_id)
    .limit(bindparam("limit"))
)
_AMONG = Statement(
    select(_m.account_id)
    .where(_m.list_id == bindparam("wanted_list"), any_of(_m.account_id, "account_ids"))
    .order_by(_m.account_id)
)
_ADD = Insert(member, ["account_id"], ["list_id", "created_at"])
_REMOVE = Statement(
    delete(member).where(
        _m.list_id == bindparam("wanted_list"), any_of(_m.account_id, "account_ids")
    )
)


def accounts_on_list(
    tx: Transaction, list_guid: str, names: Sequence[str] | None, after: int, page_size: int
) -> RecordPage:
    """Return a page of the named accounts on a named account list.

    Raises:
        Refusal: 1013, there is no such list; 1006, a field is unknown.
    """
    list_id = _present_list(tx, list_guid)
    catalog = catalog_of(tx, NAMED_ACCOUNT)
    fields = fields_to_read(NAMED_ACCOUNT, catalog, names)
    rows = tx.rows(_PAGE, wanted_list=list_id, after=after, limit=page_size + 1)
    return read_page(tx, catalog, fields, [row[0] for row in rows], page_size)


def _present_list(tx: Transaction, guid: str) -> int:
    list_id = id_of_guid(NAMED_ACCOUNT_LIST.schema.name, guid)
    if list_id is None or not read_records(tx, NAMED_ACCOUNT_LIST, [list_id], ()):
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Named account list")
    return list_id


def _lock_list(tx: Transaction, guid: str) -> int:
    """Lock a named account list; return its id."""
    list_id = _present_list(tx, guid)
    lock_records(tx, NAMED_ACCOUNT_LIST, [list_id])
    # While this command waited for the lock, the list may have been deleted.
    return _present_list(tx, guid)


def add_to_named_account_list(tx: Transaction, list_guid: str, records: Sequence[Record]) -> Synced:
    """Add named accounts to a list, by their ids; one that is on it already counts as added.

    Raises:
        Refusal: 1013, there is no such list.
    """
    list_id = _lock_list(tx, list_guid)
    outcomes = _lock_accounts(tx, records, "added")
    ids = {each.draft.record_id for each in outcomes if each.draft is not None}
    new = sorted(ids - _among(tx, list_id, ids))
    tx.insert(_ADD, [(account_id,) for account_id in new], list_id, tx.moment)
    return Synced(outcomes)


def remove_from_named_account_list(
    tx: Transaction, list_guid: str, records: Sequence[Record]
) -> Synced:
    """Remove named accounts from a list, by their ids.

    Raises:
        Refusal: 1013, there is no such list.
    """
    list_id = _lock_list(tx, list_guid)
    outcomes = _lock_accounts(tx, records, "removed")
    ids = {each.draft.record_id for each in outcomes if each.draft is not None}
    present = _among(tx, list_id, ids)
    missing = Problem(Reason.OBJECT_NOT_FOUND, ("Membership",))
    if present:
        tx.run(_REMOVE, wanted_list=list_id, account_ids=sorted(present))
    return Synced(
        [
            RecordOutcome("skipped", problem=missing)
            if each.draft is not None and each.draft.record_id not in present
            else each
            for each in outcomes
        ]
    )


def _among(tx: Transaction, list_id: int, account_ids: set[int]) -> set[int]:
    if not account_ids:
        return set()
    rows = tx.rows(_AMONG, wanted_list=list_id, account_ids=sorted(account_ids))
    return {row[0] for row in rows}


def _lock_accounts(tx: Transaction, records: Sequence[Record], status: str) -> list[RecordOutcome]:
    """Lock the named accounts that records name; return an outcome for each.

    The outcome has ``status`` if the account was found, else the problem.
    """
    keys = [key_of_id(NAMED_ACCOUNT, sent) for sent in records]
    found = lock_records(tx, NAMED_ACCOUNT, {key for key in keys if isinstance(key, int)})
    missing = Problem(Reason.OBJECT_NOT_FOUND, (NAMED_ACCOUNT.missing,))
    outcomes: list[RecordOutcome] = []
    for key in keys:
        if isinstance(key, Problem):
            outcomes.append(RecordOutcome("skipped", problem=key))
        elif key in found:
            outcomes.append(RecordOutcome(status, found[key]))
        else:
            outcomes.append(RecordOutcome("skipped", problem=missing))
    return outcomes
