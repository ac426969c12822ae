"""Search: find leads by what people type.

Entry points: :func:`search_leads`; :func:`update_words`, a job that makes the words of leads.
"""

from leadkeep.domain.search.find import FoundLead, Match, SearchPage, search_leads, summary_fields
from leadkeep.domain.search.update import update_words
from leadkeep.domain.search.words import WordKind

__all__ = [
    "FoundLead",
    "Match",
    "SearchPage",
    "WordKind",
    "search_leads",
    "summary_fields",
    "update_words",
]
