"""Requests from browsers: web events, clicks on links in mails, the tracking script.

They have no access token and are not trusted; docs/reference/tracking.md has the responses. Entry
points: :class:`Web` and :func:`script_page`.
"""

from leadkeep.web.door import Web
from leadkeep.web.script import SCRIPT_PATH, script_page

__all__ = ["SCRIPT_PATH", "Web", "script_page"]
