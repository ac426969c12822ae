"""Share the statements that SQLAlchemy has compiled between all engines of the process.

SQLAlchemy caches them for each engine, and a store has several: one for upkeep is made anew each
time. Tests and embedding programs open one store after another, all with the same statements
(docs/decisions/0124).
"""

from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.util import LRUCache

LIMIT = 1_000
"""Compiled statements in the cache, of all engines; SQLAlchemy allows half as many again."""


class _Compiled(LRUCache[Any, Any]):
    """Compiled statements by what they depend on of a dialect, instead of by the dialect itself."""

    def get(self, key: Any, default: Any = None) -> Any:  # noqa: ANN401
        return super().get(_shared_key(*key), default)

    def __setitem__(self, key: Any, value: Any) -> None:  # noqa: ANN401
        super().__setitem__(_shared_key(*key), value)


def _shared_key(dialect: Dialect, *statement: object) -> tuple[object, ...]:
    """Return a key that is equal for dialects which spell the statement alike."""
    return type(dialect), dialect.paramstyle, dialect.server_version_info, *statement


SHARED_COMPILED = {"compiled_cache": _Compiled(LIMIT)}
"""The ``execution_options`` of every engine."""
