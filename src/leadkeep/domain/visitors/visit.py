"""Model one visit: a page that was seen, or a link that was followed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit of a web page, or one click on a link. Texts are cut to their limits."""

    kind: int
    """The activity type that logs the visit: Visit Webpage or Click Link."""
    moment: datetime
    address: str
    """Host and path of the page that was seen, or the target of the link that was followed."""
    page: str = ""
    """Host and path of the page on which a link was followed."""
    token: str | None = None
    """The visitor token; None when only ``lead_id`` identifies the lead."""
    lead_id: int | None = None
    """The lead to which the followed link was sent, if known already."""
    click_token: str | None = None
    """The click token in the page's address, not checked yet."""
    title: str = ""
    """The title that a page reports, shown instead of its address."""
    path: str = ""
    query: str = ""
    referrer: str = ""
    client_address: str = ""
    user_agent: str = ""
