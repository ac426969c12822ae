"""Move the program memberships of merged leads to the winner (behaviour.md 3.9).

If several of the leads are members of a program, the winner's membership stays, else that of the
first loser: its status, stream and data. The remaining membership has reached success if any of
them has. Its dates of success and of joining are the earliest ones.
"""

from collections.abc import Sequence
from typing import Any

from leadkeep.domain.assets.programs import member_queries as queries
from leadkeep.domain.assets.programs.member import member_catalog
from leadkeep.domain.assets.programs.tables import program
from leadkeep.store import Transaction

MemberRow = dict[str, Any]
"""A whole row, by column name."""


def move_program_memberships(
    tx: Transaction,
    loser_ids: Sequence[int],
    winner_id: int,
    acquisition_program_id: int | None,
) -> list[MemberRow]:
    """Make the winner a member of the losers' programs.

    The caller has locked all these leads. The losers' memberships are deleted together with the
    losers. No activity is appended, because the winner's log includes the losers' activities.

    Returns:
        The program memberships of all these leads before the move.
    """
    catalog = member_catalog(tx)
    lead_ids = [winner_id, *loser_ids]
    programs = {each["program_id"] for each in queries.membership_rows(tx, catalog, loser_ids)}
    tx.lock_rows(program, sorted(programs))  # so that no program is deleted meanwhile
    rows = queries.membership_rows(tx, catalog, lead_ids)
    order = {lead_id: place for place, lead_id in enumerate(lead_ids)}
    by_program: dict[int, list[MemberRow]] = {}
    for row in sorted(rows, key=lambda member: (member["program_id"], order[member["lead_id"]])):
        by_program.setdefault(row["program_id"], []).append(row)
    new, changed = [], []
    for program_id, members in by_program.items():
        merged = _merged(members, is_acquired=program_id == acquisition_program_id)
        if members[0]["lead_id"] != winner_id:
            new.append(
                merged | {"lead_id": winner_id, "updatedAt": tx.moment_after(merged["updatedAt"])}
            )
        elif merged != members[0]:
            changed.append(merged | {"updatedAt": tx.moment_after(merged["updatedAt"])})
    queries.insert_membership_rows(tx, catalog, new)
    queries.update_outcomes(tx, changed)
    return rows


def _merged(members: Sequence[MemberRow], *, is_acquired: bool) -> MemberRow:
    """Return the first membership with the success and the earliest dates of all of them."""
    dates = [date for each in members if (date := each["reachedSuccessDate"]) is not None]
    return members[0] | {
        "acquiredBy": is_acquired or members[0]["acquiredBy"],
        "membershipDate": min(each["membershipDate"] for each in members),
        "reachedSuccess": any(each["reachedSuccess"] for each in members),
        "reachedSuccessDate": min(dates, default=None),
    }
