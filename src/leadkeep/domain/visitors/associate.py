"""Associate visitor tokens with leads, and move the visitors' history (behaviour.md 3.8, 8.3).

Both the association of a token and the recording of visits lock the token's key before they read
which lead owns it, and keep the lock until the transaction ends. So the history moves once and
completely.
"""

from collections.abc import Sequence

from leadkeep.domain.activities import DatedActivity, append_dated_activities
from leadkeep.domain.instance.access import Cause, Work
from leadkeep.domain.leads import (
    give_tokens,
    lead_ids_by_token,
    lock_leads_in_scope,
    token_lock_names,
)
from leadkeep.domain.visitors import queries
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

WEB_CAUSE = Cause(source="Web page visit", source_info=None, reason="Web page visit")
"""The cause of an association that happens when a visitor follows a link that was sent to a
lead."""


def associate_cookies(
    work: Work,
    pairs: Sequence[tuple[str, int]],
    *,
    with_history: bool,
) -> None:
    """Make each lead the owner of its visitor token; ``pairs`` are (token, lead id).

    With history, visits that were recorded while nobody owned the token become activities of the
    lead, with their own dates. Without history, these visits stay stored, so that the lead can get
    them later. If another lead owned the token, that lead loses it and its stored visits are
    deleted. Leads that do not exist are skipped.

    The number of statements does not depend on the number of pairs.
    """
    if not pairs:
        return
    kept, taken = give_tokens(work, pairs)
    if taken:
        queries.drop_visitors(work.tx, sorted(taken))
    if kept and with_history:
        _move_history(work.tx, kept)


def associate_lead(work: Work, token: str, lead_id: int) -> None:
    """Make a lead within the caller's scope the owner of a visitor token, with its history.

    Raises:
        Refusal: 1004, no such lead within scope, or the token is that of a lead out of reach.
    """
    work.tx.lock_keys(token_lock_names([token]))
    if not lock_leads_in_scope(work, [lead_id]):
        raise Refusal(Reason.NAMED_LEAD_NOT_FOUND, str(lead_id))
    associate_cookies(work, [(token, lead_id)], with_history=True)
    if lead_id not in lead_ids_by_token(work.tx, [token]).values():
        raise Refusal(Reason.NAMED_LEAD_NOT_FOUND, token)


def _move_history(tx: Transaction, lead_ids: dict[str, int]) -> None:
    tokens = sorted(lead_ids)
    moved: list[DatedActivity] = [
        (lead_ids[token], kind, moment, address_id, address, attributes)
        for token, _, kind, moment, address_id, address, attributes in queries.visits_of(tx, tokens)
    ]
    queries.drop_visitors(tx, tokens)
    append_dated_activities(tx, moved)
