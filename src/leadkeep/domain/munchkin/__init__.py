"""The instance's Munchkin id, by which scripts and cookies name it.

Entry point: :func:`munchkin_id`. May import store only.
"""

from leadkeep.domain.munchkin.munchkin import (
    munchkin_id,
    set_munchkin_id,
    set_up_munchkin_id,
)

__all__ = ["munchkin_id", "set_munchkin_id", "set_up_munchkin_id"]
