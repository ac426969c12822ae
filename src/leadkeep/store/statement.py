"""Statements that are compiled once and then run on the driver's own connection.

SQLAlchemy builds the SQL text for each engine once; each run only puts the values in order. For
statements that run very often this is several times cheaper than a full Core execution (decision
0005).
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Dialect, Executable, Table, select
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

from leadkeep.store.dialect import LATEST, bound_rows, plain_type, row_source, row_value
from leadkeep.store.schema import catalog_version
from leadkeep.store.types import Processor

Row = tuple[Any, ...]

TRANSPOSED_FROM_ROWS = 10
"""From so many rows on, values are translated column by column, which is quicker for each row."""

VERSION = select(catalog_version.c.version).where(catalog_version.c.id == 1)
"""The query for the catalog version."""

_PLACEHOLDERS = {"qmark": "?", "format": "%s"}


class Form:
    """A statement compiled for one engine."""

    __slots__ = ("binders", "constants", "names", "readers", "sql")

    def __init__(self, clause: ClauseElement, dialect: Dialect) -> None:
        """Compile the clause; find the parameters and columns whose values must be translated."""
        compiled = clause.compile(dialect=dialect)
        self.sql = str(compiled)
        self.names: tuple[str, ...] = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
        self.constants = {k: v for k, v in (compiled.params or {}).items() if v is not None}
        types = {name: bind.type for name, bind in compiled.binds.items()}  # type: ignore[attr-defined]
        self.binders = processors_in((types[name] for name in self.names), dialect)
        columns = getattr(clause, "exported_columns", ())
        self.readers = processors_out((column.type for column in columns), dialect)

    def arguments(self, values: dict[str, Any]) -> list[Any]:
        """Return named values as a list, in the order of the SQL text's placeholders."""
        constants = self.constants
        row = [values[name] if name in values else constants[name] for name in self.names]
        for index, translate in self.binders:
            row[index] = translate(row[index])
        return row

    def read(self, rows: list[Row]) -> list[Row]:
        """Translate rows from the values of the driver to Python values."""
        return _translated(rows, self.readers) if self.readers else rows


class Statement:
    """A Core statement with named parameters, compiled at its first use on each engine."""

    __slots__ = ("_forms", "_texts", "_versioned", "clause")

    def __init__(self, clause: Executable) -> None:
        """Store the clause without compiling it."""
        self.clause = clause
        self._forms: dict[str, Form] = {}
        self._versioned: dict[str, Form] = {}
        self._texts: dict[str, str] = {}

    def form(self, dialect: Dialect) -> Form:
        """Return the statement compiled for an engine."""
        form = self._forms.get(dialect.name)
        if form is None:
            form = self._forms[dialect.name] = Form(self.clause, dialect)  # type: ignore[arg-type]
        return form

    def form_with_version(self, dialect: Dialect) -> Form:
        """Return the query compiled for an engine, with the catalog version as its last column."""
        form = self._versioned.get(dialect.name)
        if form is None:
            clause = self.clause.add_columns(VERSION.scalar_subquery())  # type: ignore[attr-defined]
            form = self._versioned[dialect.name] = Form(clause, dialect)
        return form

    def text(self, dialect: Dialect) -> str:
        """Return the SQL text for an engine with its values in it, as a view needs it."""
        text = self._texts.get(dialect.name)
        if text is None:
            compiled = self.clause.compile(  # type: ignore[attr-defined]
                dialect=dialect, compile_kwargs={"literal_binds": True}
            )
            text = self._texts[dialect.name] = str(compiled)
        return text


class Batch:
    """A statement that writes many rows; a row is a tuple of values, one for each of ``columns``.

    Values that are equal in all rows (``same``) are given once. An engine runs :meth:`sql` for one
    row, or :meth:`sql_of_rows` for many rows at a time.
    """

    __slots__ = ("_binders", "_sql", "_sql_of_rows", "columns", "same", "table")

    def __init__(self, table: Table, columns: Iterable[str], same: Iterable[str] = ()) -> None:
        """Declare the columns: ``columns`` differ between rows, ``same`` are equal in all rows."""
        self.table = table
        self.columns = tuple(columns)
        self.same = tuple(same)
        self._sql: dict[str, str] = {}
        self._sql_of_rows: dict[tuple[str, int], str] = {}
        self._binders: dict[str, tuple[list[tuple[int, Processor]], list[Processor | None]]] = {}

    def sql(self, dialect: Dialect) -> str:
        """Return the SQL text that writes one row; :meth:`arguments` has its values."""
        text = self._sql.get(dialect.name)
        if text is None:
            text = self._sql[dialect.name] = self._make(_Spelling(self.table, dialect))
        return text

    def sql_of_rows(self, dialect: Dialect, count: int) -> str:
        """Return the SQL text that writes ``count`` rows; :meth:`arguments_of_rows` has its values.

        An engine that binds all rows as one value has the same text for each count.
        """
        key = (dialect.name, count)
        text = self._sql_of_rows.get(key)
        if text is None:
            spelling = _Spelling(self.table, dialect)
            text = self._sql_of_rows[key] = self._make_of_rows(spelling, count)
        return text

    def arguments(self, row: Row, same: Row) -> Row:
        """Return the values of :meth:`sql` for one row."""
        return row + same

    def arguments_of_rows(self, dialect: Dialect, rows: Sequence[Row], same: Row) -> list[Any]:
        """Return the values of :meth:`sql_of_rows`."""
        return [*same, *bound_rows(dialect, rows)]

    def bind(self, rows: list[Row], same: Row, dialect: Dialect) -> tuple[list[Row], Row]:
        """Return rows and common values, translated to what the driver takes."""
        found = self._binders.get(dialect.name)
        if found is None:
            found = self._binders[dialect.name] = (
                processors_in((self.table.c[name].type for name in self.columns), dialect),
                [_binder(self.table.c[name].type, dialect) for name in self.same],
            )
        own, common = found
        tail = tuple(
            value if translate is None else translate(value)
            for value, translate in zip(same, common, strict=True)
        )
        return _translated(rows, own) if own else rows, tail

    def _make(self, spelling: "_Spelling") -> str:
        raise NotImplementedError

    def _make_of_rows(self, spelling: "_Spelling", count: int) -> str:
        raise NotImplementedError


class Insert(Batch):
    """An insert of many rows; columns that it does not name get their defaults."""

    __slots__ = ()

    def _make(self, spelling: "_Spelling") -> str:
        return self._make_of_rows(spelling, 1)

    def _make_of_rows(self, spelling: "_Spelling", count: int) -> str:
        names = [*self.columns, *self.same]
        columns = ", ".join(map(spelling.quote, names))
        row = f"({', '.join([spelling.placeholder] * len(names))})"
        return f"INSERT INTO {spelling.table} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608 -- names of our own tables

    def arguments_of_rows(self, dialect: Dialect, rows: Sequence[Row], same: Row) -> list[Any]:
        """Return the values of all rows one after another, each with the common ones."""
        del dialect
        return list(chain.from_iterable([row + same for row in rows] if same else rows))


class Update(Batch):
    """An update of many rows, each found by its ``keys``, whose values come first in a row.

    No two rows have the same keys. The columns of ``same`` are moments: a row keeps a stored moment
    that is later.
    """

    __slots__ = ("_keys",)

    def __init__(
        self,
        table: Table,
        keys: Iterable[str],
        columns: Iterable[str],
        same: Iterable[str] = (),
    ) -> None:
        """Find rows by the columns ``keys``; set the columns ``columns`` and ``same``."""
        self._keys = tuple(keys)
        super().__init__(table, [*self._keys, *columns], same)

    def _make(self, spelling: "_Spelling") -> str:
        names = self.columns[len(self._keys) :]
        changes = [f"{spelling.quote(name)} = {spelling.placeholder}" for name in names]
        sets = ", ".join([*changes, *map(spelling.later, self.same)])
        return f"UPDATE {spelling.table} SET {sets} WHERE {spelling.equal(self._keys)}"  # noqa: S608 -- as above

    def arguments(self, row: Row, same: Row) -> Row:
        """Return the values with the keys last, where the WHERE clause expects them."""
        count = len(self._keys)
        return row[count:] + same + row[:count]

    def _make_of_rows(self, spelling: "_Spelling", count: int) -> str:
        start = len(self._keys)
        changes = [spelling.later(name) for name in self.same]
        changes += [
            f"{spelling.quote(name)} = {spelling.value(name, number)}"
            for number, name in enumerate(self.columns[start:], start + 1)
        ]
        found = " AND ".join(
            f"{spelling.table}.{spelling.quote(name)} = v.column{number}"
            for number, name in enumerate(self._keys, 1)
        )
        source = spelling.source(self.columns, count)
        return f"UPDATE {spelling.table} SET {', '.join(changes)} FROM {source} WHERE {found}"  # noqa: S608 -- as above


class Delete(Batch):
    """A deletion of many rows, each found by its values of ``columns``: texts and integers."""

    __slots__ = ()

    def _make(self, spelling: "_Spelling") -> str:
        return f"DELETE FROM {spelling.table} WHERE {spelling.equal(self.columns)}"  # noqa: S608 -- as above

    def _make_of_rows(self, spelling: "_Spelling", count: int) -> str:
        keys = ", ".join(map(spelling.quote, self.columns))
        # Cast: without a type, the embedded engine would compare the values without its index.
        values = ", ".join(
            spelling.cast(name, number) for number, name in enumerate(self.columns, 1)
        )
        source = spelling.source(self.columns, count)
        return f"DELETE FROM {spelling.table} WHERE ({keys}) IN (SELECT {values} FROM {source})"  # noqa: S608 -- as above


class _Spelling:
    """How an engine spells the parts of a statement on one table."""

    def __init__(self, table: Table, dialect: Dialect) -> None:
        self._columns = table.c
        self._dialect = dialect
        self.quote: Callable[[str], str] = dialect.identifier_preparer.quote
        self.placeholder = _PLACEHOLDERS[dialect.paramstyle]
        self.table = self.quote(table.name)
        self._latest = LATEST[dialect.name]

    def equal(self, names: Iterable[str]) -> str:
        return " AND ".join(f"{self.quote(name)} = {self.placeholder}" for name in names)

    def later(self, name: str) -> str:
        """Return the assignment of a bound moment that keeps a stored moment which is later."""
        column = self.quote(name)
        return f"{column} = {self._latest}({self.table}.{column}, {self.placeholder})"

    def value(self, name: str, number: int) -> str:
        """Return the bound value ``number`` of a row as it is assigned to the column."""
        return row_value(self._dialect, self._columns[name].type, number)

    def cast(self, name: str, number: int) -> str:
        """Return the bound value ``number`` of a row with the type of the column."""
        kind = plain_type(self._columns[name].type, self._dialect)
        return f"CAST(v.column{number} AS {kind})"

    def source(self, names: Iterable[str], count: int) -> str:
        return row_source(self._dialect, [self._columns[name].type for name in names], count)


def _binder(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _translated(rows: list[Row], binders: list[tuple[int, Processor]]) -> list[Row]:
    if len(rows) < TRANSPOSED_FROM_ROWS:
        return [_translated_row(row, binders) for row in rows]
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for index, translate in binders:
        columns[index] = list(map(translate, columns[index]))
    return list(zip(*columns, strict=True))


def _translated_row(row: Row, binders: list[tuple[int, Processor]]) -> Row:
    cells = list(row)
    for index, translate in binders:
        cells[index] = translate(cells[index])
    return tuple(cells)


def processors_in(
    types: Iterable[TypeEngine[Any]], dialect: Dialect
) -> list[tuple[int, Processor]]:
    """Return (position, function) for each parameter that must be translated for the driver."""
    found = ((index, _binder(kind, dialect)) for index, kind in enumerate(types))
    return [(index, translate) for index, translate in found if translate is not None]


def processors_out(
    types: Iterable[TypeEngine[Any]], dialect: Dialect
) -> list[tuple[int, Processor]]:
    """Return (position, function) for each column that the driver returns in another form."""
    found = (
        (index, kind.dialect_impl(dialect).result_processor(dialect, None))
        for index, kind in enumerate(types)
    )
    return [(index, translate) for index, translate in found if translate is not None]
