"""Records that stay because something refers to them, roles, account lists (behaviour.md 7.2)."""

from collections.abc import Callable
from typing import Any

import pytest

from leadkeep.domain.leads import Upsert, upsert_leads
from leadkeep.domain.objects.engine import Kind, RecordSync, Synced, guid_of, sync_records
from leadkeep.domain.objects.standard import (
    COMPANY,
    NAMED_ACCOUNT,
    NAMED_ACCOUNT_LIST,
    OPPORTUNITY,
    SALES_PERSON,
    accounts_on_list,
    add_to_named_account_list,
    delete_companies,
    delete_opportunities,
    delete_roles,
    delete_sales_persons,
    remove_from_named_account_list,
    sync_roles,
)
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Store, Transaction
from leadkeep.testing import Rehearsal
from tests.support.leads import create, logged
from tests.support.work import operator_work

SELLER = {"externalSalesPersonId": "Sally"}
STEEL = {"externalCompanyId": "Steel"}
DEAL = {"externalOpportunityId": "Deal", "name": "Deal"}
ADD_ROLE, REMOVE_ROLE = 34, 35


def put(tx: Transaction, kind: Kind, *records: dict[str, Any]) -> None:
    synced = sync_records(operator_work(tx), kind, RecordSync(records))
    assert {each.status for each in synced.outcomes} <= {"created", "updated"}


def lead(tx: Transaction, **values: Any) -> None:  # noqa: ANN401
    (outcome,) = upsert_leads(operator_work(tx), Upsert([{"email": "a@example.com", **values}]))
    assert outcome.problem is None


Use = Callable[[Transaction], None]
USES: dict[str, tuple[Use, Use]] = {
    "a lead": (
        lambda tx: lead(tx, externalSalesPersonId="sally"),
        lambda tx: lead(tx, externalSalesPersonId=None),
    ),
    "a company": (
        lambda tx: put(tx, COMPANY, STEEL | SELLER),
        lambda tx: put(tx, COMPANY, STEEL | {"externalSalesPersonId": None}),
    ),
    "an opportunity": (
        lambda tx: put(tx, OPPORTUNITY, DEAL | SELLER),
        lambda tx: put(tx, OPPORTUNITY, DEAL | {"externalSalesPersonId": None}),
    ),
}


def reasons(deleted: Synced) -> list[Reason | None]:
    return [None if each.problem is None else each.problem.reason for each in deleted.outcomes]


@pytest.mark.parametrize(("use", "leave"), USES.values(), ids=USES)
def test_a_sales_person_who_owns_something_stays(store: Store, use: Use, leave: Use) -> None:
    free = {"externalSalesPersonId": "Free"}

    def delete(tx: Transaction) -> list[Reason | None]:
        names = [{"externalSalesPersonId": "SALLY"}, free, free]
        return reasons(delete_sales_persons(operator_work(tx), names, by_id=False))

    store.write_now(lambda tx: put(tx, SALES_PERSON, SELLER, free))
    store.write_now(use)
    assert store.write_now(delete) == [Reason.OBJECT_IN_USE, None, Reason.DUPLICATE_RECORD]
    store.write_now(leave)
    assert store.write_now(delete) == [None, Reason.OBJECT_NOT_FOUND, Reason.OBJECT_NOT_FOUND]


def test_a_company_with_leads_stays(store: Store) -> None:
    free = {"externalCompanyId": "Free"}

    def delete(tx: Transaction) -> list[Reason | None]:
        return reasons(delete_companies(operator_work(tx), [STEEL, free], by_id=False))

    store.write_now(lambda tx: put(tx, COMPANY, STEEL, free))
    store.write_now(lambda tx: lead(tx, externalCompanyId="steel"))
    assert store.write_now(delete) == [Reason.OBJECT_IN_USE, None]
    store.write_now(lambda tx: put(tx, COMPANY, free))
    store.write_now(lambda tx: lead(tx, externalCompanyId="free"))
    assert store.write_now(delete) == [None, Reason.OBJECT_IN_USE]


def test_each_new_and_each_lost_role_is_told_once(server: Rehearsal) -> None:
    lead_id = create(server)
    roles = [
        {"externalOpportunityId": "deal", "leadId": lead_id, "role": role}
        for role in ("CEO", "CTO")
    ]

    def told() -> list[int]:
        return [
            each.type_id
            for each in logged(server, lead_id)
            if each.type_id in {ADD_ROLE, REMOVE_ROLE}
        ]

    def write(verb: Callable[[Transaction], Synced]) -> list[Reason | None]:
        return reasons(server.store.write_now(verb))

    write(lambda tx: sync_records(operator_work(tx), OPPORTUNITY, RecordSync([DEAL])))
    assert write(lambda tx: sync_roles(operator_work(tx), RecordSync(roles))) == [None, None]
    assert told() == [ADD_ROLE] * 2
    again = [each | {"isPrimary": True} for each in roles]
    write(lambda tx: sync_roles(operator_work(tx), RecordSync(again)))
    assert told() == [ADD_ROLE] * 2
    unknown = roles[0] | {"role": "CFO"}
    gone = [roles[0], unknown]
    assert write(lambda tx: delete_roles(operator_work(tx), gone, by_id=False)) == [
        None,
        Reason.OBJECT_NOT_FOUND,
    ]
    assert told() == [ADD_ROLE] * 2 + [REMOVE_ROLE]
    write(lambda tx: delete_opportunities(operator_work(tx), [DEAL], by_id=False))
    assert told() == [ADD_ROLE] * 2 + [REMOVE_ROLE] * 2


def test_accounts_on_a_list(store: Store) -> None:
    accounts = [{"name": f"Account {number}"} for number in range(5)]
    guids = [guid_of("namedAccount", number) for number in range(1, 6)]
    list_guid = guid_of("namedAccountList", 1)
    named = [{"marketoGUID": guid} for guid in guids]
    strange = {"marketoGUID": guid_of("namedAccount", 99)}

    def fill(tx: Transaction) -> list[Reason | None]:
        put(tx, NAMED_ACCOUNT, *accounts)
        put(tx, NAMED_ACCOUNT_LIST, {"name": "Targets"})
        sent = [*named, named[0], strange]
        return reasons(add_to_named_account_list(tx, list_guid, sent))

    def remove(tx: Transaction) -> list[Reason | None]:
        sent = [*named[:2], strange]
        return reasons(remove_from_named_account_list(tx, list_guid, sent))

    def pages(tx: Transaction) -> list[int]:
        sizes, after = [], 0
        while True:
            page = accounts_on_list(tx, list_guid, ["name"], after, 2)
            sizes.append(len(page.rows))
            if page.next_after is None:
                return sizes
            after = page.next_after

    assert store.write_now(fill) == [None] * 6 + [Reason.OBJECT_NOT_FOUND]
    assert store.read_now(pages) == [2, 2, 1]
    assert store.write_now(remove) == [None, None, Reason.OBJECT_NOT_FOUND]
    assert store.write_now(remove) == [Reason.OBJECT_NOT_FOUND] * 3
    assert store.read_now(pages) == [2, 1]
    with pytest.raises(Refusal) as refused:
        store.read_now(lambda tx: accounts_on_list(tx, "no guid", None, 0, 2))
    assert refused.value.problem.reason is Reason.OBJECT_NOT_FOUND
