"""Push leads into a program: leads, memberships and the activity that triggers listen to.

Entry point: :func:`push_leads`. May import the faces of access, activities, leads, munchkin,
programs and tracking.
"""

from leadkeep.domain.capture.push.push import Push, push_leads

__all__ = ["Push", "push_leads"]
