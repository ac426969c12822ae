"""Smart lists: rules in words, how many leads match them now, and which."""

from collections.abc import Callable, Sequence

from leadkeep.clock import elapsed
from leadkeep.console.listing import AFTER, PAGE_SIZE, Column, Row, listing
from leadkeep.console.page import Model, NotFound, Page, reads
from leadkeep.console.pages.records import NAME_FIELDS, about_asset, name_of, records_of
from leadkeep.console.pages.rules import rules_in_words
from leadkeep.console.visit import Visit
from leadkeep.domain.assets.engine import get_asset
from leadkeep.domain.automation.rules import (
    MatchingPage,
    Rules,
    count_matching,
    matching_page_within,
)
from leadkeep.domain.automation.smart_lists import SMART_LIST, SmartList
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import read_leads

READ, LEADS = reads("Assets"), reads("Lead")
COUNT_SECONDS = 1.0
PAGE_SECONDS = 1.0
"""Limits: how long leads are counted, and looked for, before the page is shown as it is."""
COLUMNS = (Column("id", "Id", "number"), Column("name", "Name"), Column("email", "Email"))


def present_smart_list(work: Work, number: int) -> SmartList:
    """Return a smart list within scope.

    Raises:
        NotFound: there is none.
    """
    found = get_asset(work, SMART_LIST.rows, number)
    if found is None:
        raise NotFound
    return found


def leads_of_rules(work: Work, rules: Rules, after: int, size: int) -> MatchingPage:
    """Return the next leads within scope that match rules, as many as are found in time."""
    return matching_page_within(work, rules, after, size, time_limit(PAGE_SECONDS))


def time_limit(seconds: float) -> Callable[[], bool]:
    """Return a function that says whether so many seconds from now are not over."""
    end = elapsed() + seconds
    return lambda: elapsed() < end


def view(visit: Visit, work: Work) -> Model:
    """Show a smart list: its rules in words, and its leads."""
    found = present_smart_list(work, visit.numbers["list"])
    shown: Model = {
        "title": found.name,
        "about": about_asset(work, found),
        "rules": rules_in_words(work.tx, found.rules),
        "count": None,
        "isComplete": None,
        "listing": None,
    }
    if not visit.may(LEADS):
        return shown
    size = visit.number("size", PAGE_SIZE)
    page = leads_of_rules(work, found.rules, visit.number(AFTER), size)
    if size <= PAGE_SIZE:  # a file needs no count
        counted = count_matching(work, found.rules, time_limit(COUNT_SECONDS))
        shown |= {"count": counted.count, "isComplete": counted.is_complete}
    rows = _rows(work, page.lead_ids)
    return shown | {"listing": listing(visit, COLUMNS, rows, page.next_after)}


def _rows(work: Work, lead_ids: Sequence[int]) -> list[Row]:
    names = ("id", *NAME_FIELDS)
    return [
        Row([each["id"], name_of(each), each["email"]], f"/leads/{each['id']}", each["id"])
        for each in records_of(read_leads(work, lead_ids, names))
    ]


PAGES = (
    Page(
        "smart_list",
        "/smart-lists/{list}",
        "Smart list",
        READ,
        view,
        area="Programs",
        has_listing=True,
        listing_needs=LEADS,
    ),
)
