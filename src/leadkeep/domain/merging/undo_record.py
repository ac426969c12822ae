"""Store undo records: for each merge, where the winner's values came from and the state before.

An undo record contains personal data, so it is deleted with the lead.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, insert, select

from leadkeep.domain.leads import Draft
from leadkeep.domain.merging.tables import MERGE_IDS, lead_merge
from leadkeep.domain.merging.values import Taken
from leadkeep.store import Id, Insert, Statement, Transaction, any_of

_c = lead_merge.c
_ADD = Insert(lead_merge, ["lead_id", "id", "winner_id", "merged_at", "record"])
_HAND_ON = Statement(
    insert(lead_merge).from_select(
        ["lead_id", "id", "winner_id", "merged_at", "record"],
        select(
            bindparam("new_winner", type_=Id), _c.id, _c.winner_id, _c.merged_at, _c.record
        ).where(any_of(_c.lead_id, "losers")),
    )
)


def save_undo_record(
    tx: Transaction,
    winner: Draft,
    losers: Sequence[Draft],
    taken: Taken,
    moved: dict[str, Any],
) -> None:
    """Store the undo record of a merge for its winner, who also gets the losers' undo records.

    ``taken`` are the values that the winner took, ``moved`` is the result of ``move_links``.
    """
    loser_ids = [each.lead_id for each in losers]
    tx.run(_HAND_ON, new_winner=winner.lead_id, losers=loser_ids)
    before = winner.first_values
    record = {
        "losers": [each.values for each in losers],
        "taken": {
            name: {"from": lead_id, "old": before[name], "new": value}
            for name, (value, lead_id) in taken.items()
        },
        **moved,
    }
    text = msgspec.json.encode(record).decode()
    row = (winner.lead_id, tx.allocate(MERGE_IDS, 1)[0], winner.lead_id, tx.moment, text)
    tx.insert(_ADD, [row])
