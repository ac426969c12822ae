"""What web visitors do, and whose it is: anonymous history, visits of leads, associations.

Entry points: :func:`associate_cookies` for every way in which a visitor becomes known;
:func:`associate_lead` for the API. May import the faces of access, activities, leads, munchkin and
tracking.
"""

from leadkeep.domain.visits.associate import associate_cookies, associate_lead

__all__ = ["associate_cookies", "associate_lead"]
