"""Move the list memberships of merged leads to the winner (behaviour.md 3.9)."""

from collections.abc import Sequence

from leadkeep.domain.assets.lists import queries
from leadkeep.domain.assets.lists.queries import MemberRow
from leadkeep.domain.assets.lists.tables import static_list
from leadkeep.store import Transaction


def move_list_memberships(
    tx: Transaction, loser_ids: Sequence[int], winner_id: int
) -> list[MemberRow]:
    """Add the winner to the losers' lists, with the date of the first loser on each list.

    The caller has locked all these leads. The losers' memberships are deleted together with the
    losers. No activity is appended, because the winner's log includes the losers' activities.

    Returns:
        The losers' memberships before the move.
    """
    lead_ids = [winner_id, *loser_ids]
    lists = {row[1] for row in queries.memberships_of_leads(tx, loser_ids)}
    tx.lock_rows(static_list, sorted(lists))  # so that no list is deleted meanwhile
    rows = queries.memberships_of_leads(tx, lead_ids)
    present = {row[1] for row in rows if row[0] == winner_id}
    lost = [row for row in rows if row[0] != winner_id]
    order = {lead_id: place for place, lead_id in enumerate(loser_ids)}
    new: dict[int, MemberRow] = {}
    for row in sorted(lost, key=lambda member: order[member[0]]):
        if row[1] not in present:
            new.setdefault(row[1], (winner_id, row[1], row[2], tx.moment_after(row[3])))
    queries.insert_memberships(tx, [new[list_id] for list_id in sorted(new)])
    return lost
