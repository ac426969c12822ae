"""The instance: its Munchkin id, access to it, and how much its API is used.

Entry point: :func:`munchkin_id`, by which scripts and cookies name the instance. The packages
``access`` and ``usage`` have their own faces.
"""

from leadkeep.domain.instance.munchkin import (
    munchkin_id,
    set_munchkin_id,
    set_up_munchkin_id,
)

__all__ = ["munchkin_id", "set_munchkin_id", "set_up_munchkin_id"]
