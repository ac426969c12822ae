"""Search: find leads by what people type, and leads that may be one person.

Entry points: :func:`search_leads`; :func:`duplicate_groups`; :func:`update_words`, a job that makes
the words of leads.
"""

from leadkeep.domain.search.duplicates import (
    DuplicateGroup,
    DuplicateKind,
    DuplicatePage,
    duplicate_groups,
)
from leadkeep.domain.search.find import (
    FoundLead,
    Match,
    SearchPage,
    search_leads,
    summary_fields,
)
from leadkeep.domain.search.update import update_words

__all__ = [
    "DuplicateGroup",
    "DuplicateKind",
    "DuplicatePage",
    "FoundLead",
    "Match",
    "SearchPage",
    "duplicate_groups",
    "search_leads",
    "summary_fields",
    "update_words",
]
