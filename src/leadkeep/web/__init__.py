"""What browsers ask for: web events, links that were sent to leads, the script of web pages.

These doors speak HTTP to anybody, without a token, and take nothing on trust: see
docs/reference/tracking.md for what each answers. Entry points: :class:`Web` and
:func:`script_page`.
"""

from leadkeep.web.door import Web
from leadkeep.web.script import SCRIPT_PATH, script_page

__all__ = ["SCRIPT_PATH", "Web", "script_page"]
