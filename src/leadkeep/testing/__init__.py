"""For tests of your own: a whole server in your process, and the stores it stands on.

Entry points: :class:`Rehearsal`, a server with its client and a clock that you move; and
:mod:`leadkeep.testing.stores`, which makes fresh stores fast.
"""

from leadkeep.testing.rehearsal import Rehearsal, Response

__all__ = ["Rehearsal", "Response"]
