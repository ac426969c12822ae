"""The instance as a whole: what every one has from the start.

Entry point: :func:`set_up_instance`, run at every start. May import the faces of all other
features.
"""

from leadkeep.domain.instance.instance import set_up_instance

__all__ = ["set_up_instance"]
