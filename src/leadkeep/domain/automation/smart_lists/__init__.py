"""Smart lists: rules that have a name and a place, for people to read and for other rules to use.

Entry points: :func:`create_smart_list`, :func:`change_smart_list`, :func:`clone_smart_list` and
:func:`delete_smart_list`; :func:`get_smart_list` and its like to read them.

May import the faces of access, fields, folders and rules.
"""

from leadkeep.domain.automation.smart_lists.change import (
    change_smart_list,
    clone_smart_list,
    create_smart_list,
    delete_smart_list,
)
from leadkeep.domain.automation.smart_lists.find import (
    get_smart_list,
    smart_lists_from,
    smart_lists_named,
)
from leadkeep.domain.automation.smart_lists.member_filter import SMART_LIST_MEMBERS, names_in
from leadkeep.domain.automation.smart_lists.queries import all_smart_lists
from leadkeep.domain.automation.smart_lists.smart_list import (
    NewSmartList,
    SmartList,
    SmartListChange,
)

__all__ = [
    "SMART_LIST_MEMBERS",
    "NewSmartList",
    "SmartList",
    "SmartListChange",
    "all_smart_lists",
    "change_smart_list",
    "clone_smart_list",
    "create_smart_list",
    "delete_smart_list",
    "get_smart_list",
    "names_in",
    "smart_lists_from",
    "smart_lists_named",
]
