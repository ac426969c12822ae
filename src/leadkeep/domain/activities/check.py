"""Check the winners of merged leads, under whom the log is read."""

from sqlalchemy import exists, func, or_, select

from leadkeep.domain.activities.append import ActivityType
from leadkeep.domain.activities.tables import activity, merged_lead
from leadkeep.domain.fields import lead
from leadkeep.store import Transaction


def check_merged_leads(tx: Transaction) -> list[str]:
    """Return a text with the number of merged leads whose winner is unknown; none if it is 0.

    A winner that was deleted later is known: the log says so.
    """
    later = merged_lead.alias()
    winner = merged_lead.c.winner_id
    was_deleted = exists().where(
        activity.c.lead_id == winner, activity.c.activity_type_id == ActivityType.DELETE_LEAD
    )
    is_unknown = ~exists().where(lead.c.id == winner) & ~was_deleted
    was_merged = exists().where(later.c.lead_id == winner)
    query = select(func.count()).select_from(merged_lead).where(or_(is_unknown, was_merged))
    count = tx.execute(query).scalar_one()
    return [f"merges: {count} merged leads have no last winner"] if count else []
