"""Random histories of visits, syncs and associations against the rule of behaviour.md 8.3."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.leads import ENGINES, create, ids_of, read, sync
from tests.support.stores import new_store
from tests.support.visits import associate, cookie, event, seen, send

LEADS, VISITORS = 3, 4

Step = tuple[str, int, int]

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["visit", "visit", "associate", "sync", "write", "delete"]),
        st.integers(0, VISITORS - 1),
        st.integers(0, LEADS - 1),
    ),
    max_size=25,
)


@dataclass
class Model:
    """The rule, in the fewest words: whose token it is, what waits, what each lead did."""

    owner: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, list[str]] = field(default_factory=dict)
    log: dict[int, list[str]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)

    def see(self, who: int, page: str) -> None:
        if who in self.owner:
            self.log.setdefault(self.owner[who], []).append(page)
        else:
            self.waiting.setdefault(who, []).append(page)

    def tie(self, who: int, to: int, *, with_history: bool) -> None:
        if to in self.gone:
            return
        if with_history:
            waiting = self.waiting.pop(who, [])
            if self.owner.get(who, to) == to:
                self.log.setdefault(to, []).extend(waiting)
        self.owner[who] = to

    def delete(self, lead: int) -> None:
        self.gone.add(lead)
        self.owner = {who: each for who, each in self.owner.items() if each != lead}


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    factory: StoreFactory = request.getfixturevalue(f"{request.param}_stores")
    with new_store(factory) as store, Rehearsal(store) as running:
        yield running


@settings(max_examples=15, deadline=None)
@given(steps=STEPS)
def test_any_history_follows_the_rule(server: Rehearsal, steps: list[Step]) -> None:
    tokens = [cookie() for _ in range(VISITORS)]
    leads = [create(server) for _ in range(LEADS)]
    model = Model()
    for number, (kind, who, to) in enumerate(steps):
        token, lead_id = tokens[who], leads[to]
        if kind == "visit":
            send(server, event(token, f"/{number}"))
            server.store_web_events()
            model.see(who, f"www.example.com/{number}")
        elif kind == "associate":
            associate(server, lead_id, token)
            model.tie(who, to, with_history=True)
        elif kind == "sync":
            record = {"id": lead_id, "cookies": token}
            sync(server, record, action="updateOnly", lookupField="id")
            model.tie(who, to, with_history=False)
        elif kind == "write":
            server.store_web_events()
        elif to not in model.gone:
            server.post("/rest/v1/leads/delete.json", {"input": [{"id": lead_id}]})
            model.delete(to)
    for index, lead_id in enumerate(leads):
        assert seen(server, lead_id) == model.log.get(index, [])
        if index not in model.gone:
            held = set((read(server, lead_id, "cookies")["cookies"] or "").split(",")) - {""}
            assert held == {tokens[who] for who, to in model.owner.items() if to == index}
    for who, token in enumerate(tokens):
        owner = model.owner.get(who)
        assert ids_of(server, "cookies", token) == ([] if owner is None else [leads[owner]])
