"""List all kinds of filters in one table, from which the docs are also made."""

from collections.abc import Callable

from leadkeep.domain.automation.rules.activity_filters import parse_activity
from leadkeep.domain.automation.rules.filters import parse_field
from leadkeep.domain.automation.rules.member_filter import parse_member_filter
from leadkeep.domain.automation.rules.model import Filter
from leadkeep.domain.automation.rules.object_filter import parse_object
from leadkeep.domain.automation.rules.read_members import Members
from leadkeep.domain.automation.rules.segment_filter import parse_segment

FILTER_KINDS: dict[str, Callable[[Members], Filter]] = {
    "field": parse_field,
    "memberOfList": parse_member_filter,
    "memberOfProgram": parse_member_filter,
    "activity": parse_activity,
    "memberOfCampaign": parse_member_filter,
    "memberOfSmartList": parse_member_filter,
    "segment": parse_segment,
    "customObject": parse_object,
}
"""By the member that only filters of one kind have: the function that parses these filters. It gets
the whole mapping and returns the filter, or raises ValueError."""
