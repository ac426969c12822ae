"""Merging: make one lead of several that are the same person (behaviour.md 3.9).

Entry points: :func:`merge_leads`; :func:`present_ids` to find the winners of merged leads. Each
feature that links something to leads has a verb that moves its links: see ``linked_rows.py``.
"""

from leadkeep.domain.merging.crm import NO_CRM, Crm, CrmKind, NoCrm, salesforce_kind
from leadkeep.domain.merging.history import PastMerge, merges_of_lead
from leadkeep.domain.merging.merge import (
    LOSER_LIMIT,
    FieldPreview,
    Merge,
    MergePreview,
    merge_leads,
    preview_merge,
)
from leadkeep.domain.merging.winners import present_ids

__all__ = [
    "LOSER_LIMIT",
    "NO_CRM",
    "Crm",
    "CrmKind",
    "FieldPreview",
    "Merge",
    "MergePreview",
    "NoCrm",
    "PastMerge",
    "merge_leads",
    "merges_of_lead",
    "present_ids",
    "preview_merge",
    "salesforce_kind",
]
