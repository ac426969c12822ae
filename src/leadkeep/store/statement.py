"""Statements that are compiled once and then run on the driver's own connection.

SQLAlchemy builds the SQL text for each engine once; each run only puts the values in order. For
statements that run very often this is several times cheaper than a full Core execution (decision
0005).
"""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Dialect, Executable, Table
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

from leadkeep.store.dialect import LATEST
from leadkeep.store.types import Processor

Row = tuple[Any, ...]

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

    __slots__ = ("_forms", "clause")

    def __init__(self, clause: Executable) -> None:
        """Store the clause without compiling it."""
        self.clause = clause
        self._forms: dict[str, Form] = {}

    def form(self, dialect: Dialect) -> Form:
        """Return the statement compiled for an engine."""
        form = self._forms.get(dialect.name)
        if form is None:
            form = self._forms[dialect.name] = Form(self.clause, dialect)  # type: ignore[arg-type]
        return form


class Batch:
    """A statement that runs once for each of many rows; a row is a tuple of values.

    Values that are the same for all rows (``same``) are given once and appended to each row.
    """

    __slots__ = ("_binders", "_sql", "columns", "same", "table")

    def __init__(self, table: Table, columns: Iterable[str], same: Iterable[str] = ()) -> None:
        """Declare the columns: ``columns`` differ between rows, ``same`` are equal in all rows."""
        self.table = table
        self.columns = tuple(columns)
        self.same = tuple(same)
        self._sql: dict[str, str] = {}
        self._binders: dict[str, tuple[list[tuple[int, Processor]], list[Processor | None]]] = {}

    def sql(self, dialect: Dialect) -> str:
        """Return this statement as SQL text of a dialect, SQLite or PostgreSQL."""
        text = self._sql.get(dialect.name)
        if text is None:
            text = self._sql[dialect.name] = self._make(
                dialect.identifier_preparer.quote,
                _PLACEHOLDERS[dialect.paramstyle],
                LATEST[dialect.name],
            )
        return text

    def _make(self, quote: Callable[[str], str], placeholder: str, latest: str) -> str:
        """Return the SQL text; ``latest`` is the function that returns the largest argument."""
        raise NotImplementedError

    def rows(self, rows: list[Row], same: Row, dialect: Dialect) -> list[Row]:
        """Return the rows as the driver needs them: values translated, common ones appended."""
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
        if own:
            rows = _translated(rows, own)
        return self._join(rows, tail) if tail else rows

    def _join(self, rows: list[Row], tail: Row) -> list[Row]:
        return [row + tail for row in rows]


class Insert(Batch):
    """An insert of many rows; columns that it does not name get their defaults."""

    __slots__ = ()

    def _make(self, quote: Callable[[str], str], placeholder: str, latest: str) -> str:
        del latest
        names = [*self.columns, *self.same]
        columns = ", ".join(map(quote, names))
        values = ", ".join([placeholder] * len(names))
        return f"INSERT INTO {quote(self.table.name)} ({columns}) VALUES ({values})"  # noqa: S608 -- names of our own tables


class UpdateById(Batch):
    """An update of many rows by id; the first value of a row is the id.

    The columns of ``same`` are moments: a row keeps a stored moment that is later.
    """

    __slots__ = ()

    def _make(self, quote: Callable[[str], str], placeholder: str, latest: str) -> str:
        identity, *names = map(quote, self.columns)
        sets = [f"{name} = {placeholder}" for name in names]
        sets += [f"{name} = {latest}({name}, {placeholder})" for name in map(quote, self.same)]
        changes = ", ".join(sets)
        return f"UPDATE {quote(self.table.name)} SET {changes} WHERE {identity} = {placeholder}"  # noqa: S608 -- as above

    def rows(self, rows: list[Row], same: Row, dialect: Dialect) -> list[Row]:
        """Return the rows with the id last, where the statement's WHERE clause expects it."""
        joined = super().rows(rows, same, dialect)
        return [(*row[1:], row[0]) for row in joined]


def _binder(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _translated(rows: list[Row], binders: list[tuple[int, Processor]]) -> list[Row]:
    translated = []
    for row in rows:
        cells = list(row)
        for index, translate in binders:
            cells[index] = translate(cells[index])
        translated.append(tuple(cells))
    return translated


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
