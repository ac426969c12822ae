"""Merging: several leads that are one person become one lead (behaviour.md 3.9).

Entry points: :func:`merge_leads`; :func:`present_ids` to find the lead that a merged lead has
become. Each feature that links something to leads moves its links by a verb of its own.
"""

from leadkeep.domain.merging.crm import NO_CRM, Crm, CrmKind, NoCrm, salesforce_kind
from leadkeep.domain.merging.merge import LOSER_LIMIT, Merge, merge_leads
from leadkeep.domain.merging.winners import present_ids

__all__ = [
    "LOSER_LIMIT",
    "NO_CRM",
    "Crm",
    "CrmKind",
    "Merge",
    "NoCrm",
    "merge_leads",
    "present_ids",
    "salesforce_kind",
]
