"""All kinds of filters: one table, from which docs are made too."""

from collections.abc import Callable

from leadkeep.domain.automation.rules.activity_filters import parse_activity
from leadkeep.domain.automation.rules.filters import parse_field
from leadkeep.domain.automation.rules.membership import parse_membership
from leadkeep.domain.automation.rules.model import Filter
from leadkeep.domain.automation.rules.read_members import Members
from leadkeep.domain.automation.rules.segment_filter import parse_segment

FILTER_KINDS: dict[str, Callable[[Members], Filter]] = {
    "field": parse_field,
    "memberOfList": parse_membership,
    "memberOfProgram": parse_membership,
    "activity": parse_activity,
    "memberOfCampaign": parse_membership,
    "memberOfSmartList": parse_membership,
    "segment": parse_segment,
}
"""By the member that only filters of this kind have: the function that parses them.

It gets the whole mapping and returns the filter, or raises ValueError.
"""
