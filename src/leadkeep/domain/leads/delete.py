"""Delete leads (behaviour.md 3.12)."""

from collections.abc import Sequence
from datetime import datetime

from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.instance.access import Access
from leadkeep.domain.leads.change_log import Cause
from leadkeep.domain.leads.draft import NAME_PARTS
from leadkeep.domain.leads.keys import key_names
from leadkeep.domain.leads.lock import lock_leads
from leadkeep.domain.leads.upsert import LeadOutcome, skipped
from leadkeep.domain.leads.write import remove_leads
from leadkeep.errors import Problem, Reason
from leadkeep.store import Transaction


def delete_leads(
    tx: Transaction, access: Access, lead_ids: Sequence[int], cause: Cause, now: datetime
) -> list[LeadOutcome]:
    """Delete leads; return one outcome per id, in order; what is unknown is skipped."""
    catalog = lead_catalog(tx)
    drafts = lock_leads(tx, catalog, set(lead_ids), {*key_names(catalog), *NAME_PARTS})
    doomed, outcomes = [], []
    for lead_id in lead_ids:
        draft = drafts.pop(lead_id, None)
        if draft is None or not access.reaches(draft.partition_id):
            outcomes.append(skipped(Problem(Reason.LEAD_NOT_FOUND), lead_id))
            continue
        doomed.append(draft)
        outcomes.append(LeadOutcome("deleted", lead_id))
    remove_leads(tx, doomed, cause, now)
    return outcomes
