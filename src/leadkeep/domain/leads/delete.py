"""Delete leads (behaviour.md 3.12)."""

from collections.abc import Sequence

from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads.draft import NAME_PARTS
from leadkeep.domain.leads.keys import key_names
from leadkeep.domain.leads.lock import lock_leads
from leadkeep.domain.leads.upsert import LeadOutcome, skipped
from leadkeep.domain.leads.write import remove_leads
from leadkeep.errors import Problem, Reason


def delete_leads(work: Work, lead_ids: Sequence[int]) -> list[LeadOutcome]:
    """Delete leads; return one outcome per id, in order. Unknown leads are skipped."""
    catalog = lead_catalog(work.tx)
    drafts = lock_leads(work.tx, catalog, set(lead_ids), {*key_names(catalog), *NAME_PARTS})
    doomed, outcomes = [], []
    for lead_id in lead_ids:
        draft = drafts.pop(lead_id, None)
        if draft is None or not work.access.has_partition(draft.partition_id):
            outcomes.append(skipped(Problem(Reason.LEAD_NOT_FOUND), lead_id))
            continue
        doomed.append(draft)
        outcomes.append(LeadOutcome("deleted", lead_id))
    remove_leads(work, doomed)
    return outcomes
