"""Check the token values that the API sends for one run of a campaign (behaviour.md 4.5)."""

from collections.abc import Sequence

from leadkeep.domain.assets.programs import plain_name, tokens_in_force
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign
from leadkeep.domain.fields import normalised_key
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

TOKEN_LIMIT = 100
"""Limit: tokens of one request (behaviour.md 4.5)."""
MY_TOKEN = "{{my."  # noqa: S105 -- how tokens of texts begin

Tokens = Sequence[tuple[str, str]]
"""(name as sent, value) pairs."""


def checked_tokens(tx: Transaction, campaign: Campaign, tokens: Tokens) -> dict[str, str]:
    """Return the token values by token name, without ``{{my.`` and ``}}``.

    Raises:
        Refusal: 1003, too many tokens, or tokens that the campaign's program does not have.
    """
    if not tokens:
        return {}
    if len(tokens) > TOKEN_LIMIT:
        raise Refusal(Reason.TOO_MANY, "tokens", TOKEN_LIMIT)
    known = {normalised_key(name) for name in tokens_in_force(tx, campaign.folder)}
    wrong = [
        plain_name(name)
        for name, value in tokens
        if not name.strip().startswith(MY_TOKEN)
        or normalised_key(plain_name(name)) not in known
        or "\0" in value
    ]
    if wrong:
        raise Refusal(Reason.INVALID_TOKENS, wrong)
    return {plain_name(name): value for name, value in tokens}
