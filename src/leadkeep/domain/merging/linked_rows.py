"""Move what is linked to the losers of a merge to the winner, feature by feature.

A feature that links something to leads adds a line to :func:`move_links`. Its verb gets the losers
in order of precedence, moves the links that only losers have, deletes those that the winner also
has, costs a fixed number of statements, and returns what an undo needs to know. All the leads are
locked; the activity log is not, so the verb may still take locks.
"""

from collections.abc import Sequence
from typing import Any

from leadkeep.domain.assets.lists import move_list_memberships
from leadkeep.domain.assets.programs import move_program_memberships
from leadkeep.domain.automation.campaigns import move_campaign_memberships
from leadkeep.domain.leads import Draft
from leadkeep.domain.objects.custom import move_custom_objects
from leadkeep.domain.objects.standard import move_roles
from leadkeep.store import Transaction


def move_links(tx: Transaction, winner: Draft, losers: Sequence[Draft]) -> dict[str, Any]:
    """Move everything linked to the losers to the winner; return the state before, by feature.

    The winner's draft already has its values from after the merge.
    """
    loser_ids, winner_id = [each.lead_id for each in losers], winner.lead_id
    acquired = winner.values["acquisitionProgramId"]
    return {
        "lists": move_list_memberships(tx, loser_ids, winner_id),
        "roles": move_roles(tx, loser_ids, winner_id),
        "customObjects": move_custom_objects(
            tx,
            [(each.lead_id, each.values) for each in losers],
            (winner_id, winner.values),
        ),
        "programs": move_program_memberships(tx, loser_ids, winner_id, acquired),
        "campaigns": move_campaign_memberships(tx, loser_ids, winner_id),
    }
