"""Web visitors: their visits, and how a visitor becomes a known lead.

A visitor is a browser. Its visitor token is the part of the Munchkin cookie that identifies it; the
lead that owns the token is the visitor. A click token is another thing: the signed id that a link
sent to a lead carries.

Entry points: :func:`associate_cookies` for every way in which a visitor becomes known;
:func:`associate_lead` for the API; :func:`record_visits` for what browsers send; :func:`make_link`
for links that identify the lead that follows them; :func:`forget_visitors`.
"""

from leadkeep.domain.visitors.associate import WEB_CAUSE, associate_cookies, associate_lead
from leadkeep.domain.visitors.click_tokens import (
    Click,
    click_token,
    lead_of_click_token,
    read_click_token,
)
from leadkeep.domain.visitors.links import Link, make_link
from leadkeep.domain.visitors.prune import forget_visitors
from leadkeep.domain.visitors.record import record_visits
from leadkeep.domain.visitors.visit import Visit

__all__ = [
    "WEB_CAUSE",
    "Click",
    "Link",
    "Visit",
    "associate_cookies",
    "associate_lead",
    "click_token",
    "forget_visitors",
    "lead_of_click_token",
    "make_link",
    "read_click_token",
    "record_visits",
]
