"""Paging the log gives each activity once, in order, whatever is appended meanwhile."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityFilter,
    Position,
    append_activities,
    read_activities,
)
from leadkeep.store import Store, Transaction
from leadkeep.testing.stores import StoreFactory
from tests.support.stores import new_store

TYPES = (1, 2, 10, 12)
LEADS = (1, 2, 3)

PROPERTY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

batches = st.lists(
    st.tuples(st.sampled_from(TYPES), st.lists(st.sampled_from(LEADS), max_size=4)), max_size=3
)
steps = st.lists(
    st.one_of(batches.map(lambda found: ("append", found)), st.just(("read", None))), max_size=25
)


def append(tx: Transaction, wanted: list[tuple[int, list[int]]]) -> None:
    append_activities(
        tx,
        [
            ActivityBatch(type_id, tx.moment, None, [(lead_id, None, None, "[]") for lead_id in of])
            for type_id, of in wanted
        ],
    )


class Reader:
    """A client that only follows its position."""

    def __init__(
        self, store: Store, type_ids: tuple[int, ...], leads: list[int], size: int
    ) -> None:
        self.store = store
        self.wanted = ActivityFilter(Position(since=0), size, type_ids, leads)
        self.seen: list[tuple[int, int, int]] = []

    def read(self) -> bool:
        page = self.store.read_now(lambda tx: read_activities(tx, self.wanted))
        self.seen += [(row[0], row[1], row[3]) for row in page.rows]
        self.wanted = ActivityFilter(
            page.position, self.wanted.page_size, self.wanted.type_ids, self.wanted.lead_ids
        )
        return page.has_more


@PROPERTY
@given(
    steps=steps,
    type_ids=st.lists(st.sampled_from(TYPES), min_size=1, max_size=4).map(tuple),
    leads=st.lists(st.sampled_from(LEADS), max_size=2),
    size=st.integers(1, 5),
)
def test_each_activity_once_in_order(
    stores: StoreFactory,
    steps: list[tuple[str, list[tuple[int, list[int]]]]],
    type_ids: tuple[int, ...],
    leads: list[int],
    size: int,
) -> None:
    with new_store(stores) as store:
        reader = Reader(store, type_ids, leads, size)
        expected: list[tuple[int, int]] = []
        for kind, wanted in steps:
            if kind == "read":
                reader.read()
                continue
            store.write_now(lambda tx, wanted=wanted: append(tx, wanted))  # type: ignore[misc]
            expected += [(lead_id, type_id) for type_id, of in wanted for lead_id in of]
        while reader.read():
            pass
        assert [(lead_id, type_id) for _, lead_id, type_id in reader.seen] == [
            (lead_id, type_id)
            for lead_id, type_id in expected
            if type_id in type_ids and (not leads or lead_id in leads)
        ]
        numbers = [number for number, _, _ in reader.seen]
        assert numbers == sorted(set(numbers))
