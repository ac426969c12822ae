"""Web visitors: the cookie they are known by.

Entry point: :func:`cookie_token`. May import store, clock, ids and errors.
"""

from leadkeep.domain.tracking.cookies import cookie_token

__all__ = ["cookie_token"]
