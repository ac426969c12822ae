"""Push leads into a program: leads, memberships, and the activity that triggers campaigns.

Entry point: :func:`push_leads`.
"""

from leadkeep.domain.capture.push.push import Push, push_leads

__all__ = ["Push", "push_leads"]
