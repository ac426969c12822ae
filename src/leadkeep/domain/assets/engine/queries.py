"""Query the tables of assets."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, insert, select, update

from leadkeep.domain.assets.engine.asset import Asset
from leadkeep.domain.assets.folders import FolderRef, FolderType
from leadkeep.domain.fields import normalised_key
from leadkeep.store import Statement, Transaction, any_of

A = TypeVar("A", bound=Asset)

Row = Sequence[Any]

_COMMON = (
    "id",
    "name",
    "description",
    "folder_type",
    "folder_id",
    "program_id",
    "workspace_id",
    "created_at",
    "updated_at",
)


class AssetTable(Generic[A]):
    """The table of one kind of assets, with the statements that read and write its rows."""

    def __init__(
        self,
        table: Table,
        asset_type: Callable[..., A],
        columns: Iterable[str] = (),
        *,
        read: Callable[[Row], Iterable[Any]] | None = None,
        write: Callable[[A], Mapping[str, Any]] | None = None,
        filters: Iterable[str] = (),
    ) -> None:
        """Describe a table of assets.

        ``columns`` are the columns that only this kind has: ``read`` converts their values to the
        members that ``asset_type`` takes after those of every asset, ``write`` converts an asset to
        their values. Without ``read`` and ``write``, members and columns have the same names.
        ``filters`` are the columns of the kind by which assets can be filtered.
        """
        self.table, self.asset_type = table, asset_type
        self._own, self._read_own, self._write_own = tuple(columns), read, write
        c = table.c
        self.query = select(*(c[name] for name in (*_COMMON, *self._own)))
        self._by_id = Statement(self.query.where(c.id == bindparam("wanted_id")))
        self._by_name = Statement(
            self.query.where(c.name_key == bindparam("name")).order_by(c.id),
        )
        self._all = Statement(self.query.order_by(c.id))
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
            **{name: c[name] == bindparam(name) for name in filters},
        }
        self._searches: dict[frozenset[str], Statement] = {}

    def read(self, row: Row) -> A:
        """Return the asset of a row that :attr:`query` selected."""
        number, name, description, folder_type, folder_id, program_id, workspace_id, *rest = row
        own: Iterable[Any] = rest[2:]
        return self.asset_type(
            number,
            name,
            description,
            FolderRef(folder_id, FolderType(folder_type)),
            program_id,
            workspace_id,
            rest[0],
            rest[1],
            *(own if self._read_own is None else self._read_own(rest[2:])),
        )

    def by_id(self, tx: Transaction, number: int) -> A | None:
        """Return the asset with this id; None when there is none."""
        row = tx.row(self._by_id, wanted_id=number)
        return None if row is None else self.read(row)

    def by_name(self, tx: Transaction, name_key: str) -> list[A]:
        """Return the assets with this normalised name, ascending by id."""
        return [self.read(row) for row in tx.rows(self._by_name, name=name_key)]

    def all(self, tx: Transaction) -> list[A]:
        """Return all assets of the kind, ascending by id."""
        return [self.read(row) for row in tx.rows(self._all)]

    def where(
        self, tx: Transaction, conditions: Mapping[str, Any], limit: int, offset: int = 0
    ) -> list[A]:
        """Return at most ``limit`` assets that meet all named conditions, ascending by id."""
        shape = frozenset(conditions)
        statement = self._searches.get(shape)
        if statement is None:
            names = sorted(shape & self._conditions.keys())
            query = self.query.where(*(self._conditions[name] for name in names))
            page = query.order_by(self.table.c.id).limit(bindparam("limit"))
            statement = self._searches[shape] = Statement(page.offset(bindparam("skipped")))
        found = tx.rows(statement, **conditions, limit=limit, skipped=offset)
        return [self.read(row) for row in found]

    def insert(self, tx: Transaction, asset: A) -> None:
        """Insert the row of an asset."""
        row = {"id": asset.id, "created_at": asset.created_at, **self._changeable(asset)}
        tx.execute(insert(self.table).values(**row))

    def update(self, tx: Transaction, asset: A) -> None:
        """Update the row of an asset."""
        own = self.table.c.id == asset.id
        tx.execute(update(self.table).where(own).values(**self._changeable(asset)))

    def delete(self, tx: Transaction, number: int) -> None:
        """Delete the row of the asset with this id."""
        tx.execute(delete(self.table).where(self.table.c.id == number))

    def _changeable(self, asset: A) -> dict[str, Any]:
        own = (
            {name: getattr(asset, name) for name in self._own}
            if self._write_own is None
            else self._write_own(asset)
        )
        return {
            "name": asset.name,
            "name_key": normalised_key(asset.name),
            "description": asset.description,
            "folder_type": asset.folder.type.value,
            "folder_id": asset.folder.id,
            "program_id": asset.program_id,
            "workspace_id": asset.workspace_id,
            "updated_at": asset.updated_at,
            **own,
        }
