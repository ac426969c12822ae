"""Web visitors by their marks: the cookie that they bear, the token of a link that they followed.

Entry points: :func:`cookie_token`; :func:`click_token` and :func:`read_click_token`. What visitors
did, and whose it becomes, is in ``domain.visits``. May import store, clock, ids and errors.
"""

from leadkeep.domain.tracking.clicks import (
    Click,
    checked_address,
    click_path,
    click_token,
    lead_of_click_token,
    read_click_token,
)
from leadkeep.domain.tracking.cookies import (
    cookie_parts,
    cookie_token,
    joined_tokens,
    tokens_of,
)

__all__ = [
    "Click",
    "checked_address",
    "click_path",
    "click_token",
    "cookie_parts",
    "cookie_token",
    "joined_tokens",
    "lead_of_click_token",
    "read_click_token",
    "tokens_of",
]
