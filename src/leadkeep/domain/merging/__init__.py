"""Merging: make one lead of several that are the same person (behaviour.md 3.9).

Entry points: :func:`merge_leads`; :func:`present_ids` to find the winners of merged leads. Each
feature that links something to leads has a verb that moves its links: see ``linked_rows.py``.
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
