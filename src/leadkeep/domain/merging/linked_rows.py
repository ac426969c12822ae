"""What is linked to leads, feature by feature: each hands its links on by a verb of its own.

A feature that links something to leads adds its line here. Its verb gets the losers in the order
that counts, moves what only they have, drops what the winner has too, costs a fixed number of
statements, and returns what an undo must know of how it was. All the leads are locked, and the log
of activities is not yet: locks are still free to be taken here.
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
    """Hand all that is linked to the losers on to the winner; return how it was, by feature.

    The winner has its values of after the merge already.
    """
    loser_ids, winner_id = [each.lead_id for each in losers], winner.lead_id
    acquired = winner.values["acquisitionProgramId"]
    return {
        "lists": move_list_memberships(tx, loser_ids, winner_id),
        "roles": move_roles(tx, loser_ids, winner_id),
        "customObjects": move_custom_objects(tx, loser_ids, winner_id),
        "programs": move_program_memberships(tx, loser_ids, winner_id, acquired),
        "campaigns": move_campaign_memberships(tx, loser_ids, winner_id),
    }
