"""SQL that the engines write differently: named constructs, each with one body per engine."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Any

import msgspec
from sqlalchemy import ARRAY, BindParameter, Dialect, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import Boolean, TypeDecorator, TypeEngine

from leadkeep.store.types import Amount


class ValueList(TypeDecorator[list[Any]]):
    """The SQL type of a list bound as one parameter, so that its length is not in the SQL text."""

    impl = Text
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        """Store the SQL type of the list's items."""
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return an array type if the engine has arrays, else a text type for JSON."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(ARRAY(self.item))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: list[Any] | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Return the list in the form that the engine's driver expects."""
        if dialect.name == "postgresql" or value is None:
            return value
        return msgspec.json.encode(value).decode()


class AnyOf(ColumnElement[bool]):
    """The SQL condition that a column equals one of the values of a list parameter."""

    inherit_cache = False
    type = Boolean()
    # Otherwise Core appends "= 1" on engines without booleans, and no index is used.
    _is_implicitly_boolean = True

    def __init__(self, column: ColumnElement[Any], values: BindParameter[Any]) -> None:
        """Create the condition for ``column``; ``values`` is the list parameter."""
        self.column, self.values = column, values

    @property
    def _from_objects(self) -> Any:  # noqa: ANN401
        # Without this a select does not add the column's table to its FROM clause.
        return self.column._from_objects  # noqa: SLF001


@compiles(AnyOf, "sqlite")
def _any_of_sqlite(element: AnyOf, compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    column, values = compiler.process(element.column, **kw), compiler.process(element.values, **kw)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 -- compiled parts


@compiles(AnyOf, "postgresql")
def _any_of_postgres(element: AnyOf, compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    column, values = compiler.process(element.column, **kw), compiler.process(element.values, **kw)
    return f"{column} = ANY ({values})"


class LaterOf(ColumnElement[datetime]):
    """The later of a column's stored moment and a moment parameter."""

    inherit_cache = False

    def __init__(self, column: ColumnElement[datetime], name: str) -> None:
        """Create the expression for ``column``; ``name`` is the name of the moment parameter."""
        self.column = column
        self.type = column.type
        self.moment: BindParameter[datetime] = bindparam(name, type_=column.type)


@compiles(LaterOf)
def _later_of(element: LaterOf, compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    column, moment = (compiler.process(each, **kw) for each in (element.column, element.moment))
    return f"{LATEST[compiler.dialect.name]}({column}, {moment})"


LATEST = {"sqlite": "max", "postgresql": "greatest"}
"""By engine: the SQL function that returns the largest of its arguments."""


def later_of(column: ColumnElement[datetime], name: str) -> LaterOf:
    """Return the later of ``column`` and the moment parameter ``name``, to store it in the column.

    With it the moment of a row's last change never goes backwards, whichever server's clock is
    late.
    """
    return LaterOf(column, name)


def any_of(column: ColumnElement[Any], name: str) -> AnyOf:
    """Return the condition that ``column`` equals a value in the list parameter ``name``."""
    return AnyOf(column, bindparam(name, type_=ValueList(column.type)))


def equals_any(column: ColumnElement[Any], values: Sequence[Any]) -> AnyOf:
    """Return the condition that ``column`` equals one of these values, bound as one parameter."""
    return AnyOf(column, bindparam(None, list(values), type_=ValueList(column.type)))


def row_source(dialect: Dialect, kinds: Sequence[TypeEngine[Any]], count: int) -> str:
    """Return a FROM item ``v`` of ``count`` bound rows; its columns are ``column1`` and so on.

    :func:`bound_rows` has its values. ``kinds`` are the types of the columns to which the values
    belong.
    """
    if dialect.name == "postgresql":
        # One value for all rows, so that the text is the same for each count. JSON takes numbers
        # of different types beside each other, which the driver refuses in an array.
        columns = ", ".join(
            f"column{number} {_type_in_json(kind, dialect)}" for number, kind in enumerate(kinds, 1)
        )
        return f"json_to_recordset(%s) AS v({columns})"
    row = f"({', '.join(['?'] * len(kinds))})"
    return f"(VALUES {', '.join([row] * count)}) AS v"


def bound_rows(dialect: Dialect, rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Return the values that :func:`row_source` expects for these rows."""
    if dialect.name == "postgresql":
        names = [f"column{number}" for number in range(1, len(rows[0]) + 1)]
        records = [dict(zip(names, row, strict=True)) for row in rows]
        return [msgspec.json.encode(records).decode()]
    return list(chain.from_iterable(rows))


def row_value(dialect: Dialect, kind: TypeEngine[Any], number: int) -> str:
    """Return column ``number`` of a :func:`row_source` as it is assigned to a column."""
    name = kind.compile(dialect)
    return f"v.column{number}::JSON" if name == "JSON" else f"v.column{number}"


def _type_in_json(kind: TypeEngine[Any], dialect: Dialect) -> str:
    name = plain_type(kind, dialect)
    return "TEXT" if name == "JSON" else name  # a document is bound as text


class _OfColumn(ColumnElement[Any]):
    """What an engine makes of a column in its own way."""

    inherit_cache = False

    def __init__(self, column: ColumnElement[Any]) -> None:
        """Create the expression for ``column``."""
        self.column = column

    @property
    def _from_objects(self) -> Any:  # noqa: ANN401
        return self.column._from_objects  # noqa: SLF001


class NumberOf(_OfColumn):
    """The number that a column of amounts holds, for SQL that compares and calculates.

    An engine that stores the digits as text converts them: whole numbers of 64 bits exactly, others
    to 15 digits.
    """

    inherit_cache = False
    type = Amount


@compiles(NumberOf, "sqlite")
def _number_of_sqlite(element: NumberOf, compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    return f"CAST({compiler.process(element.column, **kw)} AS NUMERIC)"


@compiles(NumberOf, "postgresql")
def _number_of_postgres(element: NumberOf, compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    text: str = compiler.process(element.column, **kw)
    return text


def number_of(column: ColumnElement[Any]) -> NumberOf:
    """Return the number that a column of amounts holds, as SQL compares it."""
    return NumberOf(column)


def plain_type(kind: TypeEngine[Any], dialect: Dialect) -> str:
    """Return the name of a type without the order of its texts, which no cast may have."""
    return kind.compile(dialect).partition(" COLLATE ")[0]


class AsciiLower(_OfColumn):
    """A text in lower case, as far as its characters are ASCII."""

    inherit_cache = False
    type = Text()


@compiles(AsciiLower, "sqlite")
def _ascii_lower_sqlite(element: AsciiLower, compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    return f"lower({compiler.process(element.column, **kw)})"


@compiles(AsciiLower, "postgresql")
def _ascii_lower_postgres(element: AsciiLower, compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    return f'lower({compiler.process(element.column, **kw)} COLLATE "C")'


class IsAscii(_OfColumn):
    """The condition that a text has ASCII characters only."""

    inherit_cache = False
    type = Boolean()
    _is_implicitly_boolean = True


@compiles(IsAscii, "sqlite")
def _is_ascii_sqlite(element: IsAscii, compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    column = compiler.process(element.column, **kw)
    return f"(length(CAST({column} AS BLOB)) = length({column}))"


@compiles(IsAscii, "postgresql")
def _is_ascii_postgres(element: IsAscii, compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    column = compiler.process(element.column, **kw)
    return f"(octet_length({column}) = length({column}))"


def ascii_lower(column: ColumnElement[Any]) -> AsciiLower:
    """Return a column's text with its ASCII letters in lower case, the same on every engine."""
    return AsciiLower(column)


def is_ascii(column: ColumnElement[Any]) -> IsAscii:
    """Return the condition that a column's text has ASCII characters only."""
    return IsAscii(column)


class JsonByName(_OfColumn):
    """The JSON object that a JSON array of objects with ``name`` and ``value`` stands for."""

    inherit_cache = False
    type = Text()


@compiles(JsonByName, "sqlite")
def _json_by_name_sqlite(element: JsonByName, compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    column = compiler.process(element.column, **kw)
    # Of one path, json_extract makes a value of SQL, which has no true and no long numbers; of two
    # it makes the JSON text [value,null].
    both = "json_extract(item.value, '$.value', '$.none')"
    value = f"json(substr({both}, 2, length({both}) - length('[,null]')))"
    name = "json_extract(item.value, '$.name')"
    return f"(SELECT json_group_object({name}, {value}) FROM json_each({column}) AS item)"  # noqa: S608 -- compiled parts


@compiles(JsonByName, "postgresql")
def _json_by_name_postgres(element: JsonByName, compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    column = compiler.process(element.column, **kw)
    built = "jsonb_object_agg(item ->> 'name', item -> 'value')"
    return f"(SELECT coalesce({built}, '{{}}') FROM json_array_elements({column}) AS item)"  # noqa: S608 -- compiled parts


def json_by_name(column: ColumnElement[Any]) -> JsonByName:
    """Return the object that a column's array of names and values stands for."""
    return JsonByName(column)
