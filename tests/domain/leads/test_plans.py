"""Plans of records are cached with the catalog, but not those that depend on more."""

import pytest

from leadkeep.domain.fields import Catalog, lead_catalog
from leadkeep.domain.leads.record import Lookup, ParsedRecord, RecordParser
from leadkeep.errors import Problem
from leadkeep.store import Store

EMAIL = "a@example.com"
COOKIE = "id:{}&token:_mch-example.com-1594662481190-60776"


@pytest.fixture
def catalog(store: Store) -> Catalog:
    return store.read_now(lead_catalog)


def parsed(
    catalog: Catalog, record: dict[str, object], munchkin_id: str = "123-ABC-456"
) -> ParsedRecord | Problem:
    lookup = Lookup("email", catalog.by_name["email"])
    parser = RecordParser(catalog, lookup, is_id_allowed=False, munchkin_id=munchkin_id)
    return parser.parse_all([record])[0]


def cached_values(catalog: Catalog) -> int:
    return len(catalog._cache)


def test_records_with_the_same_members_share_a_plan(catalog: Catalog) -> None:
    parsed(catalog, {"email": EMAIL, "firstName": "A"})
    count = cached_values(catalog)
    assert isinstance(parsed(catalog, {"email": EMAIL, "firstName": "B"}), ParsedRecord)
    assert cached_values(catalog) == count


def test_unknown_members_are_not_cached(catalog: Catalog) -> None:
    """A body may name members of any number and length."""
    parsed(catalog, {"email": EMAIL})
    count = cached_values(catalog)
    for number in range(3):
        assert isinstance(parsed(catalog, {"email": EMAIL, f"no{number}": 1}), Problem)
    assert cached_values(catalog) == count


def test_cookies_are_parsed_by_the_present_instance(catalog: Catalog) -> None:
    for munchkin_id in ("123-ABC-456", "456-DEF-789"):
        record = {"email": EMAIL, "cookies": COOKIE.format(munchkin_id)}
        found = parsed(catalog, dict(record), munchkin_id)
        assert isinstance(found, ParsedRecord)
        assert found.values["cookies"] is not None
