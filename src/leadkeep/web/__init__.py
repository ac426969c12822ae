"""What browsers ask for: web events, links that were sent to leads.

These doors speak HTTP to anybody, without a token, and take nothing on trust: see
docs/reference/tracking.md for what each answers. Entry point: :class:`Web`.
"""

from leadkeep.web.door import Web

__all__ = ["Web"]
