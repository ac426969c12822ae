"""The questions that are asked of the table of smart lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select

from leadkeep.domain.assets.folders import AssetSearch, FolderRef, FolderType
from leadkeep.domain.automation.smart_lists.smart_list import SmartList, read_rules
from leadkeep.domain.automation.smart_lists.tables import smart_list
from leadkeep.store import Statement, Transaction

_c = smart_list.c
_LISTS: Select[Any] = select(
    _c.id,
    _c.name,
    _c.description,
    _c.folder_type,
    _c.folder_id,
    _c.program_id,
    _c.workspace_id,
    _c.rules,
    _c.created_at,
    _c.updated_at,
)
_BY_ID = Statement(_LISTS.where(_c.id == bindparam("wanted_id")))
_BY_NAME = Statement(_LISTS.where(_c.name_key == bindparam("name")).order_by(_c.id))
_ALL = Statement(_LISTS.order_by(_c.id))
_SEARCH = AssetSearch(smart_list, _LISTS, {})


def _read(row: Sequence[Any]) -> SmartList:
    number, name, description, folder_type, folder_id, program_id, workspace_id, rules, *dates = row
    folder = FolderRef(folder_id, FolderType(folder_type))
    place = folder, program_id, workspace_id
    return SmartList(number, name, description, *place, read_rules(rules), *dates)


def smart_list_by_id(tx: Transaction, number: int) -> SmartList | None:
    """Return a smart list."""
    row = tx.row(_BY_ID, wanted_id=number)
    return None if row is None else _read(row)


def smart_lists_by_name(tx: Transaction, name_key: str) -> list[SmartList]:
    """Return the smart lists of a normalised name, ascending by id."""
    return [_read(row) for row in tx.rows(_BY_NAME, name=name_key)]


def all_smart_lists(tx: Transaction) -> list[SmartList]:
    """Return all smart lists, ascending by id."""
    return [_read(row) for row in tx.rows(_ALL)]


def smart_lists_where(
    tx: Transaction, conditions: Mapping[str, Any], most: int, offset: int
) -> list[SmartList]:
    """Return the smart lists that meet the named conditions, ascending by id."""
    return [_read(row) for row in _SEARCH.rows(tx, conditions, most, offset)]
