"""Smart lists: assets with rules, which other rules may use. See :data:`SMART_LIST`."""

from leadkeep.domain.automation.smart_lists.change import SMART_LIST, clone_smart_list
from leadkeep.domain.automation.smart_lists.member_filter import (
    SMART_LIST_MEMBERS,
    keys_of,
    names_in,
)
from leadkeep.domain.automation.smart_lists.queries import change_rules_of_smart_lists
from leadkeep.domain.automation.smart_lists.smart_list import SmartList, SmartListValues

__all__ = [
    "SMART_LIST",
    "SMART_LIST_MEMBERS",
    "SmartList",
    "SmartListValues",
    "change_rules_of_smart_lists",
    "clone_smart_list",
    "keys_of",
    "names_in",
]
