"""What a process has cached of the catalog, for work inside and outside transactions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Cache(Protocol):
    """A store, as far as it caches."""

    def cached_at(self, version: int, load: Callable[[Any], T]) -> T:
        """Return the cached result of ``load`` for a version."""
        ...


class CachedCatalog:
    """What this process has cached for one catalog version: for work outside a transaction."""

    def __init__(self, store: Cache, version: int) -> None:
        """Read what ``store`` has cached for ``version``."""
        self._store = store
        self.version = version

    def cached(self, load: Callable[[Any], T]) -> T:
        """Return the cached result of ``load``.

        Raises:
            NotCachedError: the process has none for this version.
        """
        return self._store.cached_at(self.version, load)


class NotCachedError(LookupError):
    """Nothing is cached for this version: only a transaction can load it."""


@dataclass(slots=True)
class CachedValue:
    """A value, and the catalog version at which it was loaded."""

    version: int
    value: Any
