"""What web visitors do, and whose it is: anonymous history, visits of leads, associations.

Entry points: :func:`associate_cookies` for every way in which a visitor becomes known;
:func:`associate_lead` for the API; :func:`record_visits` for what browsers send;
:func:`make_link` for links that tell by whom they are followed; :func:`forget_visitors`. May import
the faces of access, activities, fields, leads, munchkin, programs and tracking.
"""

from leadkeep.domain.visits.associate import associate_cookies, associate_lead
from leadkeep.domain.visits.forget import forget_visitors
from leadkeep.domain.visits.links import Link, make_link
from leadkeep.domain.visits.record import record_visits
from leadkeep.domain.visits.visit import Visit

__all__ = [
    "Link",
    "Visit",
    "associate_cookies",
    "associate_lead",
    "forget_visitors",
    "make_link",
    "record_visits",
]
