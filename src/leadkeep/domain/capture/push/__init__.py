"""Push leads: create or update them and make them members of a program, in one command.

Entry point: :func:`push_leads`.
"""

from leadkeep.domain.capture.push.push import Push, push_leads

__all__ = ["Push", "push_leads"]
