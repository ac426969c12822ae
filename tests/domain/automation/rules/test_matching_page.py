"""The leads that match rules, page by page, with a bounded look at all leads."""

import pytest

from leadkeep.domain.automation.rules import MatchingPage, matching_page, parse_rules
from leadkeep.domain.fields import lead_catalog
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from tests.support.leads import sync
from tests.support.work import operator_work

RULES = parse_rules({"filters": [{"field": "country", "operator": "is", "values": ["France"]}]})


def page_after(server: Rehearsal, after: int, size: int, scan_limit: int) -> MatchingPage:
    return server.store.read_now(
        lambda tx: matching_page(operator_work(tx), RULES, after, size, scan_limit)
    )


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_pages_have_each_matching_lead_once(
    server: Rehearsal, monkeypatch: pytest.MonkeyPatch, batch: int, size: int
) -> None:
    monkeypatch.setattr("leadkeep.domain.automation.rules.evaluate.LEAD_BATCH_SIZE", batch)
    countries = ["France", "Norway", "France", "France", "Norway", "France"]
    records = [{"email": f"n{n}@example.com", "country": each} for n, each in enumerate(countries)]
    items = sync(server, *records)
    expected = [item["id"] for item, own in zip(items, countries, strict=True) if own == "France"]
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        page = page_after(server, after, size, 2 * batch)
        assert len(page.lead_ids) <= size
        seen += page.lead_ids
        after = page.next_after
    assert seen == expected


def test_a_gap_between_ids_costs_no_steps(server: Rehearsal) -> None:
    """A page that ends without leads goes on behind the ids that nobody has."""
    (item,) = sync(server, {"email": "n@example.com", "country": "France"})
    far = item["id"] + 10_000_000

    def insert_far(tx: Transaction) -> None:
        table = lead_catalog(tx).table
        values = {"contactCompany": far, "leadPartitionId": 1, "country": "France"}
        tx.execute(table.insert().values(id=far, unsubscribed=False, **values))

    server.store.write_now(insert_far)
    first = page_after(server, 0, 10, 100)
    assert first == MatchingPage([item["id"]], far - 1)
    assert page_after(server, far - 1, 10, 100) == MatchingPage([far], None)
