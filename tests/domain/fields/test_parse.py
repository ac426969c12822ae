"""Records are converted one way, whether they come alone or with others."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from leadkeep.domain.fields import Catalog, SentColumn, lead_catalog, parse_records
from leadkeep.store import Store

NAMES = ("email", "firstName", "dateOfBirth", "leadScore", "unsubscribed", "annualRevenue")
SENT = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.floats(allow_nan=False),
    st.text(max_size=300),
    st.sampled_from(
        ["", " ", "a@example.com", "2020-02-30", "2020-02-29", "1e3", "yes", "x" * 300]
    ),
    st.lists(st.integers(), max_size=2),
)


def plan_of(catalog: Catalog, shape: Any) -> list[SentColumn]:  # noqa: ANN401
    fields = [catalog.by_name[name] for name in shape]
    return [SentColumn(each.name, each, each.parse, each.are_plain) for each in fields]


def test_a_record_alone_is_converted_as_among_others(store: Store) -> None:
    catalog = store.read_now(lead_catalog)

    @given(st.dictionaries(st.sampled_from(NAMES), SENT, min_size=1))
    def check(record: dict[str, Any]) -> None:
        (alone,) = parse_records([record], lambda shape: plan_of(catalog, shape))
        pair = parse_records([record, dict(record)], lambda shape: plan_of(catalog, shape))
        assert [repr(each) for each in pair] == [repr(alone)] * 2  # 1, 1.0 and True are equal

    check()
