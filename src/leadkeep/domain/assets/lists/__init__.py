"""Static lists: named sets of leads, and their members.

Entry points: :func:`add_to_list`, :func:`remove_from_list`, :func:`are_members` and
:func:`list_members` for memberships; nothing else writes them. Lists themselves are a kind of
assets, :data:`STATIC_LIST`. A feature whose table refers to lists by ``list_id`` marks the table
with ``info={"uses_list": True}``: such lists cannot be deleted.
"""

from leadkeep.domain.assets.lists.change import STATIC_LIST
from leadkeep.domain.assets.lists.find import (
    ListPage,
    list_ids_named,
    list_members,
    lists_after,
    lists_of_lead,
    present_list,
    with_names,
)
from leadkeep.domain.assets.lists.members import (
    LIST_EVENTS,
    ListEvent,
    add_to_list,
    are_members,
    lock_list,
    members_among,
    remove_from_list,
)
from leadkeep.domain.assets.lists.merge_members import move_list_memberships
from leadkeep.domain.assets.lists.queries import (
    LISTS,
    USES_LIST,
    is_member,
    member_ids_after,
    members_of_lists,
)
from leadkeep.domain.assets.lists.static_list import StaticList

__all__ = [
    "LISTS",
    "LIST_EVENTS",
    "STATIC_LIST",
    "USES_LIST",
    "ListEvent",
    "ListPage",
    "StaticList",
    "add_to_list",
    "are_members",
    "is_member",
    "list_ids_named",
    "list_members",
    "lists_after",
    "lists_of_lead",
    "lock_list",
    "member_ids_after",
    "members_among",
    "members_of_lists",
    "move_list_memberships",
    "present_list",
    "remove_from_list",
    "with_names",
]
