"""The console: pages for people over the same verbs as the API, made on the server.

Entry point: :class:`Console`. ``pages/`` declares the pages as data: path, permission, view and
actions; ``door.py`` is the chain of one request. A page calls verbs of the domain and has no rule
of its own (docs/decisions/0160).
"""

from leadkeep.console.door import Console
from leadkeep.console.shared import External, Shared, load_provider

__all__ = ["Console", "External", "Shared", "load_provider"]
