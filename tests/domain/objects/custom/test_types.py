"""Custom object types: limits, links, and what can change when (behaviour.md 7.3)."""

from collections.abc import Callable
from typing import Any

import pytest

from leadkeep.assembly import assemble_store
from leadkeep.domain.instance.access import (
    Work,
    save_partition,
    save_workspace,
    workspace_access,
)
from leadkeep.domain.leads import Upsert, upsert_leads
from leadkeep.domain.objects.custom import (
    CustomObjectType,
    Limits,
    SentField,
    SentRelated,
    SentType,
    add_fields,
    approve_type,
    change_field,
    custom_object_types,
    delete_fields,
    delete_type,
    discard_draft,
    kind_named,
    save_type,
)
from leadkeep.domain.objects.engine import RecordSync, sync_records
from leadkeep.errors import Reason, Refusal
from leadkeep.settings import Settings
from leadkeep.store import Store, Transaction
from tests.support.work import CAUSE, operator_work

NO_LIMITS = Limits()


def field(name: str, **members: Any) -> SentField:  # noqa: ANN401
    return SentField(name, name, **{"data_type": "string", **members})


def link(name: str, target: str, of: str) -> SentField:
    return field(name, data_type="link", related_to=SentRelated(target, of))


KEY = field("key", is_dedupe_field=True)


def make(
    store: Store,
    name: str,
    *fields: SentField,
    limits: Limits = NO_LIMITS,
    is_approved: bool = True,
) -> CustomObjectType:
    """Create a type with a dedupe field and these fields."""

    def verb(tx: Transaction) -> CustomObjectType:
        save_type(tx, SentType(None, name, name), limits)
        made = add_fields(tx, name, [KEY, *fields], limits)
        return approve_type(tx, name) if is_approved else made

    return store.write_now(verb)


def refusal(store: Store, verb: Callable[[Transaction], object]) -> Reason | None:
    """Run a verb; return why it was refused."""
    try:
        store.write_now(verb)
    except Refusal as refused:
        return refused.problem.reason
    return None


def test_the_limits_hold_at_their_edges(store: Store) -> None:
    limits = Limits(types=2, fields=3, late_fields=1)
    make(store, "one", field("a"), limits=limits)
    make(store, "two", limits=limits, is_approved=False)
    assert refusal(store, lambda tx: save_type(tx, SentType(None, "six", "six"), limits)) is (
        Reason.TOO_MANY
    )
    assert refusal(store, lambda tx: save_type(tx, SentType(None, "TWO", "two"), limits)) is None
    late = [field("b"), field("c")]
    assert refusal(store, lambda tx: add_fields(tx, "one", late, limits)) is Reason.ATTRIBUTE_LIMIT
    assert refusal(store, lambda tx: add_fields(tx, "one", late[:1], limits)) is None
    assert refusal(store, lambda tx: add_fields(tx, "one", late[1:], limits)) is (
        Reason.ATTRIBUTE_LIMIT
    )
    early = [field("a"), field("b"), field("c")]
    assert refusal(store, lambda tx: add_fields(tx, "two", early, limits)) is Reason.ATTRIBUTE_LIMIT
    assert refusal(store, lambda tx: add_fields(tx, "two", early[:2], limits)) is None
    store.write_now(lambda tx: delete_type(tx, "two"))
    assert refusal(store, lambda tx: save_type(tx, SentType(None, "six", "six"), limits)) is None


def test_fields_are_added_and_deleted_all_or_none(store: Store) -> None:
    make(store, "car", field("color"))
    twice = [field("year"), field("COLOR")]
    assert refusal(store, lambda tx: add_fields(tx, "car", twice, NO_LIMITS)) is (
        Reason.OBJECT_EXISTS
    )
    names = ["color", "wheels"]
    assert refusal(store, lambda tx: delete_fields(tx, "car", names)) is Reason.FIELD_NOT_FOUND
    (found,) = store.read_now(custom_object_types).all
    assert [each.name for each in found.latest.fields] == ["key", "color"]
    assert found.draft is None
    store.write_now(lambda tx: add_fields(tx, "car", twice[:1], NO_LIMITS))
    store.write_now(lambda tx: delete_fields(tx, "car", ["COLOR"]))
    (found,) = store.read_now(custom_object_types).all
    assert [each.name for each in found.latest.fields] == ["key", "year"]
    assert found.approved is not None
    assert [each.name for each in found.approved.fields] == ["key", "color"]


LATE: dict[str, Callable[[Transaction], object]] = {
    "add a dedupe field": lambda tx: add_fields(
        tx, "car", [field("vin", is_dedupe_field=True)], NO_LIMITS
    ),
    "add a link": lambda tx: add_fields(tx, "car", [link("buyer", "Lead", "id")], NO_LIMITS),
    "delete the dedupe field": lambda tx: delete_fields(tx, "car", ["key"]),
    "delete the link": lambda tx: delete_fields(tx, "car", ["owner"]),
    "move the link": lambda tx: change_field(
        tx, "car", "owner", SentField(related_to=SentRelated("Lead", "email"))
    ),
    "rename a field": lambda tx: change_field(tx, "car", "color", SentField("paint")),
    "change a type": lambda tx: change_field(tx, "car", "color", SentField(data_type="integer")),
    "let a field identify": lambda tx: change_field(
        tx, "car", "color", SentField(is_dedupe_field=True)
    ),
}


@pytest.mark.parametrize("change", LATE.values(), ids=LATE)
def test_what_identifies_and_links_is_fixed_by_the_first_approval(
    store: Store, change: Callable[[Transaction], object]
) -> None:
    make(store, "car", field("color"), link("owner", "Lead", "id"), is_approved=False)
    assert refusal(store, _undone(change)) is None, "a draft may change in every way"
    store.write_now(lambda tx: approve_type(tx, "car"))
    assert refusal(store, change) is Reason.FIELD_NOT_ALLOWED
    described = SentField(display_name="Paint")
    assert refusal(store, lambda tx: change_field(tx, "car", "color", described)) is None


def _undone(change: Callable[[Transaction], object]) -> Callable[[Transaction], object]:
    """Return a verb that makes a change and takes the draft back to what it was."""

    def verb(tx: Transaction) -> None:
        change(tx)
        delete_type(tx, "car")
        save_type(tx, SentType(None, "car", "car"), NO_LIMITS)
        fields = [KEY, field("color"), link("owner", "Lead", "id")]
        add_fields(tx, "car", fields, NO_LIMITS)

    return verb


def test_a_discarded_draft_leaves_what_was_approved(store: Store) -> None:
    make(store, "car", field("color"))
    assert refusal(store, lambda tx: discard_draft(tx, "car")) is Reason.DRAFT_NOT_DISCARDED
    store.write_now(lambda tx: add_fields(tx, "car", [field("year")], NO_LIMITS))
    found = store.write_now(lambda tx: discard_draft(tx, "car"))
    assert found.draft is None
    assert [each.name for each in found.latest.fields] == ["key", "color"]
    make(store, "new", is_approved=False)
    assert refusal(store, lambda tx: discard_draft(tx, "new")) is Reason.DRAFT_NOT_DISCARDED


def test_a_type_links_to_types_that_were_there_before_it(store: Store) -> None:
    """So no type can link to itself, directly or through others."""
    make(store, "later", is_approved=False)
    make(store, "first")
    linked = link("first", "first", "key")
    assert refusal(store, lambda tx: add_fields(tx, "later", [linked], NO_LIMITS)) is (
        Reason.INVALID_VALUE
    )
    own = link("own", "first", "key")
    assert refusal(store, lambda tx: add_fields(tx, "first", [own], NO_LIMITS)) is (
        Reason.INVALID_VALUE
    )
    make(store, "second", link("first", "FIRST", "KEY"))
    assert refusal(store, lambda tx: delete_type(tx, "first")) is Reason.OBJECT_IN_USE
    store.write_now(lambda tx: delete_type(tx, "second"))
    assert refusal(store, lambda tx: delete_type(tx, "first")) is None


def test_a_type_needs_one_to_three_dedupe_fields(store: Store) -> None:
    store.write_now(lambda tx: save_type(tx, SentType(None, "car", "car"), NO_LIMITS))
    store.write_now(lambda tx: add_fields(tx, "car", [field("color")], NO_LIMITS))
    assert refusal(store, lambda tx: approve_type(tx, "car")) is (Reason.TYPE_WITHOUT_DEDUPE_FIELD)
    keys = [field(f"key{number}", is_dedupe_field=True) for number in range(4)]
    assert refusal(store, lambda tx: add_fields(tx, "car", keys, NO_LIMITS)) is Reason.TOO_MANY
    store.write_now(lambda tx: add_fields(tx, "car", keys[:3], NO_LIMITS))
    assert refusal(store, lambda tx: approve_type(tx, "car")) is None


def test_a_record_links_to_what_exists_within_scope(store: Store) -> None:
    assemble_store(store, Settings())
    make(store, "brand")
    fields = (link("owner", "Lead", "id"), link("brand", "brand", "key"))
    make(store, "car", *fields)

    def verb(tx: Transaction) -> None:
        save_workspace(tx, "East")
        save_partition(tx, "East leads", ["East"])
        work = operator_work(tx)
        lead_ids = [
            upsert_leads(work, Upsert([{"email": f"{name}@example.com"}], partition_name=name))[
                0
            ].lead_id
            for name in ("Default", "East leads")
        ]
        (made,) = sync_records(
            work, kind_named(tx, "brand"), RecordSync([{"key": "Saab"}])
        ).outcomes
        assert made.status == "created"
        east = Work(tx, workspace_access(tx, 2), CAUSE)
        car = kind_named(tx, "car")

        def sync(one: Work, **values: Any) -> Reason | None:  # noqa: ANN401
            (outcome,) = sync_records(one, car, RecordSync([{"key": "1", **values}])).outcomes
            return None if outcome.problem is None else outcome.problem.reason

        assert sync(work, owner=lead_ids[0], brand="SAAB") is None
        assert sync(work, owner=99) is Reason.LEAD_NOT_FOUND
        assert sync(work, brand="Volvo") is Reason.OBJECT_NOT_FOUND
        assert sync(east, owner=lead_ids[1]) is Reason.LEAD_NOT_FOUND, "it is another lead's"
        assert sync(east, owner=lead_ids[0], brand="Saab") is Reason.LEAD_NOT_FOUND
        assert sync(work, owner=None, brand=None) is None
        assert sync(east, owner=lead_ids[1]) is None
        assert sync(east, owner=lead_ids[1], brand="Saab") is None
        assert sync(east, owner=lead_ids[0]) is Reason.LEAD_NOT_FOUND

    store.write_now(verb)
