"""One thing that a web visitor did."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was seen, or a link that was followed. Texts are within their limits."""

    kind: int
    """The type of the activity that logs it: Visit Webpage or Click Link."""
    moment: datetime
    address: str
    """Of what was seen or followed: host and path of a page, or where a link leads."""
    page: str = ""
    """Host and path of the page on which a link was followed."""
    token: str | None = None
    """The visitor's; None when the lead is known by ``lead_id`` alone."""
    lead_id: int | None = None
    """The lead to whom the followed link was sent."""
    click_token: str | None = None
    """What the page's address bore of a link that was sent to a lead: not looked at yet."""
    title: str = ""
    """How a page calls itself instead of its address."""
    path: str = ""
    query: str = ""
    referrer: str = ""
    client_address: str = ""
    user_agent: str = ""
