"""All pages of the console, in the order of the navigation."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from leadkeep.console.page import Page
from leadkeep.console.pages import (
    assets,
    campaigns,
    duplicates,
    emails,
    exports,
    home,
    imports,
    instance,
    jobs,
    lead,
    leads,
    requests,
    smart_lists,
)
from leadkeep.domain.instance.users import Session
from leadkeep.store import LARGEST_ID

PAGES: tuple[Page, ...] = (
    *home.PAGES,
    *leads.PAGES,
    *lead.PAGES,
    *duplicates.PAGES,
    *assets.PAGES,
    *smart_lists.PAGES,
    *emails.PAGES,
    *campaigns.PAGES,
    *requests.PAGES,
    *imports.PAGES,
    *exports.PAGES,
    *jobs.PAGES,
    *instance.PAGES,
)

_NAME = re.compile(r"\{(\w+)\}")


@cache
def _patterns() -> list[tuple[re.Pattern[str], Page]]:
    return [
        (re.compile(_NAME.sub(r"(?P<\1>[0-9]{1,19})", each.path), re.ASCII), each) for each in PAGES
    ]


def find_page(path: str) -> tuple[Page, Mapping[str, int]] | None:
    """Return the page at a path below ``/console``, with the numbers in the path; None for none."""
    wanted = "" if path == "/index" else path
    for pattern, page in _patterns():
        found = pattern.fullmatch(wanted)
        if found:
            numbers = {name: int(value) for name, value in found.groupdict().items()}
            return (page, numbers) if max(numbers.values(), default=0) <= LARGEST_ID else None
    return None


def menu(session: Session, present: Page | None) -> list[dict[str, Any]]:
    """Return the navigation: the pages with a name in it that the user may see."""
    area = (present.menu or present.area) if present else None
    return [
        {"path": each.path, "name": each.menu, "key": each.key, "is_here": each.menu == area}
        for each in PAGES
        if each.menu and session.may(each.needs)
    ]
