"""Test support: a complete server in the test process, and the stores that it uses.

Entry points: :class:`Rehearsal`, a server with a client and a clock that the test moves; and
:mod:`leadkeep.testing.stores`, which creates new stores fast.
"""

from leadkeep.testing.rehearsal import Rehearsal, Response

__all__ = ["Rehearsal", "Response"]
