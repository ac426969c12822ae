"""What an access reaches: permissions, workspaces, partitions (behaviour.md 2.3, 2.4)."""

from itertools import product

import pytest

from leadkeep.domain.instance.access import (
    ALL_PERMISSIONS_ROLE,
    DEFAULT_NAME,
    PERMISSIONS,
    Access,
    NewClient,
    Work,
    add_client,
    authenticate,
    issue_token,
    list_clients,
    list_partitions,
    list_roles,
    list_workspaces,
    operator_access,
    primary_partition_id,
    save_partition,
    save_role,
    save_workspace,
    workspace_access,
)
from leadkeep.domain.leads import Upsert, upsert_leads
from leadkeep.domain.leads.scope import existing_leads, leads_after, leads_in_scope
from leadkeep.errors import Reason
from leadkeep.store import Store, Transaction
from tests.support.work import CAUSE

KEY = b"a key of tests, no secret"
WORKSPACES = (DEFAULT_NAME, "East", "West")
PARTITIONS = ("A", "B")
SUBSETS = [(), ("East",), ("West",), ("East", "West")]


def access_of(tx: Transaction, workspace: str, role: str = ALL_PERMISSIONS_ROLE) -> Access:
    """Return what the token of a new client of a workspace gives."""
    name = f"{workspace} {len(list_clients(tx))}"
    made = add_client(tx, KEY, NewClient(name, role, workspace))
    token = issue_token(tx, KEY, made.client_id, made.client_secret)
    return authenticate(tx, KEY, token.text)


def divide(tx: Transaction, **seen_from: tuple[str, ...]) -> dict[str, int]:
    """Save workspaces and partitions; return the ids of the partitions by name."""
    for name in WORKSPACES:
        save_workspace(tx, name)
    for name, workspaces in seen_from.items():
        save_partition(tx, name, workspaces)
    return {each.name: each.id for each, _ in list_partitions(tx)}


@pytest.mark.parametrize(("of_a", "of_b"), list(product(SUBSETS, SUBSETS)))
def test_an_access_reaches_the_partitions_of_its_workspace(
    store: Store, of_a: tuple[str, ...], of_b: tuple[str, ...]
) -> None:
    """A client's token and the access of the workspace's campaigns agree in every division."""

    def verb(tx: Transaction) -> None:
        ids = divide(tx, A=of_a, B=of_b)
        seen_from = {"A": of_a, "B": of_b, DEFAULT_NAME: (DEFAULT_NAME,)}
        for number, name in enumerate(list_workspaces(tx), 1):
            wanted = {ids[each] for each, workspaces in seen_from.items() if name in workspaces}
            access, own = access_of(tx, name), workspace_access(tx, number)
            assert access.workspace_ids == own.workspace_ids == (number,)
            assert access.partition_ids == own.partition_ids == frozenset(wanted)
            assert {each for each in ids.values() if access.has_partition(each)} == wanted
            default = min(wanted, default=ids[DEFAULT_NAME])
            assert access.default_partition_id == own.default_partition_id == default
            assert primary_partition_id(tx, number) == default

    store.write_now(verb)


def test_a_workspace_that_sees_all_partitions_is_not_limited(store: Store) -> None:
    def verb(tx: Transaction) -> None:
        divide(tx, A=(DEFAULT_NAME,))
        assert access_of(tx, DEFAULT_NAME).partition_ids is None
        save_partition(tx, "B", ["East"])
        assert access_of(tx, DEFAULT_NAME).partition_ids == frozenset({1, 2})
        assert operator_access(tx).partition_ids is None

    store.write_now(verb)


def test_leads_of_other_partitions_are_out_of_scope(store: Store) -> None:
    def verb(tx: Transaction) -> None:
        divide(tx, A=("East",), B=("East", "West"))
        everything = Work(tx, operator_access(tx), CAUSE)
        lead_ids = {}
        for name in (DEFAULT_NAME, "A", "B"):
            command = Upsert([{"email": f"{name}@example.com"}], partition_name=name)
            (outcome,) = upsert_leads(everything, command)
            lead_ids[name] = outcome.lead_id or 0
        for workspace, names in {"East": ("A", "B"), "West": ("B",)}.items():
            work = Work(tx, access_of(tx, workspace), CAUSE)
            wanted = {lead_ids[name] for name in names}
            assert existing_leads(work, lead_ids.values()) == wanted
            assert set(leads_in_scope(work, lead_ids.values())) == wanted
            assert leads_after(work, 0, 10) == sorted(wanted)
        west = Work(tx, access_of(tx, "West"), CAUSE)
        (own, other) = (
            upsert_leads(west, Upsert([{"email": email, "city": "Oslo"}]))[0]
            for email in ("b@example.com", "a@example.com")
        )
        assert own.status == "updated"
        assert other.problem is not None
        assert other.problem.reason is Reason.PARTITION_ACCESS_DENIED

    store.write_now(verb)


def test_a_role_has_exactly_its_permissions(store: Store) -> None:
    def verb(tx: Transaction) -> None:
        assert save_role(tx, "Reader", ["Read-Only Lead", "Read-Only Activity"]) == "created"
        version = tx.version
        same = ["Read-Only Activity", "Read-Only Lead", "Read-Only Lead"]
        assert save_role(tx, "Reader", same) == "unchanged"
        assert tx.version == version
        assert access_of(tx, DEFAULT_NAME, "Reader").permissions == set(same)
        assert save_role(tx, "Reader", ["Read-Only Lead"]) == "updated"
        assert access_of(tx, DEFAULT_NAME, "Reader").permissions == {"Read-Only Lead"}
        assert save_role(tx, "Reader", []) == "updated"
        assert access_of(tx, DEFAULT_NAME, "Reader").permissions == frozenset()
        with pytest.raises(ValueError, match="Read-Only Moon"):
            save_role(tx, "Reader", ["Read-Only Lead", "Read-Only Moon"])
        assert list_roles(tx) == [(ALL_PERMISSIONS_ROLE, PERMISSIONS), ("Reader", frozenset())]

    store.write_now(verb)


@pytest.mark.parametrize(
    ("new", "error"),
    [
        (NewClient("new", "Nobody"), LookupError),
        (NewClient("new", ALL_PERMISSIONS_ROLE, "Nowhere"), LookupError),
        (NewClient("taken", ALL_PERMISSIONS_ROLE), ValueError),
        (NewClient("new", ALL_PERMISSIONS_ROLE, client_id="taken-id"), ValueError),
    ],
)
def test_a_client_that_names_something_wrong_is_not_added(
    store: Store, new: NewClient, error: type[Exception]
) -> None:
    taken = NewClient("taken", ALL_PERMISSIONS_ROLE, client_id="taken-id")
    store.write_now(lambda tx: add_client(tx, KEY, taken))
    before = store.read_now(list_clients)
    assert "taken" in [each.name for each in before]
    with pytest.raises(error):
        store.write_now(lambda tx: add_client(tx, KEY, new))
    assert store.read_now(list_clients) == before
    good = NewClient("new", ALL_PERMISSIONS_ROLE, DEFAULT_NAME, client_id="free")
    assert store.write_now(lambda tx: add_client(tx, KEY, good)).client_id == "free"
