"""The instance itself: its first set-up and its Munchkin id.

Entry point: :func:`set_up_instance`, run at every start. May import the faces of access,
fields and folders.
"""

from leadkeep.domain.instance.instance import munchkin_id, set_munchkin_id, set_up_instance

__all__ = ["munchkin_id", "set_munchkin_id", "set_up_instance"]
