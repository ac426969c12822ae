"""Conditions on rows by what other tables have under their keys, in the form of each engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, ColumnElement, func, literal, select
from sqlalchemy.ext.compiler import compiles


@dataclass(frozen=True, slots=True)
class KeySpan:
    """The rows that a statement looks at, by a key: those above ``after``, up to ``last``."""

    key: ColumnElement[int]
    after: int = 0
    last: int | None = None
    """None for all rows."""


class _IsAmong(ColumnElement[bool]):
    """A condition in two forms: as a set that is collected first, and as a look for each row."""

    inherit_cache = False
    type = Boolean()
    _is_implicitly_boolean = True

    def __init__(self, span: KeySpan, set_: ColumnElement[bool], look: ColumnElement[bool]) -> None:
        """Create the condition on the key of ``span``."""
        self.owner, self.set, self.look = span.key, set_, look

    @property
    def _from_objects(self) -> Any:  # noqa: ANN401
        return self.owner._from_objects  # noqa: SLF001


@compiles(_IsAmong, "sqlite")
def _is_among_sqlite(element: _IsAmong, compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    # One pass through an index in its order; a look for each row jumps through it.
    return f"({compiler.process(element.set, **kw)})"


@compiles(_IsAmong, "postgresql")
def _is_among_postgres(element: _IsAmong, compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    # The planner makes a set of it where that is cheaper; of a large set after NOT it cannot.
    return f"({compiler.process(element.look, **kw)})"


def is_among(
    span: KeySpan,
    column: ColumnElement[int],
    conditions: Sequence[ColumnElement[bool]],
    at_least: int = 1,
) -> ColumnElement[bool]:
    """Return the condition that the key of ``span`` is in ``column`` of rows that meet conditions.

    With ``at_least``, in so many of these rows. ``column`` is never null.
    """
    own = select(column).where(*conditions, *within_span(span, column))
    of_key = [column == span.key, *conditions]
    outer = span.key.table
    if at_least == 1:
        look: ColumnElement[bool] = select(literal(1)).where(*of_key).correlate(outer).exists()
    else:
        own = own.group_by(column).having(func.count() >= at_least)
        counted = select(func.count()).where(*of_key).correlate(outer).scalar_subquery()
        look = counted >= at_least
    return _IsAmong(span, span.key.in_(own), look)


def within_span(span: KeySpan, column: ColumnElement[int]) -> list[ColumnElement[bool]]:
    """Return the conditions that a column has values of a span; none for a span of all rows."""
    return [] if span.last is None else [column > span.after, column <= span.last]
