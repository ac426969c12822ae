"""Static lists: named sets of leads, and the leads that are on them.

Entry points: :func:`add_to_list`, :func:`remove_from_list`, :func:`are_members` and
:func:`list_members` for who is on a list; :func:`create_list`, :func:`change_list` and
:func:`delete_list` for lists themselves. There is no other way to a membership. A feature that
needs a list to stay marks its table, which has a ``list_id``, with ``info={"uses_list": True}``.

May import the faces of access, activities, fields, folders and leads.
"""

from leadkeep.domain.assets.lists.change import change_list, create_list, delete_list
from leadkeep.domain.assets.lists.find import (
    ListPage,
    get_list,
    list_ids_named,
    list_members,
    lists_after,
    lists_from,
    lists_named,
    lists_of_lead,
    present_list,
    with_names,
)
from leadkeep.domain.assets.lists.members import (
    LIST_EVENTS,
    ListEvent,
    add_to_list,
    are_members,
    members_among,
    remove_from_list,
)
from leadkeep.domain.assets.lists.merge_members import move_list_memberships
from leadkeep.domain.assets.lists.queries import USES_LIST, all_lists, members_of_lists
from leadkeep.domain.assets.lists.static_list import ListChange, NewList, StaticList

__all__ = [
    "LIST_EVENTS",
    "USES_LIST",
    "ListChange",
    "ListEvent",
    "ListPage",
    "NewList",
    "StaticList",
    "add_to_list",
    "all_lists",
    "are_members",
    "change_list",
    "create_list",
    "delete_list",
    "get_list",
    "list_ids_named",
    "list_members",
    "lists_after",
    "lists_from",
    "lists_named",
    "lists_of_lead",
    "members_among",
    "members_of_lists",
    "move_list_memberships",
    "present_list",
    "remove_from_list",
    "with_names",
]
