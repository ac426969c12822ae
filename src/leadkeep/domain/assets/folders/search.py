"""Find assets that stand in folders: by id, name, program, workspace, place and change.

For tables with the columns ``id``, ``name_key``, ``folder_type``, ``folder_id``, ``program_id``,
``workspace_id`` and ``updated_at``: lists, campaigns and their like.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam

from leadkeep.domain.assets.folders.folder import FolderRef
from leadkeep.domain.assets.folders.queries import programs_named
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work, workspace_names
from leadkeep.store import Statement, Transaction, any_of


@dataclass(frozen=True, slots=True)
class AssetFilter:
    """Which assets to return: those that meet every condition; None for no condition."""

    ids: Collection[int] | None = None
    names: Collection[str] | None = None
    program_names: Collection[str] | None = None
    workspace_names: Collection[str] | None = None
    folder: FolderRef | None = None
    earliest: datetime | None = None
    """Changed at this moment or later."""
    latest: datetime | None = None
    """Changed in this second or earlier."""

    def values(self, work: Work) -> dict[str, Any] | None:
        """Return the conditions' values by their names; None when nothing can meet them."""
        reach = set(work.access.workspace_ids)
        if self.workspace_names is not None:
            keys = {normalised_key(name) for name in self.workspace_names}
            reach &= {
                n for n, name in workspace_names(work.tx).items() if normalised_key(name) in keys
            }
        found: dict[str, Any] = {"workspaces": sorted(reach)}
        if self.ids is not None:
            found["ids"] = sorted(self.ids)
        if self.names is not None:
            found["names"] = _storable_keys(self.names)
        if self.program_names is not None:
            programs = programs_named(work.tx, _storable_keys(self.program_names))
            found["programs"] = [each.ref.id for each in programs]
        if self.folder is not None:
            found |= {"folder": self.folder.id, "folder_type": self.folder.type.value}
        if self.earliest is not None:
            found["earliest"] = self.earliest
        if self.latest is not None:
            # The wire shows whole seconds: what it shows as the latest moment is included.
            found["before"] = self.latest + timedelta(seconds=1)
        must_hold = ("workspaces", "ids", "names", "programs")
        return found if all(found.get(name, True) for name in must_hold) else None


def _storable_keys(names: Collection[str]) -> list[str]:
    # No engine stores the NUL character: nothing can match it.
    return sorted({normalised_key(name) for name in names if "\0" not in name})


class AssetSearch:
    """The statements that find assets of one table, one for each set of conditions."""

    def __init__(
        self, table: Table, query: Select[Any], further: Mapping[str, ColumnElement[bool]]
    ) -> None:
        """Find rows of ``query`` over ``table``; ``further`` are conditions of this table only."""
        c = table.c
        self._query, self._order = query, c.id
        self._conditions: dict[str, ColumnElement[bool]] = {
            "ids": any_of(c.id, "ids"),
            "names": any_of(c.name_key, "names"),
            "programs": any_of(c.program_id, "programs"),
            "workspaces": any_of(c.workspace_id, "workspaces"),
            "folder": and_(
                c.folder_type == bindparam("folder_type"), c.folder_id == bindparam("folder")
            ),
            "earliest": c.updated_at >= bindparam("earliest"),
            "before": c.updated_at < bindparam("before"),
            "after": c.id > bindparam("after"),
            **further,
        }
        self._statements: dict[frozenset[str], Statement] = {}

    def rows(
        self, tx: Transaction, conditions: Mapping[str, Any], most: int, offset: int = 0
    ) -> Sequence[tuple[Any, ...]]:
        """Return the rows that meet the named conditions with these values, ascending by id."""
        shape = frozenset(conditions)
        statement = self._statements.get(shape)
        if statement is None:
            names = sorted(shape & self._conditions.keys())
            query = self._query.where(*(self._conditions[name] for name in names))
            page = query.order_by(self._order).limit(bindparam("most")).offset(bindparam("skipped"))
            statement = self._statements[shape] = Statement(page)
        return tx.rows(statement, **conditions, most=most, skipped=offset)
