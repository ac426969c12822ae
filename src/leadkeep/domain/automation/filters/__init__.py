"""List where filters find members and segments: one table, provided to a store."""

from leadkeep.domain.automation.campaigns import CAMPAIGN_MEMBERS
from leadkeep.domain.automation.rules import (
    FILTER_SOURCES,
    LIST_MEMBERS,
    MEMBER_OF_CAMPAIGN,
    MEMBER_OF_LIST,
    MEMBER_OF_PROGRAM,
    MEMBER_OF_SMART_LIST,
    PROGRAM_MEMBERS,
    FilterSources,
)
from leadkeep.domain.automation.segmentations import segment_field
from leadkeep.domain.automation.smart_lists import SMART_LIST_MEMBERS
from leadkeep.store import Store

SOURCES = FilterSources(
    members={
        MEMBER_OF_LIST: LIST_MEMBERS,
        MEMBER_OF_PROGRAM: PROGRAM_MEMBERS,
        MEMBER_OF_SMART_LIST: SMART_LIST_MEMBERS,
        MEMBER_OF_CAMPAIGN: CAMPAIGN_MEMBERS,
    },
    segment_field=segment_field,
)


def provide_filter_sources(store: Store) -> None:
    """Provide the filter sources to a store; without them, rules cannot be matched."""
    store.provide(FILTER_SOURCES, SOURCES)


__all__ = ["provide_filter_sources"]
