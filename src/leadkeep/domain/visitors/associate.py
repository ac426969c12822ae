"""Tie visitors to leads, and let their history follow (behaviour.md 3.8, 8.3).

Both who ties a token and who records what its visitor did lock the key of the token before they
read its owner, until the end of the transaction: history moves once, and whole.
"""

from collections.abc import Sequence

from leadkeep.domain.activities import DatedActivity, append_dated_activities
from leadkeep.domain.instance.access import Cause, Work
from leadkeep.domain.leads import give_tokens, known_leads
from leadkeep.domain.visitors import queries
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

WEB_CAUSE = Cause(source="Web page visit", source_info=None, reason="Web page visit")
"""Of an association that a visitor makes, by a link that was sent to one lead."""


def associate_cookies(
    work: Work,
    pairs: Sequence[tuple[str, int]],
    *,
    with_history: bool,
) -> None:
    """Tie bare tokens to leads; what was another lead's is from now on the new one's.

    With history, what the visitor did while the token was nobody's becomes activities of the lead,
    under its own dates; but of a token that was another lead's it is forgotten. Without, it is
    kept for the lead to be asked for later. Leads that do not exist are passed over.

    A call of many costs as many statements as one of few.
    """
    if not pairs:
        return
    kept, taken = give_tokens(work, pairs)
    if taken:
        queries.drop_visitors(work.tx, sorted(taken))
    if kept and with_history:
        _move_history(work.tx, kept)


def associate_lead(work: Work, token: str, lead_id: int) -> None:
    """Tie a token to a lead within the caller's scope, with its history.

    Raises:
        Refusal: 1004, no such lead within scope.
    """
    if not known_leads(work, [lead_id]):
        raise Refusal(Reason.NAMED_LEAD_NOT_FOUND, str(lead_id))
    associate_cookies(work, [(token, lead_id)], with_history=True)


def _move_history(tx: Transaction, lead_ids: dict[str, int]) -> None:
    tokens = sorted(lead_ids)
    moved: list[DatedActivity] = [
        (lead_ids[token], kind, moment, address_id, address, attributes)
        for token, _, kind, moment, address_id, address, attributes in queries.visits_of(tx, tokens)
    ]
    queries.drop_visitors(tx, tokens)
    append_dated_activities(tx, moved)
