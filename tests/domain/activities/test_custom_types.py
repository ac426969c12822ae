"""Random life cycles of custom types agree with a model of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadkeep.clock import ManualClock
from leadkeep.domain.activities import (
    CustomType,
    SentAttribute,
    SentType,
    activity_types,
    approve_type,
    create_attributes,
    create_type,
    delete_attributes,
    delete_type,
    discard_draft,
    update_type,
)
from leadkeep.errors import Refusal
from leadkeep.store import Store, Transaction
from leadkeep.testing.stores import StoreFactory
from tests.support.stores import new_store

NAMES = tuple(f"type{number}" for number in range(12))
ATTRIBUTES = ("one", "two", "three")

Version = tuple[str, tuple[str, ...]]
"""The name and the secondary attributes."""


@dataclass
class Known:
    """A type as the model sees it."""

    approved: Version | None = None
    draft: Version | None = None

    @property
    def status(self) -> str:
        if self.approved is None:
            return "draft"
        return "approved with draft" if self.draft else "approved"

    def edit(self, change: Callable[[Version], Version | None]) -> bool:
        changed = change(self.draft or self.approved or ("", ()))
        if changed is None:
            return False
        self.draft = changed
        return True


@dataclass
class Model:
    """All types; each verb returns whether it may be done."""

    types: dict[str, Known] = field(default_factory=dict)

    def create(self, name: str, word: str) -> bool:
        if name in self.types or len(self.types) >= 10:
            return False
        self.types[name] = Known(draft=(word, ()))
        return True

    def update(self, name: str, word: str) -> bool:
        return name in self.types and self.types[name].edit(lambda now: (word, now[1]))

    def add(self, name: str, word: str) -> bool:
        def change(now: Version) -> Version | None:
            return None if word in now[1] else (now[0], (*now[1], word))

        return name in self.types and self.types[name].edit(change)

    def drop(self, name: str, word: str) -> bool:
        def change(now: Version) -> Version | None:
            rest = tuple(each for each in now[1] if each != word)
            return (now[0], rest) if word in now[1] else None

        return name in self.types and self.types[name].edit(change)

    def approve(self, name: str, _: str) -> bool:
        found = self.types.get(name)
        if found is None or found.draft is None:
            return False
        found.approved, found.draft = found.draft, None
        return True

    def discard(self, name: str, _: str) -> bool:
        found = self.types.get(name)
        if found is None or found.draft is None or found.approved is None:
            return False
        found.draft = None
        return True

    def delete(self, name: str, _: str) -> bool:
        return self.types.pop(name, None) is not None


def _create(tx: Transaction, name: str, word: str) -> CustomType:
    primary = SentAttribute("title", "Title")
    return create_type(tx, SentType(name, word, None, "Tried", "Done", primary))


def _update(tx: Transaction, name: str, word: str) -> CustomType:
    return update_type(tx, name, SentType(name=word))


def _add(tx: Transaction, name: str, word: str) -> CustomType:
    return create_attributes(tx, name, [SentAttribute(word, word)])


def _drop(tx: Transaction, name: str, word: str) -> CustomType:
    return delete_attributes(tx, name, [SentAttribute(word)])


VERBS: dict[str, Callable[[Transaction, str, str], Any]] = {
    "create": _create,
    "update": _update,
    "add": _add,
    "drop": _drop,
    "approve": lambda tx, name, _: approve_type(tx, name),
    "discard": lambda tx, name, _: discard_draft(tx, name),
    "delete": lambda tx, name, _: delete_type(tx, name),
}

steps = st.lists(
    st.tuples(
        st.sampled_from([*VERBS, "create", "approve"]),
        st.sampled_from(NAMES[:4]) | st.sampled_from(NAMES),
        st.sampled_from(ATTRIBUTES),
    ),
    max_size=40,
)


def told(store: Store) -> dict[str, tuple[str, Version | None, Version | None]]:
    def version(of: Any) -> Version | None:  # noqa: ANN401
        return of and (of.name, tuple(each.api_name for each in of.attributes))

    types = store.read_now(activity_types)
    return {
        each.api_name: (each.status, version(each.approved), version(each.draft))
        for each in types.custom
    }


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps)
def test_life_cycles(stores: StoreFactory, steps: list[tuple[str, str, str]]) -> None:
    model, clock = Model(), ManualClock()
    with new_store(stores) as store:
        store.clock = clock
        for verb, name, word in steps:
            clock.advance(seconds=1)

            def run(tx: Transaction, verb: str = verb, name: str = name, word: str = word) -> None:
                VERBS[verb](tx, name, word)

            try:
                store.write_now(run)
                is_done = True
            except Refusal:
                is_done = False
            assert is_done == getattr(model, verb)(name, word), (verb, name, word)
            assert told(store) == {
                name: (each.status, each.approved, each.draft) for name, each in model.types.items()
            }
