"""Statements that are compiled once and then run on the driver's own connection.

SQLAlchemy builds the text for each engine; at run time only the values are put in order. On a hot
path that is several times cheaper than a full Core execution (docs/decisions/0005).
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Dialect, Executable, Table, bindparam
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

from leadkeep.store.types import Processor


class Form:
    """One statement in the words of one engine."""

    __slots__ = ("binders", "constants", "names", "readers", "sql")

    def __init__(self, clause: ClauseElement, dialect: Dialect) -> None:
        """Compile the clause and note which values need translation on the way in and out."""
        compiled = clause.compile(dialect=dialect)
        self.sql = str(compiled)
        self.names: tuple[str, ...] = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
        self.constants = {k: v for k, v in (compiled.params or {}).items() if v is not None}
        types = {name: bind.type for name, bind in compiled.binds.items()}  # type: ignore[attr-defined]
        self.binders = processors_in((types[name] for name in self.names), dialect)
        columns = getattr(clause, "exported_columns", ())
        self.readers = processors_out((column.type for column in columns), dialect)

    def arguments(self, values: dict[str, Any]) -> list[Any]:
        """Put named values into the order of the placeholders."""
        constants = self.constants
        row = [values[name] if name in values else constants[name] for name in self.names]
        for index, translate in self.binders:
            row[index] = translate(row[index])
        return row

    def read(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Translate rows as the driver gave them into Python values."""
        if not self.readers or not rows:
            return rows
        translated = []
        for row in rows:
            cells = list(row)
            for index, translate in self.readers:
                cells[index] = translate(cells[index])
            translated.append(tuple(cells))
        return translated


class Statement:
    """A Core statement with named bind parameters, compiled at first use on each engine."""

    __slots__ = ("_forms", "clause")

    def __init__(self, clause: Executable) -> None:
        """Hold the clause; nothing is compiled yet."""
        self.clause = clause
        self._forms: dict[str, Form] = {}

    def form(self, dialect: Dialect) -> Form:
        """Return this statement in the engine's words."""
        form = self._forms.get(dialect.name)
        if form is None:
            form = self._forms[dialect.name] = Form(self.clause, dialect)  # type: ignore[arg-type]
        return form


class Insert(Statement):
    """An insert of many rows whose values come as tuples in the order of ``columns``."""

    __slots__ = ("columns", "table")

    def __init__(self, table: Table, columns: Iterable[str]) -> None:
        """Insert into the named columns of ``table``; the others take their defaults.

        ``columns`` of the result stand in the table's order, whatever order they were named in.
        """
        wanted = set(columns)
        self.table = table
        self.columns = tuple(column.name for column in table.c if column.name in wanted)
        # Bind names of their own: Core keeps a column's plain name for its own use.
        binds = {
            name: bindparam(f"p_{index}", type_=table.c[name].type)
            for index, name in enumerate(self.columns)
        }
        super().__init__(table.insert().values(binds))

    def row_binders(self, dialect: Dialect) -> list[tuple[int, Processor]]:
        """Return which positions of a row need translation for the engine."""
        return processors_in((self.table.c[name].type for name in self.columns), dialect)


def processors_in(
    types: Iterable[TypeEngine[Any]], dialect: Dialect
) -> list[tuple[int, Processor]]:
    """Return the positions whose values the engine wants translated, with the translation."""
    found = (
        (index, kind.dialect_impl(dialect).bind_processor(dialect))
        for index, kind in enumerate(types)
    )
    return [(index, translate) for index, translate in found if translate is not None]


def processors_out(
    types: Iterable[TypeEngine[Any]], dialect: Dialect
) -> list[tuple[int, Processor]]:
    """Return the positions whose values the engine gives in another form, with the translation."""
    found = (
        (index, kind.dialect_impl(dialect).result_processor(dialect, None))
        for index, kind in enumerate(types)
    )
    return [(index, translate) for index, translate in found if translate is not None]
